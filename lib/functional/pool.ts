/** What the pooling functions share: their options and the rule for the size of the output. */
import { ArgumentError, ShapeError } from '../errors.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkBoolean, checkImages, type Padding2d, toPadding, toPair } from './check.js';
import { windowPositions } from './conv-output-size.js';

/** The options that max and average pooling have in common. */
export interface PoolOptions {
  /** The step from window to window, one number or `[height, width]`. Default: the kernel size. */
  stride?: number | readonly [number, number];
  /** Elements around the image, at most half the kernel size on each side. Default: 0. */
  padding?: Padding2d;
  /** Whether a last window may hang over the bottom and right edges. Default: false. */
  ceilMode?: boolean;
}

/** A pooling call after its checks. */
export interface Pool {
  kernelSize: [number, number];
  stride: [number, number];
  padding: [top: number, left: number, bottom: number, right: number];
  dilation: [number, number];
  outputShape: number[];
}

/** How many windows fit into one direction. As in PyTorch, each starts inside the image or in the padding before it. */
function countWindows(
  size: number,
  [before, after]: [number, number],
  kernel: number,
  stride: number,
  dilation: number,
  ceilMode: boolean,
): number {
  const padded = size + before + after;
  if (!ceilMode) return windowPositions(padded, kernel, stride, dilation);
  const count = windowPositions(padded + stride - 1, kernel, stride, dilation);
  return (count - 1) * stride >= size + before ? count - 1 : count;
}

/** Checks the arguments of a pooling function and works out the shape of its output. */
export function checkPool(
  where: string,
  input: Tensor,
  kernelSize: number | readonly [number, number],
  options: PoolOptions & { dilation?: number | readonly [number, number] },
): Pool {
  checkImages(where, 'input', input);
  const kernel = toPair(where, 'kernelSize', kernelSize, 1);
  const stride = toPair(where, 'stride', options.stride ?? kernel, 1);
  const padding = toPadding(where, 'padding', options.padding ?? 0);
  const dilation = toPair(where, 'dilation', options.dilation ?? 1, 1);
  const { ceilMode = false } = options;
  checkBoolean(where, 'ceilMode', ceilMode);

  const [top, left, bottom, right] = padding;
  if (2 * Math.max(top, bottom) > kernel[0] || 2 * Math.max(left, right) > kernel[1]) {
    throw new ArgumentError(where, 'padding', `at most half of kernelSize [${kernel.join(', ')}]`, padding);
  }
  const [height, width] = input.shape.slice(-2) as [number, number];
  const outputHeight = countWindows(height, [top, bottom], kernel[0], stride[0], dilation[0], ceilMode);
  const outputWidth = countWindows(width, [left, right], kernel[1], stride[1], dilation[1], ceilMode);
  const outputShape = [...input.shape.slice(0, -2), outputHeight, outputWidth];
  if (outputHeight < 1 || outputWidth < 1) {
    throw new ShapeError(
      where,
      `a kernel of [${kernel.join(', ')}] (dilation [${dilation.join(', ')}], padding [${padding.join(', ')}]) does ` +
        `not fit into input [${input.shape.join(', ')}]: the output would be [${outputShape.join(', ')}]; use a ` +
        'smaller kernelSize or a larger input',
      { argument: 'input', received: `[${input.shape.join(', ')}]` },
    );
  }
  return { kernelSize: kernel, stride, padding, dilation, outputShape };
}
