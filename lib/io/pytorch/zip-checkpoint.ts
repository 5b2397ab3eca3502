/** PyTorch's format since 1.6: a zip with one folder of `data.pkl` and the storages `data/<key>`. */
import type { Tensor } from '../../tensor/tensor.js';
import { invalidFile, quoted, quotedList, unsupportedFile } from '../file-error.js';
import { readStorage } from '../read-storage.js';
import { BytesSource, type Source } from '../source.js';
import { ZipArchive } from '../zip.js';
import { Cursor } from './cursor.js';
import { unpickle } from './pickle.js';
import { selectStateDict } from './state-dict.js';
import { readTensors, StorageRegistry } from './storages.js';

/** The pickle describes tensors, about a hundred bytes each, and holds none. */
const MAX_PICKLE_BYTES = 2 ** 26;

/** Reads a zip checkpoint: the tensors of its state dict. */
export async function readZipCheckpoint(source: Source, key?: string): Promise<Map<string, Tensor>> {
  const archive = await ZipArchive.open(source);
  const folder = findFolder(source, archive);
  const byteOrder = (await archive.read(`${folder}/byteorder`, 16))?.toString('latin1').trim();
  if (byteOrder !== undefined && byteOrder !== 'little') {
    throw unsupportedFile(
      source,
      `its byte order is ${quoted(byteOrder)}; save it again on a little-endian machine`,
    );
  }
  const pickle = (await archive.read(`${folder}/data.pkl`, MAX_PICKLE_BYTES)) as Buffer;
  const registry = new StorageRegistry();
  const checkpoint = await unpickle(new Cursor(new BytesSource(pickle, source.name)), registry);
  return readTensors(selectStateDict(source, checkpoint, key), async (record) => {
    const range = await archive.locate(`${folder}/data/${record.key}`);
    if (range?.byteLength !== record.byteLength || range === undefined) {
      throw invalidFile(
        source,
        `storage ${quoted(record.key)} should have ${record.byteLength} bytes, but ` +
          `${range === undefined ? 'is not in the file' : `has ${range.byteLength}`}`,
      );
    }
    return readStorage(source, range.offset, range.byteLength);
  });
}

/** The folder of `data.pkl`. Other archives are refused with what they are. */
function findFolder(source: Source, archive: ZipArchive): string {
  const { names } = archive;
  const [pickle, ...others] = names.filter((name) => /^[^/]+\/data\.pkl$/.test(name));
  const folder = pickle?.slice(0, -'/data.pkl'.length);
  if (names.some((name) => /^[^/]+\/(constants\.pkl|model\.json)$/.test(name))) {
    throw unsupportedFile(
      source,
      'it is a TorchScript archive (torch.jit.save), which holds code; save the weights instead: ' +
        `torch.save(torch.jit.load(path).state_dict(), 'weights.pth')`,
    );
  }
  if (names.includes('model.weights.h5')) {
    throw unsupportedFile(source, 'it is a Keras model (.keras); load reads PyTorch and safetensors files');
  }
  if (names.length > 0 && names.every((name) => name.endsWith('.npy'))) {
    throw unsupportedFile(source, 'it is a NumPy archive (.npz); load reads PyTorch and safetensors files');
  }
  if (folder === undefined || others.length > 0) {
    throw unsupportedFile(
      source,
      `it is a zip archive, but not of torch.save: it lacks <folder>/data.pkl, or has several. It holds ` +
        `${quotedList(names)}`,
    );
  }
  return folder;
}
