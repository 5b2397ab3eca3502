/** Makes tensors from JavaScript values. */
import { types } from 'node:util';
import { ArgumentError, ConvoltError, DTypeError, ShapeError } from '../errors.js';
import { dispatch, type TensorSpec } from '../runtime/dispatch.js';
import { arrayType, type DType, dtypes, isDType, isFloatingPoint, type TypedArray } from './dtype.js';
import { checkShape, MAX_RANK, numelOf } from './shape.js';
import { Storage } from './storage.js';
import { Tensor } from './tensor.js';

/** Numbers, booleans or bigints, in lists of any depth. */
export type NestedArray = number | boolean | bigint | readonly NestedArray[];

/** What {@link tensor} takes beside the data. */
export interface TensorOptions {
  /** The shape; default: that of the nested lists, or one dimension for a typed array. */
  shape?: readonly number[];
  /** The dtype; default: the typed array's, float32 for numbers, bool for booleans, int64 for bigints. */
  dtype?: DType;
  /** false: share the memory of a typed array, so that writes on either side show on the other. Default true. */
  copy?: boolean;
}

/** What {@link zeros} and its like take. */
export interface CreateOptions {
  /** Default `'float32'`. */
  dtype?: DType;
}

type Scalar = number | boolean | bigint;

const dtypeOfArray = new Map<unknown, DType>([
  [Float32Array, 'float32'],
  [Float64Array, 'float64'],
  [BigInt64Array, 'int64'],
  [Int32Array, 'int32'],
  [Int16Array, 'int16'],
  [Int8Array, 'int8'],
  [Uint8Array, 'uint8'],
  [Uint8ClampedArray, 'uint8'],
]);

/** The integers that each dtype holds. int64 is bounded by what `BigInt64Array` takes without wrapping. */
const integerRange = new Map<DType, [bigint, bigint]>([
  ['int64', [-(2n ** 63n), 2n ** 63n - 1n]],
  ['int32', [-(2n ** 31n), 2n ** 31n - 1n]],
  ['int16', [-32768n, 32767n]],
  ['int8', [-128n, 127n]],
  ['uint8', [0n, 255n]],
]);

/**
 * A tensor of the given values.
 *
 * Numbers become float32, booleans bool, bigints int64 unless `dtype` says otherwise. A typed array keeps its own type;
 * a `Uint16Array` holds raw float16 or bfloat16 bits and needs `dtype` to say which. The values are copied, unless
 * `copy: false` shares the typed array's memory.
 *
 * @param data a value, lists nested to any depth, or a typed array
 * @throws ArgumentError for ragged lists, for values that the dtype cannot hold, and for `copy: false` where memory
 * cannot be shared; ShapeError when `shape` holds another number of elements
 * @example tensor([[1, 2], [3, 4]])
 * tensor(new Uint8Array(28 * 28), { shape: [1, 28, 28] })
 * @see https://pytorch.org/docs/stable/generated/torch.tensor.html
 */
export function tensor(data: NestedArray | ArrayBufferView, options: TensorOptions = {}): Tensor {
  const { dtype, copy = true } = checkOptions('tensor', options);
  if (typeof copy !== 'boolean') throw new ArgumentError('tensor', 'copy', 'a boolean', copy);
  if (ArrayBuffer.isView(data)) return fromTypedArray(data, options.shape, dtype, copy);
  if (!copy) throw new ArgumentError('tensor', 'data', 'a typed array where copy is false', data);
  return fromNestedArray(data, options.shape, dtype);
}

/** A tensor filled with 0. @example zeros([2, 3], { dtype: 'int64' }) */
export function zeros(shape: readonly number[], options: CreateOptions = {}): Tensor {
  return filled('zeros', shape, 0, options);
}

/** A tensor filled with 1. @example ones([2, 3]) */
export function ones(shape: readonly number[], options: CreateOptions = {}): Tensor {
  return filled('ones', shape, 1, options);
}

/**
 * A tensor filled with one value: float32 for a number, bool for a boolean, unless `dtype` says otherwise.
 *
 * @example full([2, 3], 0.5)
 */
