/** Tells what a file is from its first bytes, never from its name. */
import { invalidFile, unsupportedFile } from './file-error.js';
import { readBytes, type Source } from './source.js';

/** The formats that `load` reads. */
export type Format = 'safetensors' | 'zip' | 'pickle';

/** Enough for every signature below; a tar's stands furthest in. */
const HEAD_BYTES = 512;

const ADVICE = 'load reads PyTorch (.pth, .pt) and safetensors files';

interface Signature {
  /** What the file is, and what to do. */
  readonly message: string;
  matches(head: Buffer): boolean;
}

/** Files that people hand to `load` and that are something else. */
const foreign: readonly Signature[] = [
  {
    message: `it is a tar archive, PyTorch's format before 0.1.10 if a .pth; save it again with a newer PyTorch`,
    matches: (head) => text(head, 257, 5) === 'ustar',
  },
  {
    message: `it is an HDF5 file (Keras .h5); ${ADVICE}`,
    matches: (head) => text(head, 0, 4) === '\x89HDF',
  },
  { message: `it is a GGUF file; ${ADVICE}`, matches: (head) => text(head, 0, 4) === 'GGUF' },
  { message: `it is a NumPy file (.npy); ${ADVICE}`, matches: (head) => text(head, 0, 6) === '\x93NUMPY' },
  {
    message: `it is a TensorFlow Lite file; ${ADVICE}`,
    matches: (head) => text(head, 4, 4) === 'TFL3',
  },
  {
    message: 'it is compressed with gzip; unpack it first',
    matches: (head) => text(head, 0, 2) === '\x1f\x8b',
  },
  {
    message: 'it is a pointer of Git LFS, not the file itself; fetch that with git lfs pull',
    matches: (head) => text(head, 0, 24) === 'version https://git-lfs.',
  },
  {
    message: 'it is an HTML page, perhaps the error page of a download; download the file again',
    matches: (head) => /^\s*<(!doctype html|html)/i.test(text(head, 0, 64)),
  },
  {
    // A protobuf: field 1 (ir_version) as a small number, then any other field of a model: producer, domain, version,
    // documentation, graph, opsets, metadata.
    message: 'it is an ONNX model; onnx.load reads those',
    matches: (head) =>
      head[0] === 0x08 &&
      (head[1] ?? 0xff) < 32 &&
      [0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42, 0x72].includes(head[2] ?? 0),
  },
];

/** @throws FileError for a file of any other format, named where it is a known one */
export async function detectFormat(source: Source): Promise<Format> {
  if (source.size === 0) throw invalidFile(source, 'it is empty');
  const head = await readBytes(source, 0, Math.min(source.size, HEAD_BYTES));
  const opensObject = /^\s*\{/.test(text(head, 8, 32));
  // The upper half of a header length is zero; no other format has that followed by a brace.
  if (opensObject && head.readUInt32LE(4) === 0) return 'safetensors';
  const known = foreign.find((signature) => signature.matches(head));
  if (known !== undefined) throw unsupportedFile(source, known.message);
  if (text(head, 0, 2) === 'PK') return 'zip';
  if (head[0] === 0x80 && (head[1] ?? 0) <= 5) return 'pickle';
  if (opensObject || source.size <= 8) return 'safetensors';
  const hex = head.subarray(0, 8).toString('hex');
  throw invalidFile(
    source,
    `it is of no format that load knows (it starts with the bytes ${hex}); ${ADVICE}`,
  );
}

function text(head: Buffer, start: number, length: number): string {
  return head.toString('latin1', start, start + length);
}
