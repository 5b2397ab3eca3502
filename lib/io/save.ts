/** Writes named tensors to a file. */
import { ArgumentError, describe } from '../errors.js';
import { Tensor } from '../tensor/tensor.js';
import { METADATA } from './safetensors/header.js';
import { writeSafetensors } from './safetensors/write.js';
import { toPath } from './source.js';
import { writeAtomically } from './write-atomically.js';

export interface SaveOptions {
  /** Text to keep in the file, e.g. `{ format: 'pt' }`; other readers show it, {@link load} does not. */
  metadata?: Readonly<Record<string, string>>;
}

/** Tensors by name: what `stateDict()` and {@link load} give, or a plain object. */
export type TensorDict = ReadonlyMap<string, Tensor> | Readonly<Record<string, Tensor>>;

/**
 * Writes tensors to a safetensors file, which PyTorch's users read with `safetensors.torch.load_file`.
 *
 * The file appears at once when it is complete: it is written under another name in the same folder, flushed to the disk
 * and renamed. Tensors are written one by one, in the order of the format (larger elements first, then by name). Views
 * are written as what they show; tensors that share memory are each written whole. Do not change them until it is done.
 *
 * @param path a path or a `file:` URL; a file that is there is replaced
 * @param dict the tensors by name, of any dtype and strides
 * @param options see {@link SaveOptions}
 * @throws ArgumentError for what is not a dict of tensors, a name that is not Unicode text or is `__metadata__`, metadata
 * that is not text. ConvoltError `CONVOLT_DETACHED_BUFFER` for a tensor whose memory was transferred away. Errors of the
 * file system, such as `ENOSPC`, pass through; what was at `path` then stays as it was.
 *
 * @example
 * await save('digits.safetensors', model.stateDict(), { metadata: { epoch: '3' } });
 *
 * @see https://huggingface.co/docs/safetensors
 */
export async function save(path: string | URL, dict: TensorDict, options: SaveOptions = {}): Promise<void> {
  const target = toPath('save', 'path', path, 'a path or a file: URL');
  const tensors = checkDict(dict);
  const metadata = checkMetadata(options);
  await writeAtomically(target, (file) => writeSafetensors(file, tensors, metadata));
}

function checkDict(dict: unknown): Map<string, Tensor> {
  if (!(dict instanceof Map) && !isPlainObject(dict)) {
    throw new ArgumentError(
      'save',
      'dict',
      'a Map or plain object of Tensors, such as model.stateDict()',
      dict,
    );
  }
  const tensors = new Map<string, Tensor>();
  for (const [name, tensor] of dict instanceof Map ? dict : Object.entries(dict)) {
    if (!isText(name) || name === METADATA)
      throw new ArgumentError('save', 'a name in dict', `Unicode text other than ${METADATA}`, name);
    if (!(tensor instanceof Tensor))
      throw new ArgumentError('save', `dict[${describe(name)}]`, 'a Tensor', tensor);
    tensors.set(name, tensor);
  }
  return tensors;
}

function checkMetadata(options: SaveOptions): Record<string, string> | undefined {
  if (!isPlainObject(options)) throw new ArgumentError('save', 'options', 'an object', options);
  const { metadata } = options;
  if (metadata === undefined) return undefined;
  if (!isPlainObject(metadata) || !Object.entries(metadata).flat().every(isText))
    throw new ArgumentError('save', 'metadata', 'a plain object of strings', metadata);
  return { ...metadata } as Record<string, string>;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Whether a value is a string that UTF-8 can hold: one without half of a surrogate pair. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && Buffer.from(value).toString() === value;
}