export function full(shape: readonly number[], value: number | boolean, options: CreateOptions = {}): Tensor {
  if (typeof value !== 'number' && typeof value !== 'boolean')
    throw new ArgumentError('full', 'value', 'a number or a boolean', value);
  const { dtype = typeof value === 'boolean' ? 'bool' : 'float32' } = checkOptions('full', options);
  checkScalar('full', 'value', value, dtype);
  return filled('full', shape, Number(value), { dtype });
}

/** A tensor of zeros with the shape and, unless `dtype` says otherwise, the dtype of another. */
export function zerosLike(input: Tensor, options: CreateOptions = {}): Tensor {
  if (!isTensor(input)) throw new ArgumentError('zerosLike', 'input', 'a Tensor', input);
  return filled('zerosLike', input.shape, 0, { dtype: input.dtype, ...options });
}

/** A tensor of ones with the shape and, unless `dtype` says otherwise, the dtype of another. */
export function onesLike(input: Tensor, options: CreateOptions = {}): Tensor {
  if (!isTensor(input)) throw new ArgumentError('onesLike', 'input', 'a Tensor', input);
  return filled('onesLike', input.shape, 1, { dtype: input.dtype, ...options });
}

/** A tensor filled with one value, with the shape and, unless `dtype` says otherwise, the dtype of another. */
export function fullLike(input: Tensor, value: number | boolean, options: CreateOptions = {}): Tensor {
  if (!isTensor(input)) throw new ArgumentError('fullLike', 'input', 'a Tensor', input);
  if (typeof value !== 'number' && typeof value !== 'boolean')
    throw new ArgumentError('fullLike', 'value', 'a number or a boolean', value);
  const { dtype = input.dtype } = checkOptions('fullLike', options);
  checkScalar('fullLike', 'value', value, dtype);
  return filled('fullLike', input.shape, Number(value), { dtype });
}

/** @internal A 0-d tensor, for the number beside a tensor in arithmetic. */
export function scalar(value: number, dtype: DType): Tensor {
  return written([value], { shape: [], dtype });
}

/** Whether a value is a Tensor. */
export function isTensor(value: unknown): value is Tensor {
  return value instanceof Tensor;
}

/** @throws ArgumentError unless `dtype` can hold `value` exactly as it stands: integers in range for integer dtypes */
export function checkScalar(where: string, argument: string, value: Scalar, dtype: DType): void {
  const range = integerRange.get(dtype);
  if (range === undefined || typeof value === 'boolean') return;
  const fits =
    (typeof value === 'bigint' || Number.isInteger(value)) && value >= range[0] && value <= range[1];
  if (!fits) {
    throw new ArgumentError(where, argument, `an integer that ${dtype} can hold`, value);
  }
}

function filled(where: string, shape: readonly number[], value: number, options: CreateOptions): Tensor {
  const { dtype = 'float32' } = checkOptions(where, options);
  const spec = { shape: [...checkShape(where, 'shape', shape)], dtype };
  return dispatch<Tensor, [typeof spec]>('fill', { value }, [], [spec])[0];
}

function checkOptions<T extends CreateOptions>(where: string, options: T): T {
  if (typeof options !== 'object' || options === null)
    throw new ArgumentError(where, 'options', 'an object', options);
  if (options.dtype !== undefined && !isDType(options.dtype))
    throw new ArgumentError(where, 'dtype', `one of ${dtypes().join(', ')}`, options.dtype);
  return options;
}

function checkNumel(shape: unknown, numel: number): readonly number[] {
  const checked = checkShape('tensor', 'shape', shape);
  if (numelOf(checked) !== numel) {
    throw new ShapeError(
      'tensor',
      `shape [${checked.join(', ')}] holds ${numelOf(checked)} elements, data has ${numel}`,
    );
  }
  return [...checked];
}

