/** Finds the state dict in what a checkpoint holds: itself, or inside a dict of epoch, optimizer and the like. */
import { ArgumentError } from '../../errors.js';
import { invalidFile, quotedList, unsupportedFile } from '../file-error.js';
import type { Source } from '../source.js';
import { PickledTensor } from './checkpoint.js';

/** The names under which training scripts keep the weights. */
const WRAPPERS = [
  'state_dict',
  'state_dict_ema',
  'model_ema',
  'model',
  'model_state_dict',
  'net',
  'params',
  'params_ema',
];

/** What DataParallel and torch.compile put before every name. */
const PREFIXES = ['module.', '_orig_mod.'];

/**
 * The tensors of the state dict in `checkpoint`, prefixes removed.
 *
 * In this order: the dict under `key` where one is given; the one dict of tensors under a usual name (`state_dict`,
 * `model`, …); the checkpoint itself where it holds tensors; the one dict of tensors that it holds. Entries that are not
 * tensors (the epoch, `_metadata`, a counter kept as a plain int) are left out.
 *
 * @throws FileError when there is no such dict, or more than one
 */
export function selectStateDict(
  source: Source,
  checkpoint: unknown,
  key?: string,
): Map<string, PickledTensor> {
  return stripPrefixes(tensorsOf(source, findDict(source, checkpoint, key)));
}

type Dict = ReadonlyMap<unknown, unknown>;

function findDict(source: Source, checkpoint: unknown, key: string | undefined): Dict {
  if (checkpoint instanceof PickledTensor)
    throw unsupportedFile(source, 'it holds a single tensor without a name; save a dict of tensors');
  if (Array.isArray(checkpoint)) throw unsupportedFile(source, 'it holds a list, not a dict of tensors');
  if (!(checkpoint instanceof Map)) throw unsupportedFile(source, 'it holds no dict of tensors');
  if (key === undefined) return unwrap(source, checkpoint);
  const inner = checkpoint.get(key);
  if (inner instanceof Map) return unwrap(source, inner);
  const expected = `the name of a dict in ${source.name}, which holds ${quotedList(namesOf(checkpoint))}`;
  throw new ArgumentError('load', 'key', expected, key);
}

function unwrap(source: Source, dict: Dict): Dict {
  const inner = dictsOfTensors(dict);
  const wrapped = inner.filter(([name]) => WRAPPERS.includes(name as string));
  const [only] = wrapped.length > 0 ? wrapped : inner;
  if (wrapped.length === 1 && only !== undefined) return only[1];
  const itself = holdsTensors(dict);
  if (itself && inner.length === 0) return dict;
  if (!itself && inner.length === 1 && only !== undefined) return only[1];
  if (inner.length > 0) {
    const names = quotedList(namesOf(new Map(inner)));
    throw unsupportedFile(
      source,
      `it holds several dicts of tensors: ${names}; say which one with load(path, { key: … })`,
    );
  }
  throw unsupportedFile(source, `it holds no dict of tensors; its keys are ${quotedList(namesOf(dict))}`);
}

/** The entries that are dicts with tensors. Each dict is looked through once, under however many names it stands. */
function dictsOfTensors(dict: Dict): [unknown, Dict][] {
  const found = new Set([...new Set(dict.values())].filter(holdsTensors));
  return [...dict].filter((entry): entry is [unknown, Dict] => found.has(entry[1] as Dict));
}

function holdsTensors(value: unknown): value is Dict {
  return value instanceof Map && [...value.values()].some((item) => item instanceof PickledTensor);
}

function namesOf(dict: Dict): string[] {
  return [...dict.keys()].filter((name) => typeof name === 'string');
}

function tensorsOf(source: Source, dict: Dict): Map<string, PickledTensor> {
  const tensors = new Map<string, PickledTensor>();
  for (const [name, value] of dict) {
    if (!(value instanceof PickledTensor)) continue;
    if (typeof name !== 'string')
      throw invalidFile(source, 'a tensor of the state dict has a name that is not a string');
    tensors.set(name, value);
  }
  return tensors;
}

/** Removes prefixes that all names have, one after another (a compiled DataParallel model has both). */
function stripPrefixes(tensors: Map<string, PickledTensor>): Map<string, PickledTensor> {
  let names = [...tensors.keys()];
  const shared = (prefix: string) => names.every((name) => name.startsWith(prefix) && name !== prefix);
  for (let prefix = PREFIXES.find(shared); prefix !== undefined; prefix = PREFIXES.find(shared)) {
    const { length } = prefix;
    names = names.map((name) => name.slice(length));
  }
  return new Map([...tensors.values()].map((tensor, i) => [names[i] as string, tensor]));
}
