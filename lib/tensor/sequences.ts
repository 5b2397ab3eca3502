/** Makes tensors of numbers at equal distances, and the identity. */
import { ArgumentError } from '../errors.js';
import { dispatch, dispatchInPlace } from '../runtime/dispatch.js';
import { type CreateOptions, zeros } from './create.js';
import { type DType, dtypes, isDType, isFloatingPoint } from './dtype.js';
import type { Tensor } from './tensor.js';

/**
 * The numbers from 0 to `end`, or from `start` to `end` by `step`, `end` left out.
 *
 * `start + i step`
 *
 * @param options `dtype`: default int64 where all arguments are whole, else float32
 * @throws ArgumentError for a step of 0 and one that leads away from `end`
 * @example arange(4) // [0, 1, 2, 3]
 * arange(1, 2, 0.25) // [1, 1.25, 1.5, 1.75]
 * @see https://pytorch.org/docs/stable/generated/torch.arange.html
 */
export function arange(end: number, options?: CreateOptions): Tensor;
export function arange(start: number, end: number, step?: number, options?: CreateOptions): Tensor;
export function arange(
  first: number,
  second?: number | CreateOptions,
  step = 1,
  last: CreateOptions = {},
): Tensor {
  const single = typeof second !== 'number';
  const start = single ? 0 : first;
  const end = single ? first : second;
  const options = single ? (second ?? {}) : last;
  checkFinite('arange', { start, end, step });
  if (step === 0 || (end - start) * Math.sign(step) < 0) {
    const expected = `other than 0, and lead from start (${start}) to end (${end})`;
    throw new ArgumentError('arange', 'step', expected, step);
  }
  const whole = [start, end, step].every(Number.isSafeInteger);
  const dtype = checkDType('arange', options) ?? (whole ? 'int64' : 'float32');
  const count = Math.ceil((end - start) / step);
  return sequence('arange', start, start + (count - 1) * step, step, count, dtype, whole);
}

/**
 * `steps` numbers from `start` to `end`, both included.
 *
 * `start + i (end - start) / (steps - 1)`
 *
 * @param steps an integer of at least 0
 * @param options `dtype`: default float32
 * @throws ArgumentError for numbers that are not finite
 * @example linspace(0, 1, 5) // [0, 0.25, 0.5, 0.75, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.linspace.html
 */
export function linspace(start: number, end: number, steps: number, options: CreateOptions = {}): Tensor {
  checkFinite('linspace', { start, end });
  checkSize('linspace', 'steps', steps);
  const dtype = checkDType('linspace', options) ?? 'float32';
  if (steps === 1) return sequence('linspace', start, start, 0, 1, dtype, false);
  return sequence('linspace', start, end, (end - start) / (steps - 1), steps, dtype, false);
}

/**
 * The identity matrix: ones on the diagonal, zeros elsewhere.
 *
 * @param n its rows
 * @param m its columns; default `n`
 * @returns `(n, m)`, float32 unless `dtype` says otherwise
 * @throws ArgumentError for sizes below 0
 * @example eye(2) // [[1, 0], [0, 1]]
 * @see https://pytorch.org/docs/stable/generated/torch.eye.html
 */
export function eye(n: number, m = n, options: CreateOptions = {}): Tensor {
  checkSize('eye', 'n', n);
  checkSize('eye', 'm', m);
  const matrix = zeros([n, m], { dtype: checkDType('eye', options) ?? 'float32' });
  const diagonal = matrix.asView('diagonal', {}, [Math.min(n, m)], [m + 1]);
  dispatchInPlace<Tensor>('fill', { value: 1 }, [], diagonal);
  return matrix;
}

/** Computed in int64 where all numbers are whole, in float32 for float32, else in float64. */
function sequence(
  where: string,
  start: number,
  last: number,
  step: number,
  count: number,
  dtype: DType,
  whole: boolean,
): Tensor {
  if (!isFloatingPoint(dtype) && ![start, last].every((end) => Number.isSafeInteger(Math.trunc(end))))
    throw new ArgumentError(where, 'end', `within what ${dtype} and a number can hold`, last);
  const computed = whole && !isFloatingPoint(dtype) ? 'int64' : dtype === 'float32' ? dtype : 'float64';
  const spec = { shape: [count], dtype: computed } as const;
  const result = dispatch<Tensor, [typeof spec]>('sequence', { start, last, step }, [], [spec])[0];
  return dtype === computed ? result : dispatch('copy', {}, [result], [{ shape: [count], dtype }])[0];
}

function checkFinite(where: string, values: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!Number.isFinite(value)) throw new ArgumentError(where, name, 'a finite number', value);
  }
}

function checkSize(where: string, argument: string, value: unknown): void {
  if (!Number.isSafeInteger(value) || (value as number) < 0)
    throw new ArgumentError(where, argument, 'an integer of at least 0', value);
}

function checkDType(where: string, options: CreateOptions): DType | undefined {
  if (typeof options !== 'object' || options === null)
    throw new ArgumentError(where, 'options', 'an object', options);
  if (options.dtype !== undefined && !isDType(options.dtype))
    throw new ArgumentError(where, 'dtype', `one of ${dtypes().join(', ')}`, options.dtype);
  return options.dtype;
}
