/**
 * The error classes of Convolt. Every error that the library throws on purpose is a {@link ConvoltError} with a stable
 * `code`; messages may be reworded, codes may not.
 */

/** What the `code` of a {@link ConvoltError} can be. */
export type ErrorCode =
  | 'CONVOLT_INVALID_ARGUMENT'
  | 'CONVOLT_SHAPE_MISMATCH'
  | 'CONVOLT_DTYPE_MISMATCH'
  | 'CONVOLT_NOT_CONTIGUOUS'
  | 'CONVOLT_DETACHED_BUFFER'
  | 'CONVOLT_OUT_OF_MEMORY'
  | 'CONVOLT_STATE_DICT_MISMATCH'
  | 'CONVOLT_NO_FORWARD'
  | 'CONVOLT_TRAINING_MODE'
  | 'CONVOLT_NOT_TRACEABLE'
  | 'CONVOLT_INVALID_GRAPH'
  | 'CONVOLT_DISPOSED'
  | 'CONVOLT_NOT_SHARED'
  | 'CONVOLT_NOT_BUILT'
  | 'CONVOLT_INVALID_FILE'
  | 'CONVOLT_UNSUPPORTED_FILE'
  | 'CONVOLT_UNSUPPORTED_OP'
  | 'CONVOLT_MISSING_PACKAGE'
  | 'CONVOLT_ADDON_NOT_LOADED'
  | 'CONVOLT_INVALID_ENVIRONMENT'
  | 'CONVOLT_NATIVE_CHECK';

/** Facts about a wrong value, for programs that want more than the message. */
export interface ErrorDetails {
  /** The argument that was wrong, e.g. `kernelSize`. */
  argument?: string;
  /** What was expected, in words. */
  expected?: string;
  /** What came, in words. */
  received?: string;
  cause?: unknown;
}

/** The base of all errors that Convolt throws on purpose. */
export class ConvoltError extends Error {
  readonly code: ErrorCode;
  readonly argument: string | undefined;
  readonly expected: string | undefined;
  readonly received: string | undefined;
  /** The module whose `forward` failed, e.g. `features.0 (Conv2d)`; set on the way out of it. */
  layer: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.argument = details.argument;
    this.expected = details.expected;
    this.received = details.received;
  }

  /** Names the module whose `forward` failed, here and at the start of the message, unless an inner one was named. */
  locate(layer: () => string): void {
    if (this.layer !== undefined) return;
    this.layer = layer();
    const message = `${this.layer}: ${this.message}`;
    if (this.stack !== undefined) this.stack = this.stack.replace(this.message, () => message);
    this.message = message;
  }
}

/** An argument of the wrong type or value. */
export class ArgumentError extends ConvoltError {
  /**
   * @param where the function or layer, e.g. `conv2d`
   * @param argument the argument's name
   * @param expected what it must be, in words
   * @param received the value that came; described by {@link describe}
   */
  constructor(where: string, argument: string, expected: string, received: unknown) {
    const shown = describe(received);
    super('CONVOLT_INVALID_ARGUMENT', `${where}: ${argument} must be ${expected}, received ${shown}`, {
      argument,
      expected,
      received: shown,
    });
  }
}

/** Tensors whose shapes do not fit the operation or each other. */
export class ShapeError extends ConvoltError {
  constructor(where: string, message: string, details: ErrorDetails = {}) {
    super('CONVOLT_SHAPE_MISMATCH', `${where}: ${message}`, details);
  }
}

/** A tensor of a dtype that the operation does not take. */
export class DTypeError extends ConvoltError {
  constructor(where: string, argument: string, expected: string, received: string) {
    super('CONVOLT_DTYPE_MISMATCH', `${where}: ${argument} must be ${expected}, received ${received}`, {
      argument,
      expected,
      received,
    });
  }
}

/** A file that is not what its format demands, or that holds something Convolt has no counterpart for. */
export class FileError extends ConvoltError {
  /** The file's path, or `bytes` when it was given as such. */
  readonly file: string;

  constructor(
    code: 'CONVOLT_INVALID_FILE' | 'CONVOLT_UNSUPPORTED_FILE',
    file: string,
    message: string,
    details: ErrorDetails = {},
  ) {
    super(code, `${file}: ${message}`, details);
    this.file = file;
  }
}

/** A size that differs between a module and the state dict that it was to load. */
export interface SizeMismatch {
  readonly key: string;
  /** The shape in the module. */
  readonly expected: readonly number[];
  /** The shape in the state dict. */
  readonly received: readonly number[];
}

/** A state dict that does not fit the module; all that is wrong is listed, and nothing was loaded. */
export class StateDictError extends ConvoltError {
  /** Keys of the module that the state dict lacks. */
  readonly missingKeys: readonly string[];
  /** Keys of the state dict that the module lacks. */
  readonly unexpectedKeys: readonly string[];
  readonly mismatched: readonly SizeMismatch[];

  constructor(
    module: string,
    missingKeys: readonly string[],
    unexpectedKeys: readonly string[],
    mismatched: readonly SizeMismatch[],
  ) {
    const lines = [`loadStateDict: the state dict does not fit ${module}; nothing was loaded`];
    if (missingKeys.length > 0) lines.push(`missing keys: ${missingKeys.join(', ')}`);
    if (unexpectedKeys.length > 0) lines.push(`unexpected keys: ${unexpectedKeys.join(', ')}`);
    for (const { key, expected, received } of mismatched) {
      lines.push(
        `size mismatch for ${key}: expected [${expected.join(', ')}], received [${received.join(', ')}]`,
      );
    }
    if (mismatched.length === 0) lines.push('pass { strict: false } to load the keys that do fit');
    super('CONVOLT_STATE_DICT_MISMATCH', lines.join('\n  '));
    this.missingKeys = missingKeys;
    this.unexpectedKeys = unexpectedKeys;
    this.mismatched = mismatched;
  }
}

/** A short description of any value, for error messages: `'same'`, `[1, 2]`, `null`, `a Map`. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return `'${value.length > 40 ? `${value.slice(0, 40)}…` : value}'`;
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) {
    const shown = value.slice(0, 8).map(describe).join(', ');
    return `[${shown}${value.length > 8 ? ', …' : ''}]`;
  }
  if (typeof value === 'function') return value.name === '' ? 'a function' : `the function ${value.name}`;
  if (typeof value !== 'object' || value === null) return String(value);
  const name = value.constructor?.name ?? 'Object';
  return /^[AEIOU]/.test(name) ? `an ${name}` : `a ${name}`;
}
