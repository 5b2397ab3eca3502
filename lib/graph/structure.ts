/** Nested lists and objects, taken apart into their leaves and put together again. */
import type { Structure } from './graph.js';

/** A leaf, and the keys that lead to it. */
export interface Leaf<T> {
  readonly value: T;
  readonly path: readonly (string | number)[];
}

/**
 * The leaves of a structure in order, and the structure of their places in that list.
 *
 * @param isLeaf what is a leaf; what is neither that nor a list or plain object goes to `refuse`
 */
export function takeApart<T>(
  structure: unknown,
  isLeaf: (value: unknown) => value is T,
  refuse: (value: unknown, path: readonly (string | number)[]) => never,
): { leaves: Leaf<T>[]; places: Structure<number> } {
  const leaves: Leaf<T>[] = [];
  const walk = (value: unknown, path: readonly (string | number)[]): Structure<number> => {
    if (isLeaf(value)) return leaves.push({ value, path }) - 1;
    if (Array.isArray(value)) return value.map((item, i) => walk(item, [...path, i]));
    if (!isPlainObject(value)) refuse(value, path);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, [...path, key])]));
  };
  return { places: walk(structure, []), leaves };
}

/** The structure with a leaf in each place. */
export function putTogether<T>(places: Structure<number>, leaves: readonly T[]): Structure<T> {
  if (typeof places === 'number') return leaves[places] as T;
  if (Array.isArray(places)) return places.map((item) => putTogether(item, leaves));
  return Object.fromEntries(
    Object.entries(places).map(([key, item]) => [key, putTogether(item as Structure<number>, leaves)]),
  );
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
