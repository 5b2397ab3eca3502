/** What the pooling functions share: their options, the rule for the size of the output, and the way to the kernels. */
import { ArgumentError, ShapeError } from '../errors.js';
import type { Attributes } from '../runtime/addon.js';
import { dispatch } from '../runtime/dispatch.js';
import type { Tensor } from '../tensor/tensor.js';
import {
  checkBoolean,
  checkImages,
  type Size1d,
  type Size2d,
  type Size3d,
  toSides,
  toSizes,
} from './check.js';
import { windowPositions } from './conv-output-size.js';
import { reshape } from './reshape.js';

export type { Size1d, Size2d, Size3d };

/** The options that max and average pooling have in common. */
export interface PoolOptions<Size = Size2d, Padding = Size> {
  /** The step from window to window, one number or one for each dimension. Default: the kernel size. */
  stride?: Size;
  /** Elements around the image, at most half the kernel size on each side. Default: 0. */
  padding?: Padding;
  /** Whether a last window may hang over the far edges. Default: false. */
  ceilMode?: boolean;
}

/** A pooling call after its checks: lists with a number for each dimension. */
export interface Pool {
  kernelSize: number[];
  stride: number[];
  /** Before each dimension, then behind each. */
  padding: number[];
  dilation: number[];
  outputShape: number[];
}

/** How many windows fit into one direction. As in PyTorch, each starts inside the image or in the padding before it. */
function countWindows(
  size: number,
  before: number,
  after: number,
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

/** Checks the arguments of a pooling function over `dims` dimensions and works out the shape of its output. */
export function checkPool(
  where: string,
  dims: number,
  input: Tensor,
  kernelSize: unknown,
  options: PoolOptions<unknown, unknown> & { dilation?: unknown },
): Pool {
  checkImages(where, 'input', input, dims);
  const kernel = toSizes(where, 'kernelSize', kernelSize, dims, 1);
  const stride = toSizes(where, 'stride', options.stride ?? kernel, dims, 1);
  const padding = toSides(where, 'padding', options.padding ?? 0, dims);
  const dilation = toSizes(where, 'dilation', options.dilation ?? 1, dims, 1);
  const { ceilMode = false } = options;
  checkBoolean(where, 'ceilMode', ceilMode);
  if (padding.some((size, i) => 2 * size > (kernel[i % dims] as number)))
    throw new ArgumentError(where, 'padding', `at most half of kernelSize [${kernel.join(', ')}]`, padding);

  const sizes = kernel.map((size, d) =>
    countWindows(
      input.shape.at(d - dims) as number,
      padding[d] as number,
      padding[d + dims] as number,
      size,
      stride[d] as number,
      dilation[d] as number,
      ceilMode,
    ),
  );
  const outputShape = [...input.shape.slice(0, -dims), ...sizes];
  if (sizes.some((size) => size < 1)) {
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

/**
 * Runs a 2-D pooling op. The op takes the last two dimensions as planes: one dimension is pooled with the channels as
 * rows, which windows of one row leave alone; of three the last two are pooled first, then the depth, where whole planes
 * are the rows.
 *
 * @param attributes of the op besides the window, and for three dimensions those of the pass over the last two
 */
export function poolPlanes(
  op: string,
  input: Tensor,
  pool: Pool,
  attributes: Attributes = {},
  inner: Attributes = attributes,
): Tensor {
  const { dtype } = input;
  const dims = pool.kernelSize.length;
  const shape = pool.outputShape;
  if (dims < 3)
    return dispatch(
      op,
      { ...window(pool, dims - 2, dims - 1), ...attributes },
      [input],
      [{ shape, dtype }],
    )[0];
  return poolVolume(input, shape, (images, output, depth) => {
    const axes = depth ? window(pool, 0, -1) : window(pool, 1, 2);
    return dispatch(
      op,
      { ...axes, ...(depth ? attributes : inner) },
      [images],
      [{ shape: output, dtype }],
    )[0];
  });
}

/**
 * Pools (…, D, H, W) to `shape`: first the height and width, then the depth of planes that are laid out as single rows.
 *
 * @param pass pools the last two dimensions of a tensor to those of a shape
 */
export function poolVolume(
  input: Tensor,
  shape: readonly number[],
  pass: (images: Tensor, shape: number[], depth: boolean) => Tensor,
): Tensor {
  const lead = shape.slice(0, -3);
  const [inputDepth] = input.shape.slice(-3) as [number];
  const [depth, height, width] = shape.slice(-3) as [number, number, number];
  const images = pass(input, [...lead, inputDepth, height, width], false);
  const rows = reshape(images, [...lead, inputDepth, height * width]);
  return reshape(pass(rows, [...lead, depth, height * width], true), shape);
}

/** The attributes of a window over the dimensions `vertical` and `horizontal`; an absent one is left alone. */
function window(pool: Pool, vertical: number, horizontal: number): Attributes {
  const dims = pool.kernelSize.length;
  const pair = (list: readonly number[], absent: number, from = 0) =>
    [vertical, horizontal].map((d) => (d < 0 ? absent : (list[from + d] as number)));
  return {
    kernelSize: pair(pool.kernelSize, 1),
    stride: pair(pool.stride, 1),
    padding: [...pair(pool.padding, 0), ...pair(pool.padding, 0, dims)],
    dilation: pair(pool.dilation, 1),
  };
}