function fromTypedArray(
  data: ArrayBufferView,
  givenShape: unknown,
  dtype: DType | undefined,
  copy: boolean,
): Tensor {
  const raw = data instanceof Uint16Array;
  const own = raw ? dtype : typedArrayDType(data);
  if (own === undefined || (raw && own !== 'float16' && own !== 'bfloat16')) {
    throw raw
      ? new DTypeError(
          'tensor',
          'dtype',
          `'float16' or 'bfloat16' for the raw bits of a Uint16Array`,
          `${dtype}`,
        )
      : new ArgumentError(
          'tensor',
          'data',
          'a value, nested lists of values, or a typed array of a dtype',
          data,
        );
  }
  const { buffer, byteOffset, byteLength } = data;
  checkAttached(buffer);
  const array = data as TypedArray;
  const shape = givenShape === undefined ? [array.length] : checkNumel(givenShape, array.length);
  if (copy) {
    const result = Tensor.empty({ shape, dtype: own });
    result.storage.bytes.set(new Uint8Array(buffer, byteOffset, byteLength));
    return dtype === undefined || dtype === own ? result : converted(result, dtype);
  }
  if (dtype !== undefined && dtype !== own)
    throw new DTypeError('tensor', 'dtype', `'${own}', the type of the data, where copy is false`, dtype);
  if (types.isSharedArrayBuffer(buffer)) {
    throw new ArgumentError(
      'tensor',
      'data',
      'over memory that no other thread can change, where copy is false',
      buffer,
    );
  }
  return new Tensor(new Storage(new Uint8Array(buffer, byteOffset, byteLength)), own, shape);
}

/** By the class that made it, so that a `Buffer` counts as the `Uint8Array` it is. */
function typedArrayDType(data: ArrayBufferView): DType | undefined {
  for (const [type, dtype] of dtypeOfArray) {
    if (data instanceof (type as new () => ArrayBufferView)) return dtype;
  }
  return undefined;
}

function checkAttached(buffer: ArrayBufferLike): void {
  try {
    new Uint8Array(buffer);
  } catch (cause) {
    throw new ConvoltError(
      'CONVOLT_DETACHED_BUFFER',
      'tensor: data is a typed array whose memory was detached (transferred to a worker)',
      { argument: 'data', cause },
    );
  }
}

function converted(source: Tensor, dtype: DType): Tensor {
  const spec = { shape: source.shape, dtype };
  return dispatch('copy', {}, [source], [spec])[0];
}

function fromNestedArray(data: NestedArray, givenShape: unknown, dtype: DType | undefined): Tensor {
  const own: number[] = [];
  for (let level: unknown = data; Array.isArray(level); level = level[0]) {
    own.push(level.length);
    if (own.length > MAX_RANK)
      throw new ArgumentError('tensor', 'data', `at most ${MAX_RANK} lists deep`, data);
  }
  const values: Scalar[] = [];
  flatten(data, own, 0, [], values);
  const target = dtype ?? inferDType(values);
  const shape = givenShape === undefined ? own : checkNumel(givenShape, values.length);
  for (const value of values) checkScalar('tensor', 'data', value, target);
  // float16 and bfloat16 are rounded by the kernel; every other dtype's typed array takes the values as they are.
  const isRaw = isFloatingPoint(target) && arrayType(target) === Uint16Array;
  return isRaw
    ? converted(written(values, { shape, dtype: 'float32' }), target)
    : written(values, { shape, dtype: target });
}

/** A tensor of values that the dtype's typed array takes. */
function written(values: readonly Scalar[], spec: TensorSpec): Tensor {
  const result = Tensor.empty(spec);
  const elements = result.data;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as Scalar;
    if (elements instanceof BigInt64Array) elements[i] = BigInt(value);
    else elements[i] = spec.dtype === 'bool' ? Number(Boolean(value)) : Number(value);
  }
  return result;
}

function flatten(
  data: unknown,
  shape: readonly number[],
  depth: number,
  path: number[],
  values: Scalar[],
): void {
  const where = `data${path.map((index) => `[${index}]`).join('')}`;
  if (depth < shape.length) {
    if (!Array.isArray(data) || data.length !== shape[depth]) {
      throw new ArgumentError('tensor', where, `a list of ${shape[depth]}, like those before it`, data);
    }
    for (let i = 0; i < data.length; i++) {
      path.push(i);
      flatten(data[i], shape, depth + 1, path, values);
      path.pop();
    }
    return;
  }
  if (typeof data !== 'number' && typeof data !== 'boolean' && typeof data !== 'bigint')
    throw new ArgumentError('tensor', where, 'a number, a boolean or a bigint', data);
  values.push(data);
}

function inferDType(values: readonly Scalar[]): DType {
  if (values.length === 0 || values.some((value) => typeof value === 'number')) return 'float32';
  return values.every((value) => typeof value === 'boolean') ? 'bool' : 'int64';
}
