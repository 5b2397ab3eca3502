/** Sequences, images and volumes at other sizes. */
import { ArgumentError, ShapeError } from '../errors.js';
import { dispatch } from '../runtime/dispatch.js';
import type { Tensor } from '../tensor/tensor.js';
import { adaptiveAvgPool1d, adaptiveAvgPool2d, adaptiveAvgPool3d } from './adaptive-pool.js';
import { checkBoolean, checkFloat32, checkOptions, isIntegers } from './check.js';

/** How {@link interpolate} finds the elements between elements. */
export type InterpolateMode =
  | 'nearest'
  | 'nearest-exact'
  | 'linear'
  | 'bilinear'
  | 'bicubic'
  | 'trilinear'
  | 'area';

/** The options of {@link interpolate}. One of size and scaleFactor must be given. */
export interface InterpolateOptions {
  /** The output's size, one number for all dimensions or one for each. */
  size?: number | readonly number[] | null;
  /** How many times as large the output is, one number for all dimensions or one for each. */
  scaleFactor?: number | readonly number[] | null;
  /** Default: `'nearest'`. */
  mode?: InterpolateMode;
  /** Whether the centers of the corner elements keep their places, not the corners of those elements. Default: false. */
  alignCorners?: boolean | null;
  /** Whether to go by the ratio of the rounded sizes instead of `scaleFactor`. Default: false. */
  recomputeScaleFactor?: boolean | null;
  /** Whether to widen the filter when the image becomes smaller, as Pillow does. bilinear and bicubic only. Default: false. */
  antialias?: boolean;
}

const OPTIONS = ['size', 'scaleFactor', 'mode', 'alignCorners', 'recomputeScaleFactor', 'antialias'];
const BOTH = ['nearest', 'nearest-exact', 'area'];
/** The modes that interpolate, and the number of dimensions that each is for. */
const SMOOTH: Readonly<Record<string, number>> = { linear: 1, bilinear: 2, bicubic: 2, trilinear: 3 };

/**
 * A sequence, an image or a volume at another size.
 *
 * Output element i of a dimension stands at the input's coordinate `x = (i + 0.5) * scale - 0.5`, where `scale` is
 * `1 / scaleFactor` or, with `size` or `recomputeScaleFactor`, `inputSize / outputSize`; with `alignCorners` at
 * `x = i * (inputSize - 1) / (outputSize - 1)`. `'nearest'` takes element `floor(i * scale)`, `'nearest-exact'` element
 * `floor((i + 0.5) * scale)`; `'linear'`, `'bilinear'` and `'trilinear'` weigh the two neighbours of x in each dimension,
 * `'bicubic'` four, by cubic convolution (a = -0.75; -0.5 with `antialias`); `'area'` is adaptive average pooling.
 *
 * @param input float32
 * @param options size or scaleFactor, mode (`'nearest'`), alignCorners (false), recomputeScaleFactor (false), antialias (false)
 * @returns `(N, C, L) -> (N, C, L')`, `(N, C, H, W) -> (N, C, H', W')` or `(N, C, D, H, W) -> (N, C, D', H', W')`, where
 * `H' = size[0]` or `floor(H * scaleFactor[0])`. linear is for the first, bilinear and bicubic for the second, trilinear
 * for the third, the other modes for all
 * @throws ArgumentError for options out of range or that do not go together; DTypeError for other dtypes; ShapeError for
 * other shapes, and for a mode that is for other shapes
 * @example interpolate(images, { scaleFactor: 2, mode: 'bilinear' }) // (N, C, 28, 28) -> (N, C, 56, 56)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.interpolate.html
 */
export function interpolate(input: Tensor, options: InterpolateOptions): Tensor {
  checkFloat32('interpolate', 'input', input);
  const { mode, alignCorners, antialias, recompute } = checkInterpolation('interpolate', options);
  const dims = checkDims(input, mode, antialias);
  const { size = null, scaleFactor = null } = options;
  const factors = scaleFactor === null ? null : toFactors(input, dims, scaleFactor);
  const sizes = factors === null ? toOutputSizes(input, dims, size) : scaledSizes(input, factors);
  if (mode === 'area') return resizeByArea(input, sizes);

  const scales = factors === null || recompute ? sizes.map(() => 0) : factors;
  const attributes = { mode: mode.replace(/^(bi|tri)/, ''), alignCorners, antialias };
  let output = input;
  for (const d of passOrder(input, sizes)) {
    const dim = d + 2;
    if (keepsNearest(input, mode, dim, sizes[d] as number)) continue;
    const shape = output.shape.with(dim, sizes[d] as number);
    const scaleFactor = scales[d] as number;
    output = dispatch(
      'resample',
      { ...attributes, dim, scaleFactor },
      [output],
      [{ shape, dtype: 'float32' }],
    )[0];
  }
  return output;
}

/**
 * Checks the options that need no input.
 *
 * @param where the function or layer
 */
