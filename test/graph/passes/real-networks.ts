/** Networks that the library has no model of, on which passes are shown to fire. */
import { max } from '../../../lib/functional/index.js';
import * as keras from '../../../lib/keras/index.js';
import * as nn from '../../../lib/nn/index.js';
import { full, zeros } from '../../../lib/tensor/create.js';
import type { Tensor } from '../../../lib/tensor/tensor.js';

const { layers } = keras;

/**
 * Keras's example of CIFAR-10 for many years, with activations that are layers between channels-last convolutions.
 *
 * @see https://github.com/keras-team/keras/blob/2.2.4/examples/cifar10_cnn.py
 */
export function kerasCifar10(): nn.Module {
  const block = (filters: number) => [
    new layers.Conv2D(filters, 3, { padding: 'same' }),
    new layers.Activation('relu'),
    new layers.Conv2D(filters, 3),
    new layers.Activation('relu'),
    new layers.MaxPooling2D(2),
    new layers.Dropout(0.25),
  ];
  const model = new keras.Sequential([
    keras.Input({ shape: [32, 32, 3] }),
    ...block(32),
    ...block(64),
    new layers.Flatten(),
    new layers.Dense(512),
    new layers.Activation('relu'),
    new layers.Dropout(0.5),
    new layers.Dense(10),
    new layers.Activation('softmax'),
  ]);
  return model;
}

/**
 * MobileNet as Keras has it: zeros are put below and to the right of the image before convolutions of stride 2.
 *
 * @see https://github.com/keras-team/keras/blob/v2.15.0/keras/applications/mobilenet.py
 */
export function kerasMobileNet(): nn.Module {
  const convolution = (channels: number, filters: number, stride: number, groups: number, kernel = 3) => [
    ...(stride === 2 ? [new nn.ZeroPad2d([0, 1, 0, 1])] : []),
    new nn.Conv2d(channels, filters, kernel, {
      stride,
      groups,
      padding: kernel === 3 && stride === 1 ? 1 : 0,
      bias: false,
    }),
    new nn.BatchNorm2d(filters, { eps: 1e-3 }),
    new nn.ReLU6(),
  ];
  let channels = 32;
  const blocks = [64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024].flatMap((filters, i) => {
    const stride = [1, 3, 5, 11].includes(i) ? 2 : 1;
    const block = [
      ...convolution(channels, channels, stride, channels),
      ...convolution(channels, filters, 1, 1, 1),
    ];
    channels = filters;
    return block;
  });
  return new nn.Sequential(
    ...convolution(3, 32, 2, 1),
    ...blocks,
    new nn.AdaptiveAvgPool2d(1),
    new nn.Conv2d(1024, 1000, 1),
    new nn.Flatten(),
    new nn.Softmax(1),
  );
}

/**
 * DCGAN's generator: transposed convolutions with batch normalisation.
 *
 * @see https://github.com/pytorch/examples/blob/main/dcgan/main.py
 */
export function dcganGenerator(): nn.Module {
  const widths = [100, 512, 256, 128, 64];
  const blocks = widths.slice(1).flatMap((width, i) => [
    new nn.ConvTranspose2d(widths[i] as number, width, 4, {
      stride: i === 0 ? 1 : 2,
      padding: i === 0 ? 0 : 1,
      bias: false,
    }),
    new nn.BatchNorm2d(width),
    new nn.ReLU(),
  ]);
  const last = new nn.ConvTranspose2d(64, 3, 4, { stride: 2, padding: 1, bias: false });
  return new nn.Sequential(...blocks, last, new nn.Tanh());
}

/**
 * The T-Net of PointNet: convolutions of sequences and linear layers with batch normalisation.
 *
 * @see https://github.com/fxia22/pointnet.pytorch/blob/master/pointnet/model.py
 */
