/** Loading a state dict into a module. */
import { ArgumentError, type SizeMismatch, StateDictError } from '../errors.js';
import { copy_ } from '../functional/copy.js';
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

/** Whose state is loaded. */
interface Target {
  stateDict(): Map<string, Tensor>;
}

/** Copies the tensors of `stateDict` into those of `target`; checks everything first. See `Module.loadStateDict`. */
export function copyStateDict(target: Target, stateDict: StateDict, strict: boolean): IncompatibleKeys {
  if (typeof strict !== 'boolean') throw new ArgumentError('loadStateDict', 'strict', 'a boolean', strict);
  const source = toMap(stateDict);
  const own = target.stateDict();
  const missingKeys = [...own.keys()].filter((key) => !source.has(key) && !mayBeMissing(key));
  const unexpectedKeys = [...source.keys()].filter((key) => !own.has(key));
  const mismatched: SizeMismatch[] = [];
  const copies: [Tensor, Tensor][] = [];
  for (const [key, tensor] of own) {
    if (!source.has(key)) continue;
    const value = source.get(key);
    if (!(value instanceof Tensor)) throw new ArgumentError('loadStateDict', `'${key}'`, 'a Tensor', value);
    if (`${value.shape}` !== `${tensor.shape}`) {
      mismatched.push({ key, expected: tensor.shape, received: value.shape });
    }
    copies.push([tensor, value]);
  }
  if (mismatched.length > 0 || (strict && missingKeys.length + unexpectedKeys.length > 0)) {
    const module = target.constructor.name;
    throw new StateDictError(module, strict ? missingKeys : [], strict ? unexpectedKeys : [], mismatched);
  }
  for (const [tensor, value] of copies) copy_(tensor, value);
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
