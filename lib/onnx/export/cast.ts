import type { DType } from '../../tensor/dtype.js';
import { toOnnx } from '../dtypes.js';
import type { Writer } from './writer.js';

/** The value in another dtype; itself where it has that already. */
export function cast(writer: Writer, name: string, from: DType, to: DType): string {
  return from === to ? name : writer.op('Cast', [name], { to: toOnnx(to) });
}
