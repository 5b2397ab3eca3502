/** ResNet-20 for CIFAR-10 with published weights, against the logits that PyTorch gave for 100 images. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { functional as F, load, nn, type Tensor, tensor } from '../../lib/index.js';
import { relativeError } from '../support/fixtures.js';

const folder = new URL('../../../shared/data/cifar-resnet20/', import.meta.url);

class BasicBlock extends nn.Module {
  conv1: nn.Conv2d;
  bn1: nn.BatchNorm2d;
  conv2: nn.Conv2d;
  bn2: nn.BatchNorm2d;

  constructor(
    inPlanes: number,
    readonly planes: number,
    readonly stride: number,
  ) {
    super();
    this.conv1 = new nn.Conv2d(inPlanes, planes, 3, { stride, padding: 1, bias: false });
    this.bn1 = new nn.BatchNorm2d(planes);
    this.conv2 = new nn.Conv2d(planes, planes, 3, { padding: 1, bias: false });
    this.bn2 = new nn.BatchNorm2d(planes);
  }

  override forward(x: Tensor): Tensor {
    let out = F.relu(this.bn1.forward(this.conv1.forward(x)));
    out = this.bn2.forward(this.conv2.forward(out));
    return F.relu(out.add(this.shortcut(x)));
  }

  /** Without parameters: every second pixel, and zeros for the channels that x lacks, half on each side. */
  shortcut(x: Tensor): Tensor {
    if (this.stride === 1) return x;
    const pixels = x.slice(2, 0, undefined, 2).slice(3, 0, undefined, 2);
    const missing = (this.planes - x.size(1)) / 2;
    return F.pad(pixels.permute(0, 2, 3, 1), [missing, missing]).permute(0, 3, 1, 2);
  }
}

class ResNet20 extends nn.Module {
  conv1 = new nn.Conv2d(3, 16, 3, { padding: 1, bias: false });
  bn1 = new nn.BatchNorm2d(16);
  layer1 = stage(16, 16, 1);
  layer2 = stage(16, 32, 2);
  layer3 = stage(32, 64, 2);
  linear = new nn.Linear(64, 10);

  override forward(x: Tensor): Tensor {
    x = F.relu(this.bn1.forward(this.conv1.forward(x)));
    x = this.layer3.forward(this.layer2.forward(this.layer1.forward(x)));
    x = F.adaptiveAvgPool2d(x, 1).flatten(1);
    return this.linear.forward(x);
  }
}

function stage(inPlanes: number, planes: number, stride: number): nn.Sequential {
  return new nn.Sequential(
    new BasicBlock(inPlanes, planes, stride),
    new BasicBlock(planes, planes, 1),
    new BasicBlock(planes, planes, 1),
  );
}

function readFloats(name: string, shape: number[]): Tensor {
  const bytes = readFileSync(new URL(name, folder));
  return tensor(new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4), { shape });
}

test('ResNet-20 gives the logits of PyTorch within 1e-4', async ({ skip }) => {
  if (!existsSync(folder)) skip('../shared/data/cifar-resnet20/ is not there');
  const model = new ResNet20();
  model.loadStateDict(await load(fileURLToPath(new URL('resnet20-12fca82f.th', folder))));
  model.eval();
  const logits = model.forward(readFloats('cifar100_norm_f32_nchw.bin', [100, 3, 32, 32]));
  const expected = readFloats('resnet20_logits_f32_100x10.bin', [100, 10]);
  expect(relativeError(logits, expected)).toBeLessThanOrEqual(1e-4);
  expect(logits.argmax(1).toArray()).toEqual(expected.argmax(1).toArray());
});
