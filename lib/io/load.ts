/** Reads named tensors from files. */
import { ArgumentError } from '../errors.js';
import type { Tensor } from '../tensor/tensor.js';
import { detectFormat } from './format.js';
import { readLegacyCheckpoint } from './pytorch/legacy.js';
import { readSafetensors } from './safetensors/read.js';
import { openSource, type PathOrBytes, type Source } from './source.js';

export interface LoadOptions {
  /** The name of the dict to take, in a PyTorch checkpoint that holds several (`generator` and `discriminator`). */
  key?: string;
}

/**
 * Reads the tensors of a `.safetensors` file or of a PyTorch checkpoint (`.pth`, `.pt`, `.th`; the zip form and the
 * legacy one). What a file is shows in its content; its name does not matter. Nothing in the file is executed.
 *
 * Of a checkpoint, the state dict is taken: from `state_dict`, `model_state_dict`, `model` and their like where the
 * checkpoint also has an epoch or an optimizer, without what is not a tensor, and without a prefix `module.`
 * (DataParallel) or `_orig_mod.` (torch.compile) that all names have. Names in a safetensors file stay as they are.
 * Tensors that share memory in a checkpoint share it here. Each storage is read once, straight into its final memory.
 *
 * @param pathOrBytes a path, a `file:` URL, or the bytes of a file (which are copied)
 * @param options see {@link LoadOptions}
 * @returns the tensors by name: those of a checkpoint in its order, those of safetensors in the order of their data
 * @throws FileError `CONVOLT_INVALID_FILE` for a file that is damaged, cut off or lies about itself;
 * `CONVOLT_UNSUPPORTED_FILE` for another format, for objects other than tensors in plain containers, for dtypes that
 * Convolt lacks, and where it is not clear which dict is meant. ArgumentError for anything but a path or bytes. Errors
 * of the file system, such as `ENOENT`, pass through.
 *
 * @example
 * const model = new Net();
 * model.loadStateDict(await load('digits.pth'));
 *
 * @see https://pytorch.org/docs/stable/notes/serialization.html
 * @see https://huggingface.co/docs/safetensors
 */
export async function load(
  pathOrBytes: PathOrBytes,
  options: LoadOptions = {},
): Promise<Map<string, Tensor>> {
  const key = checkKey(options);
  return await withSource(pathOrBytes, (source) => readTensors(source, key));
}

/**
 * @internal {@link load} for one model that gets all the tensors: those of a safetensors file share one block of memory, since
 * they live and die together.
 *
 * @param build makes the model, without drawing its parameters; it is called while the tensors are read where that can be
 * @returns the model and the tensors
 */
export async function loadBeside<M>(
  pathOrBytes: PathOrBytes,
  build: () => M,
): Promise<[M, Map<string, Tensor>]> {
  const built: M[] = [];
  const meanwhile = () => {
    built.push(build());
  };
  const tensors = await withSource(pathOrBytes, (source) => readTensors(source, undefined, meanwhile));
  const [model = build()] = built;
  return [model, tensors];
}

async function withSource<R>(pathOrBytes: PathOrBytes, read: (source: Source) => Promise<R>): Promise<R> {
  const source = await openSource(pathOrBytes);
  try {
    return await read(source);
  } finally {
    await source.close();
  }
}

async function readTensors(
  source: Source,
  key: string | undefined,
  meanwhile?: () => void,
): Promise<Map<string, Tensor>> {
  switch (await detectFormat(source)) {
    case 'zip': {
      // With the reader of zip archives, which takes a while to load.
      const { readZipCheckpoint } = await import('./pytorch/zip-checkpoint.js');
      return readZipCheckpoint(source, key);
    }
    case 'pickle':
      return readLegacyCheckpoint(source, key);
    case 'safetensors':
      if (key !== undefined)
        throw new ArgumentError('load', 'key', 'absent: a safetensors file holds one dict', key);
      return readSafetensors(source, meanwhile);
  }
}

function checkKey(options: LoadOptions): string | undefined {
  if (typeof options !== 'object' || options === null)
    throw new ArgumentError('load', 'options', 'an object', options);
  const { key } = options;
  if (key !== undefined && typeof key !== 'string')
    throw new ArgumentError('load', 'key', 'the name of a dict', key);
  return key;
}
