/** Tensors from ONNX messages and back. */

import { invalidFile, quoted, unsupportedFile } from '../io/file-error.js';
import { type DType, elementSize } from '../tensor/dtype.js';
import { MAX_RANK, numelOf } from '../tensor/shape.js';
import { Storage } from '../tensor/storage.js';
import { Tensor } from '../tensor/tensor.js';
import { fromOnnx, nameOf, toOnnx } from './dtypes.js';
import type { ExternalData } from './external-data.js';
import { toBigInt } from './integers.js';
import type { Integer, TensorProto } from './schema.js';

/** What a message is read with. */
export interface TensorContext {
  /** What error messages call the file. */
  readonly name: string;
  /** The other files of the model; without it a tensor in another file is refused. */
  readonly external?: ExternalData;
}

/**
 * The tensor of a message. Its memory is its own.
 *
 * @throws FileError `CONVOLT_INVALID_FILE` where shape and data do not fit each other, before memory is taken;
 * `CONVOLT_UNSUPPORTED_FILE` for element types and ranks that Convolt lacks
 */
export async function toTensor(proto: TensorProto, context: TensorContext): Promise<Tensor> {
  if (proto.dataLocation !== 1) return toTensorSync(proto, context);
  const { label, dtype, shape } = specOf(proto, context);
  if (context.external === undefined) {
    throw invalidFile(
      context,
      `${label} is in another file, but the model was given as bytes; pass its path`,
    );
  }
  const entries = new Map(
    (proto.externalData ?? []).map(({ key = '', value = '' }) => [key, value] as const),
  );
  const storage = await context.external.read(label, entries, byteLengthOf(shape, dtype));
  return new Tensor(storage, dtype, shape);
}

/** {@link toTensor} for one whose data is in the message, as attributes have it. */
export function toTensorSync(proto: TensorProto, context: TensorContext): Tensor {
  const { label, dtype, shape } = specOf(proto, context);
  if (proto.dataLocation === 1)
    throw invalidFile(context, `${label} is in another file, which only an initializer may be`);
  const byteLength = byteLengthOf(shape, dtype);
  const { rawData } = proto;
  if (rawData !== undefined && rawData.byteLength > 0) {
    if (rawData.byteLength !== byteLength)
      throw invalidFile(
        context,
        `${label} of ${dtype} and shape [${shape}] takes ${byteLength} bytes, but has ${rawData.byteLength}`,
      );
    const storage = Storage.allocate(byteLength);
    storage.bytes.set(rawData);
    return new Tensor(storage, dtype, shape);
  }
  const values = typedData(proto, dtype);
  const numel = numelOf(shape);
  if (values.length !== numel)
    throw invalidFile(
      context,
      `${label} of shape [${shape}] has ${numel} elements, but data for ${values.length}`,
    );
  const tensor = new Tensor(Storage.allocate(byteLength), dtype, shape);
  const elements = tensor.data;
  if (elements instanceof BigInt64Array) {
    for (let i = 0; i < numel; i++) elements[i] = toBigInt(values[i] as Integer);
  } else {
    elements.set(values as number[]);
  }
  return tensor;
}

/** The message of a tensor, its elements as raw data. */
export function fromTensor(name: string, tensor: Tensor): TensorProto {
  const { data } = tensor.contiguous();
  return {
    name,
    dims: [...tensor.shape],
    dataType: toOnnx(tensor.dtype),
    rawData: Buffer.from(data.buffer, data.byteOffset, data.byteLength),
  };
}

function specOf(
  proto: TensorProto,
  context: TensorContext,
): { label: string; dtype: DType; shape: number[] } {
  const label = `tensor ${quoted(proto.name ?? '')}`;
  const dtype = fromOnnx(proto.dataType ?? 0);
  if (dtype === undefined)
    throw unsupportedFile(context, `${label} is of ${nameOf(proto.dataType ?? 0)}, which Convolt lacks`);
  const dims = proto.dims ?? [];
  if (dims.length > MAX_RANK)
    throw unsupportedFile(context, `${label} has ${dims.length} dimensions, Convolt takes up to ${MAX_RANK}`);
  const shape = dims.map((dim) => (typeof dim === 'number' ? dim : dim.toNumber()));
  if (shape.some((size) => !Number.isSafeInteger(size) || size < 0))
    throw invalidFile(context, `${label} has the shape [${shape}]`);
  if (!Number.isSafeInteger(byteLengthOf(shape, dtype)))
    throw invalidFile(context, `the shape [${shape}] of ${label} has more elements than any file can hold`);
  return { label, dtype, shape };
}

function byteLengthOf(shape: readonly number[], dtype: DType): number {
  return numelOf(shape) * elementSize(dtype);
}

/** The field in which a message without raw data has its elements. 16-bit floats are the bits of an integer. */
function typedData(proto: TensorProto, dtype: DType): readonly Integer[] {
  switch (dtype) {
    case 'float32':
      return proto.floatData ?? [];
    case 'float64':
      return proto.doubleData ?? [];
    case 'int64':
      return proto.int64Data ?? [];
    default:
      return proto.int32Data ?? [];
  }
}
