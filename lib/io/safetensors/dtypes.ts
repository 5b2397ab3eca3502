/** The dtypes of safetensors, by their names there. */
import type { DType } from '../../tensor/dtype.js';

const names: Readonly<Record<DType, string>> = {
  float64: 'F64',
  float32: 'F32',
  float16: 'F16',
  bfloat16: 'BF16',
  int64: 'I64',
  int32: 'I32',
  int16: 'I16',
  int8: 'I8',
  uint8: 'U8',
  bool: 'BOOL',
};

const dtypes = new Map(Object.entries(names).map(([dtype, name]) => [name, dtype as DType]));

/** `float32` → `F32` */
export function toSafetensors(dtype: DType): string {
  return names[dtype];
}

/** `F32` → `float32`; undefined for a dtype that has no counterpart here, such as `F8_E4M3`. */
export function fromSafetensors(name: string): DType | undefined {
  return dtypes.get(name);
}

/** All that can be read. */
export const readable: readonly string[] = [...dtypes.keys()];
