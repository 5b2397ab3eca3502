/** ResNet-20 for CIFAR-10 with published weights, against the logits that PyTorch gave for 100 images. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { models, type Tensor, tensor } from '../../lib/index.js';
import { relativeError } from '../support/fixtures.js';

const folder = new URL('../../../shared/data/cifar-resnet20/', import.meta.url);

function readFloats(name: string, shape: number[]): Tensor {
  const bytes = readFileSync(new URL(name, folder));
  return tensor(new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4), { shape });
}

test('ResNet-20 gives the logits of PyTorch within 1e-4', async ({ skip }) => {
  if (!existsSync(folder)) skip('../shared/data/cifar-resnet20/ is not there');
  const weights = fileURLToPath(new URL('resnet20-12fca82f.th', folder));
  const model = (await models.resnet20({ weights })).eval();
  const logits = model.forward(readFloats('cifar100_norm_f32_nchw.bin', [100, 3, 32, 32]));
  const expected = readFloats('resnet20_logits_f32_100x10.bin', [100, 10]);
  expect(relativeError(logits, expected)).toBeLessThanOrEqual(1e-4);
  expect(logits.argmax(1).toArray()).toEqual(expected.argmax(1).toArray());
});

test.each([
  ['resnet32', 464_154],
  ['resnet44', 658_586],
  ['resnet56', 853_018],
] as const)('%s has the number of parameters that its table says', (name, parameters) => {
  const sizes = [...models[name]().parameters()].map((parameter) => parameter.numel());
  expect(sizes.reduce((sum, size) => sum + size)).toBe(parameters);
});
