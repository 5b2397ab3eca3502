/**
 * The header of a safetensors file: JSON that maps each tensor's name to its dtype, shape and place in the data. Every
 * rule of the format is enforced here, before any tensor takes memory.
 */
import { type DType, elementSize } from '../../tensor/dtype.js';
import { MAX_RANK, numelOf } from '../../tensor/shape.js';
import { invalidFile, quoted, unsupportedFile } from '../file-error.js';
import type { Source } from '../source.js';
import { fromSafetensors, readable } from './dtypes.js';

/** The format's limit on the header, in bytes. */
export const MAX_HEADER_BYTES = 100_000_000;

/** The one name that is not a tensor's: its value maps strings to strings. */
export const METADATA = '__metadata__';

/** Where one tensor is. Offsets count bytes from the end of the header. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/**
 * Reads and checks a header.
 *
 * @param dataSize the bytes that follow the header
 * @returns the tensors in the order of their data
 * @throws FileError `CONVOLT_INVALID_FILE` for each way in which the header can lie, `CONVOLT_UNSUPPORTED_FILE` for a
 * dtype or rank that Convolt lacks
 */
export function parseHeader(source: Source, bytes: Uint8Array, dataSize: number): TensorEntry[] {
  const header = parseJson(source, bytes);
  if (!isObject(header)) throw invalidFile(source, 'the header must be a JSON object');
  const entries: TensorEntry[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name === METADATA) checkMetadata(source, value);
    else entries.push(parseEntry(source, name, value));
  }
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  checkCoverage(source, entries, dataSize);
  return entries;
}

function parseJson(source: Source, bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    checkKeys(source, text);
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError)
      throw invalidFile(source, `the header is not JSON in UTF-8 (${error.message})`, error);
    throw error;
  }
}

/** How deep a header is nested: the shape of a tensor is a list in an object in the header's object. */
const MAX_DEPTH = 3;

/** Refuses keys that occur twice, which `JSON.parse` would hide, and nesting that no header has. */
function checkKeys(source: Source, text: string): void {
  // Of each object and list that is open, the keys so far.
  const open: Set<string>[] = [];
  const mark = /["{}[\]]/g;
  const colon = /\s*:/y;
  for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
    if (found[0] === '"') {
      const end = endOfString(text, found.index);
      mark.lastIndex = end;
      colon.lastIndex = end;
      if (!colon.test(text)) continue;
      const key: string = JSON.parse(text.slice(found.index, end));
      const seen = open.at(-1);
      if (seen?.has(key)) throw invalidFile(source, `the header has the key ${quoted(key)} twice`);
      seen?.add(key);
    } else if (found[0] === '{' || found[0] === '[') {
      if (open.push(new Set()) > MAX_DEPTH)
        throw invalidFile(source, 'the header is nested deeper than the format allows');
    } else {
      open.pop();
    }
  }
}

/** Where the string ends whose opening quote is at `start`: behind the first quote that no backslash escapes. */
function endOfString(text: string, start: number): number {
  const mark = /\\.|"/gs;
  mark.lastIndex = start + 1;
  let found = mark.exec(text);
  while (found !== null && found[0] !== '"') found = mark.exec(text);
  return found === null ? text.length : mark.lastIndex;
}

function checkMetadata(source: Source, value: unknown): void {
  if (!isObject(value) || !Object.values(value).every((item) => typeof item === 'string'))
    throw invalidFile(source, `${METADATA} must map strings to strings`);
}

function parseEntry(source: Source, name: string, value: unknown): TensorEntry {
  const tensor = `tensor ${quoted(name)}`;
  if (!isObject(value)) throw invalidFile(source, `${tensor} must be a JSON object`);
  const { dtype: dtypeName, shape, data_offsets: offsets } = value;
  if (typeof dtypeName !== 'string') throw invalidFile(source, `${tensor} has no dtype`);
  if (!isListOfSizes(shape))
    throw invalidFile(source, `the shape of ${tensor} must be a list of integers of at least 0`);
  if (!isListOfSizes(offsets) || offsets.length !== 2)
    throw invalidFile(source, `data_offsets of ${tensor} must be two integers of at least 0`);
  const dtype = fromSafetensors(dtypeName);
  if (dtype === undefined) {
    throw unsupportedFile(
      source,
      `${tensor} has the dtype ${quoted(dtypeName)}, which Convolt lacks; convert it to one of ${readable.join(', ')}`,
    );
  }
  if (shape.length > MAX_RANK) {
    throw unsupportedFile(
      source,
      `${tensor} has ${shape.length} dimensions, Convolt takes up to ${MAX_RANK}`,
    );
  }
  const [begin, end] = offsets as [number, number];
  const byteLength = numelOf(shape) * elementSize(dtype);
  if (!Number.isSafeInteger(byteLength))
    throw invalidFile(source, `the shape [${shape}] of ${tensor} has more elements than any file can hold`);
  if (end - begin !== byteLength) {
    throw invalidFile(
      source,
      `${tensor} of dtype ${dtypeName} and shape [${shape}] takes ${byteLength} bytes, but data_offsets [${offsets}] ` +
        `span ${end - begin}`,
    );
  }
  return { name, dtype, shape, begin, end };
}

/** The tensors must cover the data exactly: from its first byte to its last, without overlap or hole. */
function checkCoverage(source: Source, entries: readonly TensorEntry[], dataSize: number): void {
  let covered = 0;
  for (const { name, begin, end } of entries) {
    if (begin < covered)
      throw invalidFile(source, `tensor ${quoted(name)} overlaps another at byte ${begin} of the data`);
    if (begin > covered) {
      throw invalidFile(source, `bytes ${covered} to ${begin} of the data belong to no tensor`);
    }
    covered = end;
  }
  if (covered > dataSize) {
    throw invalidFile(
      source,
      `the tensors take ${covered} bytes, but the file has ${dataSize} after the header; it was cut off`,
    );
  }
  if (covered < dataSize)
    throw invalidFile(source, `${dataSize - covered} bytes follow the last tensor's data`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOfSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
