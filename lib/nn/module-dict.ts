import { ArgumentError } from '../errors.js';
import { Container } from './container.js';
import type { Module } from './module.js';

/**
 * Modules by name, all children of the module which holds the dictionary. It has no `forward`: the holder says how they
 * are used. `get`, `set`, `has`, `keys`, `size`, … are those of a Map.
 *
 * @example
 * this.activations = new nn.ModuleDict({ relu: new nn.ReLU(), none: new nn.Identity() });
 * x = this.activations.get('relu').forward(x);
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ModuleDict.html
 */
export class ModuleDict extends Container {
  declare readonly forward: never;

  constructor(modules: ReadonlyMap<string, Module> | Readonly<Record<string, Module>> = {}) {
    super();
    if (typeof modules !== 'object' || modules === null || Array.isArray(modules)) {
      throw new ArgumentError('ModuleDict', 'modules', 'a Map or an object of Modules', modules);
    }
    const named = modules instanceof Map ? modules : Object.entries(modules);
    for (const [name, module] of named) this.addModule(name, module);
  }

  /** The number of modules. */
  get size(): number {
    return this.entriesByName.size;
  }

  has(name: string): boolean {
    return this.entriesByName.has(name);
  }

  /** The module of that name. */
  get(name: string): Module {
    const module = this.entriesByName.get(name);
    if (module === undefined) {
      throw new ArgumentError('ModuleDict.get', 'name', `one of ${[...this.keys()].join(', ')}`, name);
    }
    return module;
  }

  /** Adds a module, or puts it in the place of the one of that name. */
  set(name: string, module: Module): this {
    this.addModule(name, module);
    return this;
  }

  keys(): IterableIterator<string> {
    return this.entriesByName.keys();
  }

  values(): IterableIterator<Module> {
    return this.entriesByName.values();
  }

  entries(): IterableIterator<[string, Module]> {
    return this.entriesByName.entries();
  }

  [Symbol.iterator](): IterableIterator<[string, Module]> {
    return this.entries();
  }
}
