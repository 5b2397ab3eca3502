/** Reads ONNX models. */

import { invalidFile } from '../io/file-error.js';
import { openSource, type PathOrBytes, readBytes, toPath } from '../io/source.js';
import { ExternalData } from './external-data.js';
import { OnnxModel } from './model.js';
import { readGraph } from './read-graph.js';

/** A protobuf message has fewer bytes than this. */
const MAX_BYTES = 2 ** 31;

/**
 * Reads an ONNX model of opset 6 to 22, checks it, and makes it ready to run: as it is, traced, or compiled.
 *
 * Weights that the model keeps in other files are read from its folder, and from nowhere else.
 *
 * @param pathOrBytes a path, a `file:` URL, or the bytes of a file
 * @throws FileError `CONVOLT_INVALID_FILE` for a file that is damaged or lies about itself, before memory is taken for what
 * it says; `CONVOLT_UNSUPPORTED_FILE` for other opsets, element types and kinds of values. ConvoltError
 * `CONVOLT_UNSUPPORTED_OP`, which lists every op that Convolt has no counterpart for. Errors of the file system pass
 * through.
 * @example
 * const model = await onnx.load('resnet18.onnx');
 * console.log(model.inputs); // [{ name: 'input', dtype: 'float32', shape: ['N', 3, 224, 224] }]
 * const logits = model.forward(image);
 * @see https://onnx.ai/onnx/operators/
 */
export async function load(pathOrBytes: PathOrBytes): Promise<OnnxModel> {
  const source = await openSource(pathOrBytes);
  const isBytes = pathOrBytes instanceof Uint8Array || pathOrBytes instanceof ArrayBuffer;
  const external = isBytes
    ? undefined
    : new ExternalData(toPath('load', 'pathOrBytes', pathOrBytes, 'a path'));
  try {
    if (source.size >= MAX_BYTES)
      throw invalidFile(source, `it has ${source.size} bytes, an ONNX model fewer than ${MAX_BYTES}`);
    const bytes = await readBytes(source, 0, source.size);
    const { decodeModel } = await import('./protobuf.js');
    const context = { name: source.name, ...(external && { external }) };
    return new OnnxModel(await readGraph(decodeModel(bytes, source.name), context));
  } finally {
    await Promise.all([source.close(), external?.close()]);
  }
}
