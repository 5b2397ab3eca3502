/** Images as their sliding blocks, and back. */
import { ShapeError } from '../errors.js';
import { dispatch } from '../runtime/dispatch.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkFloat32, checkImages, checkOptions, checkRank, type Size2d, toSizes } from './check.js';
import { windowPositions } from './conv-output-size.js';
import { pad } from './pad.js';
import { reshape } from './reshape.js';
import { slice } from './slice.js';
import { stack } from './stack.js';

/** The options of {@link unfold} and {@link fold}. */
export interface FoldOptions {
  /** The step between the elements of a block. Default 1. */
  dilation?: Size2d;
  /** Zeros around the image. Default 0. */
  padding?: Size2d;
  /** The step from block to block. Default 1. */
  stride?: Size2d;
}

const OPTIONS = ['dilation', 'padding', 'stride'];

/** What slides, after the checks: pairs. */
interface Blocks {
  kernelSize: number[];
  dilation: number[];
  padding: number[];
  stride: number[];
}

/**
 * The blocks of an image that a sliding window sees, each as a column (im2col): a convolution is the product of its
 * weights, as a matrix, and these columns.
 *
 * `output[n, (c, i, j), (y, x)] = input[n, c, y · stride + i · dilation - padding, x · stride + j · dilation - padding]`
 *
 * @param input a float32 tensor, batched or not
 * @param kernelSize the size of a block, one number or `[height, width]`
 * @param options dilation (1), padding (0), stride (1)
 * @returns `(N, C, H, W) -> (N, C · Kh · Kw, L)` or `(C, H, W) -> (C · Kh · Kw, L)`, with a column for each of the `L`
 * blocks, counted row by row
 * @throws ShapeError for other shapes, and where no block fits; ArgumentError for a bad option; DTypeError for other dtypes
 * @example unfold(ones([1, 3, 28, 28]), 3).shape // [1, 27, 676]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.unfold.html
 */
export function unfold(input: Tensor, kernelSize: Size2d, options: FoldOptions = {}): Tensor {
  const blocks = checkBlocks('unfold', kernelSize, options);
  checkImages('unfold', 'input', input);
  const [channels, height, width] = input.shape.slice(-3) as [number, number, number];
  const [rows, columns] = countBlocks('unfold', [height, width], blocks) as [number, number];
  const { kernelSize: kernel, dilation, stride } = blocks;
  const [bottom, right] = blocks.padding as [number, number];
  const image = bottom + right === 0 ? input : pad(input, [right, right, bottom, bottom]);
  // What one tap sees is a view of the image with steps.
  const along = (view: Tensor, d: number, tap: number, count: number) => {
    const [from, step] = [tap * (dilation[d] as number), stride[d] as number];
    return slice(view, d - 2, from, from + (count - 1) * step + 1, step);
  };
  const taps: Tensor[] = [];
  for (let i = 0; i < (kernel[0] as number); i++) {
    const view = along(image, 0, i, rows);
    for (let j = 0; j < (kernel[1] as number); j++) taps.push(along(view, 1, j, columns));
  }
  const batch = input.shape.slice(0, -3);
  return reshape(stack(taps, batch.length + 1), [...batch, channels * taps.length, rows * columns]);
}

/**
 * The image that results from columns of sliding blocks when these are put in their places and summed where they overlap
 * (col2im). It is the way back from {@link unfold} where blocks do not overlap; else each pixel comes back as often as
 * blocks saw it.
 *
 * `output[n, c, y · stride + i · dilation - padding, …] = Σ_{y, x, i, j} input[n, (c, i, j), (y, x)]`
 *
 * @param input a float32 tensor of columns, batched or not
 * @param outputSize the size of the image, one number or `[height, width]`
 * @param kernelSize the size of a block, one number or `[height, width]`
 * @param options dilation (1), padding (0), stride (1)
 * @returns `(N, C · Kh · Kw, L) -> (N, C, H, W)` or `(C · Kh · Kw, L) -> (C, H, W)`
 * @throws ShapeError for other shapes, and where the blocks of such an image are not `L`; ArgumentError for a bad option;
 * DTypeError for other dtypes
 * @example fold(ones([1, 12, 196]), 28, 2, { stride: 2 }).shape // [1, 3, 28, 28]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.fold.html
 */
export function fold(
  input: Tensor,
  outputSize: Size2d,
  kernelSize: Size2d,
  options: FoldOptions = {},
): Tensor {
  const blocks = checkBlocks('fold', kernelSize, options);
  const size = toSizes('fold', 'outputSize', outputSize, 2, 1);
  checkFloat32('fold', 'input', input);
  checkRank('fold', 'input', input, [2, 3], '(N, C · Kh · Kw, L) or (C · Kh · Kw, L)');
  const [rows, columns] = countBlocks('fold', size, blocks) as [number, number];
  const [elements, count] = input.shape.slice(-2) as [number, number];
  const taps = (blocks.kernelSize[0] as number) * (blocks.kernelSize[1] as number);
  if (elements === 0 || elements % taps !== 0 || count !== rows * columns) {
    throw new ShapeError(
      'fold',
      `input must be (…, C · ${taps}, ${rows * columns}) for blocks of [${blocks.kernelSize.join(', ')}] of an image of ` +
        `[${size.join(', ')}], received shape [${input.shape.join(', ')}]`,
      { argument: 'input', received: `[${input.shape.join(', ')}]` },
    );
  }
  const shape = [...input.shape.slice(0, -2), elements / taps, ...size];
  return dispatch('fold', { ...blocks }, [input], [{ shape, dtype: 'float32' }])[0];
}

function checkBlocks(where: string, kernelSize: unknown, options: FoldOptions): Blocks {
  checkOptions(where, options, OPTIONS);
  return {
    kernelSize: toSizes(where, 'kernelSize', kernelSize, 2, 1),
    dilation: toSizes(where, 'dilation', options.dilation ?? 1, 2, 1),
    padding: toSizes(where, 'padding', options.padding ?? 0, 2, 0),
    stride: toSizes(where, 'stride', options.stride ?? 1, 2, 1),
  };
}

/** How many blocks an image has, in rows and columns. */
function countBlocks(where: string, size: readonly number[], blocks: Blocks): number[] {
  const { kernelSize, dilation, padding, stride } = blocks;
  const counts = size.map((extent, d) => {
    const padded = extent + 2 * (padding[d] as number);
    return windowPositions(padded, kernelSize[d] as number, stride[d] as number, dilation[d] as number);
  });
  if (counts.every((count) => count >= 1)) return counts;
  throw new ShapeError(
    where,
    `a block of [${kernelSize.join(', ')}] with dilation [${dilation.join(', ')}] does not fit an image of ` +
      `[${size.join(', ')}] with padding [${padding.join(', ')}]; pad more or use smaller blocks`,
  );
}
