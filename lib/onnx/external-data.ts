/** Tensors that a model keeps in other files of its folder. */
import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { invalidFile, quoted } from '../io/file-error.js';
import { readStorage } from '../io/read-storage.js';
import { openSource, type Source } from '../io/source.js';
import type { Storage } from '../tensor/storage.js';

/** The files beside a model, each opened when it is first needed. Nothing outside of the model's folder is opened. */
export class ExternalData {
  readonly #model: string;
  readonly #sources = new Map<string, Source>();

  /** @param model the model's path */
  constructor(model: string) {
    this.#model = model;
  }

  /**
   * The memory of a tensor.
   *
   * @param label what error messages call the tensor
   * @param entries where it is: `location`, `offset`, `length`
   * @param byteLength what its shape and dtype take
   * @throws FileError `CONVOLT_INVALID_FILE` for a location outside of the folder, for a file that is not there or is no
   * file, and for a place that it lacks
   */
  async read(label: string, entries: ReadonlyMap<string, string>, byteLength: number): Promise<Storage> {
    const offset = this.#number(label, 'offset', entries.get('offset') ?? '0');
    const length = this.#number(label, 'length', entries.get('length') ?? `${byteLength}`);
    if (length !== byteLength)
      throw this.#invalid(`${label} takes ${byteLength} bytes, but ${length} are set aside for it`);
    return readStorage(await this.#open(label, entries.get('location') ?? ''), offset, byteLength);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sources.values()].map((source) => source.close()));
  }

  async #open(label: string, location: string): Promise<Source> {
    const known = this.#sources.get(location);
    if (known !== undefined) return known;
    const refusal = this.#invalid(
      `${label} is said to be in ${quoted(location)}, outside of the model's folder`,
    );
    if (location === '' || isAbsolute(location) || location.includes('\0') || /^[a-z]:/i.test(location))
      throw refusal;
    const folder = await realpath(dirname(this.#model));
    const plain = join(folder, location);
    if (!isInside(folder, plain)) throw refusal;
    const unreadable = (cause: unknown) =>
      this.#invalid(`${label} is said to be in ${quoted(location)}, which cannot be read`, cause);
    // Asked again of the file that is really meant: a link may lead out.
    const path = await realpath(plain).catch((cause) => Promise.reject(unreadable(cause)));
    if (!isInside(folder, path)) throw refusal;
    const source = await openSource(path).catch((cause) => Promise.reject(unreadable(cause)));
    this.#sources.set(location, source);
    return source;
  }

  #number(label: string, key: string, text: string): number {
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isSafeInteger(number)) throw this.#invalid(`${label} has the ${key} ${quoted(text)}`);
    return number;
  }

  #invalid(message: string, cause?: unknown): Error {
    return invalidFile({ name: this.#model }, message, cause);
  }
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