export class PointNetTransform extends nn.Module {
  points = new nn.Sequential(
    ...[3, 64, 128].flatMap((width, i) => {
      const next = [64, 128, 1024][i] as number;
      return [new nn.Conv1d(width, next, 1), new nn.BatchNorm1d(next), new nn.ReLU()];
    }),
  );
  cloud = new nn.Sequential(
    ...[1024, 512].flatMap((width) => [
      new nn.Linear(width, width / 2),
      new nn.BatchNorm1d(width / 2),
      new nn.ReLU(),
    ]),
    new nn.Linear(256, 9),
  );

  override forward(x: Tensor): Tensor {
    return this.cloud.forward(max(this.points.forward(x), 2).values);
  }
}

/**
 * ConvNeXt of the authors' code, whose normalisation between stages subtracts the mean twice, and whose blocks are scaled
 * while the channels are last.
 *
 * @see https://github.com/facebookresearch/ConvNeXt/blob/main/models/convnext.py
 */
export function authorsConvNeXt(): nn.Module {
  class LayerNorm extends nn.Module {
    weight: nn.Parameter;
    bias: nn.Parameter;

    constructor(channels: number) {
      super();
      this.weight = new nn.Parameter(zeros([channels, 1, 1]).add(1));
      this.bias = new nn.Parameter(zeros([channels, 1, 1]));
    }

    override forward(x: Tensor): Tensor {
      const mean = x.mean(1, { keepdim: true });
      const variance = x.sub(mean).pow(2).mean(1, { keepdim: true });
      const normalised = x.sub(mean).div(variance.add(1e-6).sqrt());
      return this.weight.mul(normalised).add(this.bias);
    }
  }

  class Block extends nn.Module {
    dwconv: nn.Conv2d;
    norm: nn.LayerNorm;
    pwconv1: nn.Linear;
    act = new nn.GELU();
    pwconv2: nn.Linear;
    gamma: nn.Parameter;

    constructor(dim: number) {
      super();
      this.dwconv = new nn.Conv2d(dim, dim, 7, { padding: 3, groups: dim });
      this.norm = new nn.LayerNorm(dim, { eps: 1e-6 });
      this.pwconv1 = new nn.Linear(dim, 4 * dim);
      this.pwconv2 = new nn.Linear(4 * dim, dim);
      this.gamma = new nn.Parameter(full([dim], 0.5));
    }

    override forward(input: Tensor): Tensor {
      let x = this.dwconv.forward(input);
      x = x.permute(0, 2, 3, 1);
      x = this.norm.forward(x);
      x = this.pwconv1.forward(x);
      x = this.act.forward(x);
      x = this.pwconv2.forward(x);
      x = this.gamma.mul(x);
      x = x.permute(0, 3, 1, 2);
      return input.add(x);
    }
  }

  const widths = [8, 16, 32, 64];
  const stages = [3, 3, 9, 3].map((depth, i) => {
    const [before, width] = [widths[i - 1], widths[i] as number];
    const downsampling =
      before === undefined
        ? [new nn.Conv2d(3, width, 4, { stride: 4 }), new LayerNorm(width)]
        : [new LayerNorm(before), new nn.Conv2d(before, width, 2, { stride: 2 })];
    return [...downsampling, ...Array.from({ length: depth }, () => new Block(width))];
  });
  const pool = [new nn.AdaptiveAvgPool2d(1), new nn.Flatten()];
  return new nn.Sequential(...stages.flat(), ...pool, new nn.LayerNorm(64), new nn.Linear(64, 1000));
}

/**
 * The conversion of images that torchvision 0.2 did before its Inception v3, a channel at a time in place.
 *
 * @see https://github.com/pytorch/vision/blob/v0.2.0/torchvision/models/inception.py
 */
export class TransformedInput extends nn.Module {
  network: nn.Module;

  constructor(network: nn.Module) {
    super();
    this.network = network;
  }

  override forward(x: Tensor): Tensor {
    x = x.clone();
    for (const [channel, [mean, deviation]] of [
      [0.485, 0.229],
      [0.456, 0.224],
      [0.406, 0.225],
    ].entries() as Iterable<[number, [number, number]]>) {
      const plane = x.select(1, channel);
      plane.copy_(plane.mul(deviation / 0.5).add((mean - 0.5) / 0.5));
    }
    return this.network.forward(x) as Tensor;
  }
}