export function checkInterpolation(where: string, options: InterpolateOptions) {
  checkOptions(where, options, OPTIONS);
  const { size = null, scaleFactor = null, mode = 'nearest', antialias = false } = options;
  if (!BOTH.includes(mode) && !Object.hasOwn(SMOOTH, mode))
    throw new ArgumentError(where, 'mode', `one of ${[...BOTH, ...Object.keys(SMOOTH)].join(', ')}`, mode);
  if ((size === null) === (scaleFactor === null))
    throw new ArgumentError(where, 'size', 'given where scaleFactor is not, and only there', size);
  const alignCorners = options.alignCorners ?? null;
  if (alignCorners !== null) {
    checkBoolean(where, 'alignCorners', alignCorners);
    if (BOTH.includes(mode)) {
      const smooth = Object.keys(SMOOTH).join(', ');
      throw new ArgumentError(
        where,
        'alignCorners',
        `left out, except with the modes ${smooth}`,
        alignCorners,
      );
    }
  }
  const recompute = options.recomputeScaleFactor ?? false;
  checkBoolean(where, 'recomputeScaleFactor', recompute);
  if (recompute && size !== null)
    throw new ArgumentError(where, 'recomputeScaleFactor', 'left out where size is given', recompute);
  checkBoolean(where, 'antialias', antialias);
  if (antialias && SMOOTH[mode] !== 2)
    throw new ArgumentError(
      where,
      'antialias',
      `false, except with the modes bilinear and bicubic`,
      antialias,
    );
  return { mode, alignCorners: alignCorners ?? false, antialias, recompute };
}

/**
 * Whether `'nearest'` leaves a dimension alone. A scale factor that is too small to change a size still moves elements, but
 * not in images of one channel: PyTorch takes those to be in channels-last order, for which it has another loop.
 */
function keepsNearest(input: Tensor, mode: InterpolateMode, dim: number, size: number): boolean {
  return mode === 'nearest' && input.ndim > 3 && input.shape[1] === 1 && input.shape[dim] === size;
}

/** The number of dimensions that are resized. */
function checkDims(input: Tensor, mode: InterpolateMode, antialias: boolean): number {
  const dims = input.ndim - 2;
  const layouts = ['(N, C, L)', '(N, C, H, W)', '(N, C, D, H, W)'];
  const wanted = SMOOTH[mode];
  if (wanted === undefined ? dims < 1 || dims > 3 : dims !== wanted) {
    const layout = wanted === undefined ? layouts.join(' or ') : layouts[wanted - 1];
    throw new ShapeError(
      'interpolate',
      `input must be ${layout} for mode '${mode}'${antialias ? ' with antialias' : ''}, received shape ` +
        `[${input.shape.join(', ')}]`,
      { argument: 'input', received: `[${input.shape.join(', ')}]` },
    );
  }
  if (input.shape.slice(1).includes(0)) {
    const received = `received shape [${input.shape.join(', ')}]`;
    throw new ShapeError('interpolate', `input must have sizes of at least 1 but for the batch, ${received}`);
  }
  return dims;
}

function toOutputSizes(input: Tensor, dims: number, size: unknown): number[] {
  const sizes = Array.isArray(size) ? size : new Array(dims).fill(size);
  if (isIntegers(sizes, dims, 1)) return sizes;
  throw new ArgumentError(
    'interpolate',
    'size',
    `an integer of at least 1, or ${listFor(input, dims)}`,
    size,
  );
}

function toFactors(input: Tensor, dims: number, factor: unknown): number[] {
  const factors: unknown[] = Array.isArray(factor) ? factor : new Array(dims).fill(factor);
  const valid = (one: unknown) => typeof one === 'number' && one > 0 && one <= 1e9;
  if (factors.length === dims && factors.every(valid)) return factors as number[];
  throw new ArgumentError(
    'interpolate',
    'scaleFactor',
    `a number above 0, or ${listFor(input, dims)}`,
    factor,
  );
}

function listFor(input: Tensor, dims: number): string {
  return `${dims} of them for input [${input.shape.join(', ')}]`;
}

function scaledSizes(input: Tensor, factors: readonly number[]): number[] {
  const sizes = factors.map((factor, d) => Math.floor((input.shape[d + 2] as number) * factor));
  if (sizes.every((size) => size >= 1 && size <= 0x7fffffff)) return sizes;
  throw new ShapeError(
    'interpolate',
    `scaleFactor [${factors.join(', ')}] would make input [${input.shape.join(', ')}] a size of [${sizes.join(', ')}]`,
    { argument: 'scaleFactor', received: `[${factors.join(', ')}]` },
  );
}

function resizeByArea(input: Tensor, sizes: readonly number[]): Tensor {
  if (sizes.length === 1) return adaptiveAvgPool1d(input, sizes as [number]);
  if (sizes.length === 2) return adaptiveAvgPool2d(input, sizes as [number, number]);
  return adaptiveAvgPool3d(input, sizes as [number, number, number]);
}

/**
 * The dimensions, in the order that moves the least memory: those that shrink most come first. Of dimensions that grow alike
 * the last comes first, of those that shrink alike the first, so that the last, which is slowest, has the fewest rows.
 */
function passOrder(input: Tensor, sizes: readonly number[]): number[] {
  const ratio = (d: number) => (sizes[d] as number) / (input.shape[d + 2] as number);
  return sizes.map((_, d) => d).sort((a, b) => ratio(a) - ratio(b) || (ratio(a) < 1 ? a - b : b - a));
}
