/** The two ways in which a file is refused, and how names from a file are shown. */
import { FileError } from '../errors.js';

/** The file breaks the rules of its own format: it is damaged, cut off, or lies. */
export function invalidFile(file: { readonly name: string }, message: string, cause?: unknown): FileError {
  return new FileError('CONVOLT_INVALID_FILE', file.name, message, { cause });
}

/** The file may well be sound, but holds what Convolt cannot represent. The message says what to do instead. */
export function unsupportedFile(file: { readonly name: string }, message: string): FileError {
  return new FileError('CONVOLT_UNSUPPORTED_FILE', file.name, message);
}

/** A name from a file for a message: control characters escaped, cut where it is long. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > 100 ? `${name.slice(0, 100)}…` : name);
}

/** A word from a file for a message, such as an operator: as it is, unless it is none. */
export function word(text: string): string {
  return /^\w{1,100}$/.test(text) ? text : quoted(text);
}

/** Names from a file for a message: the first ten. */
export function quotedList(names: readonly string[]): string {
  const shown = names.slice(0, 10).map(quoted).join(', ');
  return names.length > 10 ? `${shown}, … (${names.length} in all)` : shown;
}
