/** Loading a state dict into a module. */
import { ArgumentError, type SizeMismatch, StateDictError } from '../errors.js';
import { checkBoolean, checkOptions } from '../functional/check.js';
import { contiguous, copy_ } from '../functional/copy.js';
import { Tensor } from '../tensor/tensor.js';

/** Tensors by PyTorch's keys. */
export type StateDict = ReadonlyMap<string, Tensor> | Readonly<Record<string, Tensor>>;

/** The keys that a state dict and a module do not share. */
export interface IncompatibleKeys {
  /** Keys of the module that the state dict lacks. */
  missingKeys: string[];
  /** Keys of the state dict that the module lacks. */
  unexpectedKeys: string[];
}

/** The options of `Module.loadStateDict`. */
export interface LoadStateDictOptions {
  /** false: keys that are missing or unexpected are not an error. Default true. */
  strict?: boolean;
  /**
   * true: the tensors of the state dict become the module's own where their dtype is the same, with the memory that they
   * have, in place of a copy. Default false.
   */
  assign?: boolean;
}

/** A parameter or buffer of a module. */
export interface StateEntry {
  readonly tensor: Tensor;
  /** Puts another in its place. */
  put(tensor: Tensor): void;
}

/** Gives a module's parameters and buffers other values; checks everything first. See `Module.loadStateDict`. */
export function fillState(
  module: string,
  own: ReadonlyMap<string, StateEntry>,
  stateDict: StateDict,
  options: LoadStateDictOptions,
): IncompatibleKeys {
  checkOptions('loadStateDict', options, ['strict', 'assign']);
  const { strict = true, assign = false } = options;
  checkBoolean('loadStateDict', 'strict', strict);
  checkBoolean('loadStateDict', 'assign', assign);
  const source = toMap(stateDict);
  const missingKeys = [...own.keys()].filter((key) => !source.has(key) && !mayBeMissing(key));
  const unexpectedKeys = [...source.keys()].filter((key) => !own.has(key));
  const mismatched: SizeMismatch[] = [];
  const changes: [StateEntry, Tensor][] = [];
  for (const [key, entry] of own) {
    if (!source.has(key)) continue;
    const value = source.get(key);
    if (!(value instanceof Tensor)) throw new ArgumentError('loadStateDict', `'${key}'`, 'a Tensor', value);
    const { shape } = entry.tensor;
    if (`${value.shape}` !== `${shape}`) mismatched.push({ key, expected: shape, received: value.shape });
    changes.push([entry, value]);
  }
  if (mismatched.length > 0 || (strict && missingKeys.length + unexpectedKeys.length > 0)) {
    throw new StateDictError(module, strict ? missingKeys : [], strict ? unexpectedKeys : [], mismatched);
  }
  for (const [{ tensor, put }, value] of changes) {
    if (assign && value.dtype === tensor.dtype) put(contiguous(value));
    else copy_(tensor, value);
  }
  return { missingKeys, unexpectedKeys };
}

/** BatchNorm counts its batches only since PyTorch 0.4.1; a file says so in metadata that safetensors cannot hold. */
function mayBeMissing(key: string): boolean {
  return key === 'num_batches_tracked' || key.endsWith('.num_batches_tracked');
}

function toMap(stateDict: unknown): Map<string, unknown> {
  if (stateDict instanceof Map) return stateDict;
  if (typeof stateDict === 'object' && stateDict !== null) {
    const prototype: unknown = Object.getPrototypeOf(stateDict);
    if (prototype === Object.prototype || prototype === null) return new Map(Object.entries(stateDict));
  }
  throw new ArgumentError('loadStateDict', 'stateDict', 'a Map or a plain object of tensors', stateDict);
}
