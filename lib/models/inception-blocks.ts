/**
 * The blocks of Inception v3: branches side by side, whose outputs are the channels of one tensor. The layers are made in
 * torchvision's order, in which they draw their parameters.
 */
import { avgPool2d } from '../functional/avg-pool.js';
import { cat } from '../functional/cat.js';
import { maxPool2d } from '../functional/max-pool.js';
import { Module } from '../nn/index.js';
import type { Tensor } from '../tensor/tensor.js';
import { BasicConv2d } from './basic-conv2d.js';

/** The output of layers that run one after another. */
function chain(x: Tensor, ...layers: readonly BasicConv2d[]): Tensor {
  return layers.reduce((y, layer) => layer.forward(y), x);
}

/** Averages over the 3x3 neighbours, at the size of the input. */
function average(x: Tensor): Tensor {
  return avgPool2d(x, 3, { stride: 1, padding: 1 });
}

/** At 35 x 35: a 5x5 convolution, and two of 3x3. */
export class InceptionA extends Module {
  branch1x1: BasicConv2d;
  branch5x5_1: BasicConv2d;
  branch5x5_2: BasicConv2d;
  branch3x3dbl_1: BasicConv2d;
  branch3x3dbl_2: BasicConv2d;
  branch3x3dbl_3: BasicConv2d;
  branch_pool: BasicConv2d;

  constructor(inChannels: number, poolFeatures: number) {
    super();
    this.branch1x1 = new BasicConv2d(inChannels, 64, 1);
    this.branch5x5_1 = new BasicConv2d(inChannels, 48, 1);
    this.branch5x5_2 = new BasicConv2d(48, 64, 5, { padding: 2 });
    this.branch3x3dbl_1 = new BasicConv2d(inChannels, 64, 1);
    this.branch3x3dbl_2 = new BasicConv2d(64, 96, 3, { padding: 1 });
    this.branch3x3dbl_3 = new BasicConv2d(96, 96, 3, { padding: 1 });
    this.branch_pool = new BasicConv2d(inChannels, poolFeatures, 1);
  }

  override forward(x: Tensor): Tensor {
    const branch1x1 = this.branch1x1.forward(x);
    const branch5x5 = chain(x, this.branch5x5_1, this.branch5x5_2);
    const branch3x3dbl = chain(x, this.branch3x3dbl_1, this.branch3x3dbl_2, this.branch3x3dbl_3);
    const branchPool = this.branch_pool.forward(average(x));
    return cat([branch1x1, branch5x5, branch3x3dbl, branchPool], 1);
  }
}

/** From 35 x 35 to 17 x 17. */
export class InceptionB extends Module {
  branch3x3: BasicConv2d;
  branch3x3dbl_1: BasicConv2d;
  branch3x3dbl_2: BasicConv2d;
  branch3x3dbl_3: BasicConv2d;

  constructor(inChannels: number) {
    super();
    this.branch3x3 = new BasicConv2d(inChannels, 384, 3, { stride: 2 });
    this.branch3x3dbl_1 = new BasicConv2d(inChannels, 64, 1);
    this.branch3x3dbl_2 = new BasicConv2d(64, 96, 3, { padding: 1 });
    this.branch3x3dbl_3 = new BasicConv2d(96, 96, 3, { stride: 2 });
  }

  override forward(x: Tensor): Tensor {
    const branch3x3 = this.branch3x3.forward(x);
    const branch3x3dbl = chain(x, this.branch3x3dbl_1, this.branch3x3dbl_2, this.branch3x3dbl_3);
    return cat([branch3x3, branch3x3dbl, maxPool2d(x, 3, { stride: 2 })], 1);
  }
}

/** At 17 x 17: 7x7 convolutions, each as one of 1x7 and one of 7x1. */
export class InceptionC extends Module {
  branch1x1: BasicConv2d;
  branch7x7_1: BasicConv2d;
  branch7x7_2: BasicConv2d;
  branch7x7_3: BasicConv2d;
  branch7x7dbl_1: BasicConv2d;
  branch7x7dbl_2: BasicConv2d;
  branch7x7dbl_3: BasicConv2d;
  branch7x7dbl_4: BasicConv2d;
  branch7x7dbl_5: BasicConv2d;
  branch_pool: BasicConv2d;

