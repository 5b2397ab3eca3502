/** From a module to an ONNX file. */
import { basename } from 'node:path';
import { ArgumentError } from '../errors.js';
import { type Structure, type Traceable, type TraceOptions, trace } from '../graph/index.js';
import { writeAtomically } from '../io/write-atomically.js';
import type { TensorSpec } from '../runtime/dispatch.js';
import { elementSize } from '../tensor/dtype.js';
import type { Tensor } from '../tensor/tensor.js';
import { convert, toGraphProto } from './export/convert.js';
import type { TensorProto } from './schema.js';
import { fromTensor } from './tensor-proto.js';

/** The options of {@link save}. */
export interface SaveOptions extends TraceOptions {
  /** The version of ONNX's operators, 17 to 22. Default 17, which every runtime since 2022 takes. */
  opset?: number;
  /**
   * Whether the weights go into a file beside the model, which has its name and `.data`. Default: where the model would
   * have more than 2 GB, which is the most that an ONNX file can have.
   */
  externalData?: boolean;
}

/** The version of the file format that came with each version of the operators. */
const irVersions: Readonly<Record<number, number>> = { 17: 8, 18: 8, 19: 9, 20: 9, 21: 10, 22: 10 };

/** More than the message around the weights of any network takes, so that all of it stays below 2^31 bytes. */
const MAX_BYTES = 2 ** 31 - 2 ** 26;

/** Weights in a file of their own begin at multiples of this, so that runtimes can map them. */
const ALIGNMENT = 64;

/**
 * Writes a module as an ONNX model, for other runtimes.
 *
 * `forward` is traced, see `trace`: the model takes batches of any size (named `N`) unless `batch` is `'fixed'`. The weights
 * keep their names in the state dict, and each op is named after its module. Inputs are named `input`, or `input.0` and so
 * on; the outputs come in the order of what `forward` returns. The file appears at `path` at once and complete.
 *
 * @param path where the file goes, usually `….onnx`
 * @param model a module in `eval` mode
 * @param exampleInputs the arguments of `forward`: tensors, or their shapes and dtypes, also nested in lists and objects
 * @param options opset (17), externalData (false below 2 GB), batch (`'any'`)
 * @throws ConvoltError `CONVOLT_UNSUPPORTED_OP`, which lists all ops that ONNX has no counterpart for; what `trace` throws
 * @example await onnx.save('resnet18.onnx', model.eval(), [zeros([1, 3, 224, 224])]);
 * @see https://onnx.ai/onnx/operators/
 */
export async function save(
  path: string,
  model: Traceable,
  exampleInputs: readonly Structure<TensorSpec>[],
  options: SaveOptions = {},
): Promise<void> {
  if (typeof path !== 'string' || path === '')
    throw new ArgumentError('onnx.save', 'path', 'the path of a file', path);
  const { opset = 17, externalData, batch = 'any' } = checkOptions(options);
  const graph = convert(trace(model, exampleInputs, { batch }), opset);
  const isExternal = externalData ?? byteLengthOf(graph.constants) > MAX_BYTES;
  const dataPath = `${path}.data`;
  const initializer = isExternal
    ? await writeBeside(dataPath, graph.constants)
    : [...graph.constants].map(([name, tensor]) => fromTensor(name, tensor));
  const { encodeModel } = await import('./protobuf.js');
  const bytes = encodeModel({
    irVersion: irVersions[opset] as number,
    producerName: 'convolt',
    opsetImport: [{ domain: '', version: opset }],
    graph: { ...toGraphProto(graph, model.constructor.name), initializer },
  });
  await writeAtomically(path, async (file) => {
    await file.writeFile(bytes);
  });
}

function checkOptions(options: SaveOptions): SaveOptions {
  if (typeof options !== 'object' || options === null)
    throw new ArgumentError('onnx.save', 'options', 'an object', options);
  for (const key of Object.keys(options))
    if (!['opset', 'externalData', 'batch'].includes(key))
      throw new ArgumentError('onnx.save', 'options', 'of opset, externalData and batch', key);
  const { opset = 17, externalData } = options;
  if (irVersions[opset] === undefined)
    throw new ArgumentError('onnx.save', 'opset', `one of ${Object.keys(irVersions).join(', ')}`, opset);
  if (externalData !== undefined && typeof externalData !== 'boolean')
    throw new ArgumentError('onnx.save', 'externalData', 'a boolean', externalData);
  return options;
}

/** Writes tensors into a file of their own. @returns the messages that say where they are */
async function writeBeside(path: string, tensors: ReadonlyMap<string, Tensor>): Promise<TensorProto[]> {
  const protos: TensorProto[] = [];
  await writeAtomically(path, async (file) => {
    let offset = 0;
    for (const [name, tensor] of tensors) {
      const { rawData, ...proto } = fromTensor(name, tensor);
      const bytes = rawData as Uint8Array;
      await file.write(bytes, 0, bytes.byteLength, offset);
      const place = { location: basename(path), offset: `${offset}`, length: `${bytes.byteLength}` };
      const externalData = Object.entries(place).map(([key, value]) => ({ key, value }));
      protos.push({ ...proto, dataLocation: 1, externalData });
      offset = Math.ceil((offset + bytes.byteLength) / ALIGNMENT) * ALIGNMENT;
    }
  });
  return protos;
}

function byteLengthOf(tensors: ReadonlyMap<string, Tensor>): number {
  return [...tensors.values()].reduce((sum, tensor) => sum + tensor.numel() * elementSize(tensor.dtype), 0);
}
