/** ONNX messages from bytes and back. Imported when a model is read or written, since protobufjs takes a while to load. */
import protobuf from 'protobufjs/light.js';
import { FileError } from '../errors.js';
import { description, type ModelProto, type TensorProto } from './schema.js';

const root = protobuf.Root.fromJSON(description);
const modelType = root.lookupType('ModelProto');
const tensorType = root.lookupType('TensorProto');

/**
 * Bytes in the message, such as raw data, stay where they are in `bytes`.
 *
 * @param file what error messages call it
 * @throws FileError `CONVOLT_INVALID_FILE` for bytes that are no such message
 */
export function decodeModel(bytes: Uint8Array, file: string): ModelProto {
  return decode(modelType, bytes, file, 'an ONNX model');
}

/** A tensor that is a file of its own, as in test data. See {@link decodeModel}. */
export function decodeTensor(bytes: Uint8Array, file: string): TensorProto {
  return decode(tensorType, bytes, file, 'an ONNX tensor');
}

/** The bytes of a model. Fields that are undefined are left out. */
export function encodeModel(model: ModelProto): Uint8Array {
  return modelType.encode(model).finish();
}

function decode<T extends object>(type: protobuf.Type, bytes: Uint8Array, file: string, what: string): T {
  try {
    // A Buffer, since of other bytes protobufjs copies what lies in them.
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return type.decode(buffer) as unknown as T;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : `${cause}`;
    throw new FileError('CONVOLT_INVALID_FILE', file, `it is not ${what}, or is damaged (${why})`, { cause });
  }
}
