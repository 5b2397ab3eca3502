/** What is known of each dtype: its size, the typed array over its memory, its kind. */
import { addon } from '../runtime/addon.js';
import type { DType } from '../runtime/dispatch.js';

export type { DType };

/** The typed arrays that `Tensor.data` can be. float16 and bfloat16 are raw bits. */
export type TypedArray =
  | Float32Array
  | Float64Array
  | Uint16Array
  | BigInt64Array
  | Int32Array
  | Int16Array
  | Int8Array
  | Uint8Array;

interface DTypeInfo {
  readonly bytes: number;
  readonly array: new (buffer: ArrayBufferLike, byteOffset: number, length: number) => TypedArray;
  readonly isFloat: boolean;
}

const info: Readonly<Record<DType, DTypeInfo>> = {
  float32: { bytes: 4, array: Float32Array, isFloat: true },
  float64: { bytes: 8, array: Float64Array, isFloat: true },
  float16: { bytes: 2, array: Uint16Array, isFloat: true },
  bfloat16: { bytes: 2, array: Uint16Array, isFloat: true },
  int64: { bytes: 8, array: BigInt64Array, isFloat: false },
  int32: { bytes: 4, array: Int32Array, isFloat: false },
  int16: { bytes: 2, array: Int16Array, isFloat: false },
  int8: { bytes: 1, array: Int8Array, isFloat: false },
  uint8: { bytes: 1, array: Uint8Array, isFloat: false },
  bool: { bytes: 1, array: Uint8Array, isFloat: false },
};

const codes = new Map(addon.dtypes.map((name, code) => [name as DType, code]));

/** Whether a value is the name of a dtype. */
export function isDType(value: unknown): value is DType {
  return typeof value === 'string' && Object.hasOwn(info, value);
}

/** All dtypes, in the addon's order. */
export function dtypes(): DType[] {
  return [...codes.keys()];
}

/** Bytes of one element. */
export function elementSize(dtype: DType): number {
  return info[dtype].bytes;
}

/** The constructor of `Tensor.data`. */
export function arrayType(dtype: DType): DTypeInfo['array'] {
  return info[dtype].array;
}

export function isFloatingPoint(dtype: DType): boolean {
  return info[dtype].isFloat;
}

/** The number that stands for a dtype in a tensor's descriptor. */
export function dtypeCode(dtype: DType): number {
  return codes.get(dtype) as number;
}