  constructor(inChannels: number, channels7x7: number) {
    super();
    const c7 = channels7x7;
    this.branch1x1 = new BasicConv2d(inChannels, 192, 1);
    this.branch7x7_1 = new BasicConv2d(inChannels, c7, 1);
    this.branch7x7_2 = new BasicConv2d(c7, c7, [1, 7], { padding: [0, 3] });
    this.branch7x7_3 = new BasicConv2d(c7, 192, [7, 1], { padding: [3, 0] });
    this.branch7x7dbl_1 = new BasicConv2d(inChannels, c7, 1);
    this.branch7x7dbl_2 = new BasicConv2d(c7, c7, [7, 1], { padding: [3, 0] });
    this.branch7x7dbl_3 = new BasicConv2d(c7, c7, [1, 7], { padding: [0, 3] });
    this.branch7x7dbl_4 = new BasicConv2d(c7, c7, [7, 1], { padding: [3, 0] });
    this.branch7x7dbl_5 = new BasicConv2d(c7, 192, [1, 7], { padding: [0, 3] });
    this.branch_pool = new BasicConv2d(inChannels, 192, 1);
  }

  override forward(x: Tensor): Tensor {
    const branch1x1 = this.branch1x1.forward(x);
    const branch7x7 = chain(x, this.branch7x7_1, this.branch7x7_2, this.branch7x7_3);
    const branch7x7dbl = chain(
      x,
      this.branch7x7dbl_1,
      this.branch7x7dbl_2,
      this.branch7x7dbl_3,
      this.branch7x7dbl_4,
      this.branch7x7dbl_5,
    );
    const branchPool = this.branch_pool.forward(average(x));
    return cat([branch1x1, branch7x7, branch7x7dbl, branchPool], 1);
  }
}

/** From 17 x 17 to 8 x 8. */
export class InceptionD extends Module {
  branch3x3_1: BasicConv2d;
  branch3x3_2: BasicConv2d;
  branch7x7x3_1: BasicConv2d;
  branch7x7x3_2: BasicConv2d;
  branch7x7x3_3: BasicConv2d;
  branch7x7x3_4: BasicConv2d;

  constructor(inChannels: number) {
    super();
    this.branch3x3_1 = new BasicConv2d(inChannels, 192, 1);
    this.branch3x3_2 = new BasicConv2d(192, 320, 3, { stride: 2 });
    this.branch7x7x3_1 = new BasicConv2d(inChannels, 192, 1);
    this.branch7x7x3_2 = new BasicConv2d(192, 192, [1, 7], { padding: [0, 3] });
    this.branch7x7x3_3 = new BasicConv2d(192, 192, [7, 1], { padding: [3, 0] });
    this.branch7x7x3_4 = new BasicConv2d(192, 192, 3, { stride: 2 });
  }

  override forward(x: Tensor): Tensor {
    const branch3x3 = chain(x, this.branch3x3_1, this.branch3x3_2);
    const branch7x7x3 = chain(
      x,
      this.branch7x7x3_1,
      this.branch7x7x3_2,
      this.branch7x7x3_3,
      this.branch7x7x3_4,
    );
    return cat([branch3x3, branch7x7x3, maxPool2d(x, 3, { stride: 2 })], 1);
  }
}

/** At 8 x 8: 1x3 and 3x1 convolutions side by side. */
export class InceptionE extends Module {
  branch1x1: BasicConv2d;
  branch3x3_1: BasicConv2d;
  branch3x3_2a: BasicConv2d;
  branch3x3_2b: BasicConv2d;
  branch3x3dbl_1: BasicConv2d;
  branch3x3dbl_2: BasicConv2d;
  branch3x3dbl_3a: BasicConv2d;
  branch3x3dbl_3b: BasicConv2d;
  branch_pool: BasicConv2d;

  constructor(inChannels: number) {
    super();
    this.branch1x1 = new BasicConv2d(inChannels, 320, 1);
    this.branch3x3_1 = new BasicConv2d(inChannels, 384, 1);
    this.branch3x3_2a = new BasicConv2d(384, 384, [1, 3], { padding: [0, 1] });
    this.branch3x3_2b = new BasicConv2d(384, 384, [3, 1], { padding: [1, 0] });
    this.branch3x3dbl_1 = new BasicConv2d(inChannels, 448, 1);
    this.branch3x3dbl_2 = new BasicConv2d(448, 384, 3, { padding: 1 });
    this.branch3x3dbl_3a = new BasicConv2d(384, 384, [1, 3], { padding: [0, 1] });
    this.branch3x3dbl_3b = new BasicConv2d(384, 384, [3, 1], { padding: [1, 0] });
    this.branch_pool = new BasicConv2d(inChannels, 192, 1);
  }

  override forward(x: Tensor): Tensor {
    const branch1x1 = this.branch1x1.forward(x);
    const branch3x3 = this.branch3x3_1.forward(x);
    const branch3x3dbl = chain(x, this.branch3x3dbl_1, this.branch3x3dbl_2);
    const outputs = [
      branch1x1,
      this.branch3x3_2a.forward(branch3x3),
      this.branch3x3_2b.forward(branch3x3),
      this.branch3x3dbl_3a.forward(branch3x3dbl),
      this.branch3x3dbl_3b.forward(branch3x3dbl),
      this.branch_pool.forward(average(x)),
    ];
    return cat(outputs, 1);
  }
}
