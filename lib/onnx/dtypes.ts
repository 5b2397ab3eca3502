/** The element types of ONNX, by their numbers there. */
import type { DType } from '../tensor/dtype.js';

const numbers: Readonly<Record<DType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int16: 5,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
  bfloat16: 16,
};

const dtypes = new Map(Object.entries(numbers).map(([dtype, number]) => [number, dtype as DType]));

/** Those without a counterpart here. */
const others: Readonly<Record<number, string>> = {
  0: 'undefined',
  4: 'uint16',
  8: 'string',
  12: 'uint32',
  13: 'uint64',
  14: 'complex64',
  15: 'complex128',
  17: 'float8e4m3fn',
  18: 'float8e4m3fnuz',
  19: 'float8e5m2',
  20: 'float8e5m2fnuz',
  21: 'uint4',
  22: 'int4',
  23: 'float4e2m1',
};

/** `float32` → 1 */
export function toOnnx(dtype: DType): number {
  return numbers[dtype];
}

/** 1 → `float32`; undefined for one that has no counterpart here. */
export function fromOnnx(number: number): DType | undefined {
  return dtypes.get(number);
}

/** A name for any element type: 8 → `string`. */
export function nameOf(number: number): string {
  return dtypes.get(number) ?? others[number] ?? `number ${number}`;
}
