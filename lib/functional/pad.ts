import { ArgumentError, ShapeError } from '../errors.js';
import { dispatch } from '../runtime/dispatch.js';
import { numelOf } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkFloat32, checkOptions } from './check.js';
import { contiguous } from './copy.js';
import { reshape } from './reshape.js';
import { narrow } from './slice.js';

/** What {@link pad} puts around the image. */
export type PadMode = 'constant' | 'reflect' | 'replicate' | 'circular';

/** The options of {@link pad}. */
export interface PadOptions {
  /** Default: `'constant'`. */
  mode?: PadMode;
  /** What `'constant'` adds. Default: 0. */
  value?: number;
}

const OPTIONS = ['mode', 'value'];
const MODES = ['constant', 'reflect', 'replicate', 'circular'];

/**
 * Adds elements around the last dimensions. `'constant'` adds `value`, `'reflect'` mirrors the image at its outermost
 * elements without repeating them, `'replicate'` repeats them, `'circular'` continues at the other end. Negative padding
 * crops.
 *
 * @param input float32. `'constant'` takes any shape with as many dimensions as are padded; the other modes pad one, two
 * or three dimensions of an image with channels, such as (C, H, W), or of a batch of them, (N, C, H, W)
 * @param padding two numbers a dimension, the last dimension first, as in PyTorch: `[left, right]`,
 * `[left, right, top, bottom]`, `[left, right, top, bottom, front, back]`
 * @param options mode (`'constant'`), value (0)
 * @returns `(…, H, W) -> (…, top + H + bottom, left + W + right)`
 * @throws ArgumentError for other padding and options; DTypeError for other dtypes; ShapeError for other shapes, for more
 * padding than the image can fill, and where nothing would be left
 * @example pad(image, [1, 1, 2, 2], { mode: 'reflect' }) // (3, 4, 4) -> (3, 8, 6)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.pad.html
 */
export function pad(input: Tensor, padding: readonly number[], options: PadOptions = {}): Tensor {
  checkFloat32('pad', 'input', input);
  checkOptions('pad', options, OPTIONS);
  const { mode = 'constant', value = 0 } = options;
  if (!MODES.includes(mode)) throw new ArgumentError('pad', 'mode', `one of ${MODES.join(', ')}`, mode);
  if (typeof value !== 'number' || (mode !== 'constant' && value !== 0))
    throw new ArgumentError('pad', 'value', "a number, with mode 'constant' only", value);
  checkPadding(padding, mode);
  const dims = padding.length / 2;
  checkRank(input, dims, mode);
  if (mode !== 'constant' && padding.some((size) => size < 0)) return padAndCrop(input, padding, mode);

  const shape = [...input.shape];
  for (let d = 1; d <= dims; d++) {
    const [before, after] = padding.slice(2 * d - 2, 2 * d) as [number, number];
    shape[input.ndim - d] = paddedSize(input, -d, before, after, mode);
  }
  const [left, right, top = 0, bottom = 0] = padding as [number, number, number?, number?];
  const planes = [...input.shape.slice(0, -2), ...shape.slice(-2)];
  let output = padPlanes(input, [top, left, bottom, right], mode, value, planes);
  // What lies within one step of a further dimension is one long row.
  for (let d = 3; d <= dims; d++) {
    const [before, after] = padding.slice(2 * d - 2, 2 * d) as [number, number];
    const outer = input.shape.slice(0, -d);
    const row = numelOf(shape.slice(1 - d));
    const rows = reshape(output, [...outer, input.shape.at(-d) as number, row]);
    output = padPlanes(rows, [before, 0, after, 0], mode, value, [...outer, shape.at(-d) as number, row]);
  }
  return dims > 2 ? reshape(output, shape) : output;
}

/** The modes that take elements from the image itself see all of it, before negative padding takes any away. */
function padAndCrop(input: Tensor, padding: readonly number[], mode: PadMode): Tensor {
  let output = pad(
    input,
    padding.map((size) => Math.max(size, 0)),
    { mode },
  );
  for (let d = 1; 2 * d <= padding.length; d++) {
    const [before, after] = padding.slice(2 * d - 2, 2 * d) as [number, number];
    paddedSize(input, -d, before, after, mode);
    const start = Math.max(-before, 0);
    output = narrow(output, -d, start, (output.shape.at(-d) as number) - start + Math.min(after, 0));
  }
  return contiguous(output);
}

/** Pads the last two dimensions, by `[top, left, bottom, right]`. */
function padPlanes(input: Tensor, padding: number[], mode: PadMode, value: number, shape: number[]): Tensor {
  return dispatch('pad', { padding, mode, value }, [input], [{ shape, dtype: input.dtype }])[0];
}

function checkPadding(padding: readonly number[], mode: PadMode): void {
  const valid =
    Array.isArray(padding) &&
    padding.length > 0 &&
    padding.length % 2 === 0 &&
    padding.every((size) => Number.isInteger(size) && Math.abs(size) < 2 ** 31);
  if (!valid) {
    const expected =
      'two integers a dimension, the last first: [left, right] or [left, right, top, bottom], …';
    throw new ArgumentError('pad', 'padding', expected, padding);
  }
  if (mode === 'constant') return;
  if (padding.length > 6)
    throw new ArgumentError('pad', 'padding', `of at most three dimensions with mode '${mode}'`, padding);
}

function checkRank(input: Tensor, paddedDims: number, mode: PadMode): void {
  const fits =
    mode === 'constant'
      ? input.ndim >= paddedDims
      : input.ndim === paddedDims + 1 || input.ndim === paddedDims + 2;
  if (fits && !input.shape.slice(-Math.max(2, paddedDims)).includes(0)) return;
  const dims = mode === 'constant' ? `at least ${paddedDims}` : `${paddedDims + 1} or ${paddedDims + 2}`;
  throw new ShapeError(
    'pad',
    `mode '${mode}' with ${2 * paddedDims} numbers of padding needs an input with ${dims} dimensions, the padded ones ` +
      `not empty, received [${input.shape.join(', ')}]`,
    { argument: 'input', received: `[${input.shape.join(', ')}]` },
  );
}

/** The new size of one dimension, after checking that the image can fill it. */
function paddedSize(input: Tensor, dim: number, before: number, after: number, mode: PadMode): number {
  const size = input.shape.at(dim) as number;
  const most = mode === 'reflect' ? size - 1 : mode === 'circular' ? size : Number.POSITIVE_INFINITY;
  const padded = before + size + after;
  if (before <= most && after <= most && padded >= 1) return padded;
  const problem =
    padded < 1
      ? 'leaves nothing'
      : `is more than mode '${mode}' can take from the image, ${most} on each side`;
  throw new ShapeError(
    'pad',
    `padding [${before}, ${after}] of dimension ${dim} of input [${input.shape.join(', ')}] ${problem}`,
    { argument: 'padding', received: `[${before}, ${after}]` },
  );
}
