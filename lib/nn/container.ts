/** What the containers share: children that are entries of the container instead of properties. */
import { ArgumentError } from '../errors.js';
import { checkModule, Module } from './module.js';

/** A module whose `addModule` adds an entry. A subclass's own properties are children too, after the entries. */
export abstract class Container extends Module {
  readonly #entries = new Map<string, Module>();

  /** @internal */
  protected get entriesByName(): Map<string, Module> {
    return this.#entries;
  }

  protected override setChild(name: string, module: Module): void {
    this.#entries.set(name, module);
  }

  protected override *ownChildren(): Iterable<[string, Module]> {
    yield* this.#entries;
    yield* super.ownChildren();
  }
}

/** A container whose entries have an order: `at(i)`, `length`, iteration, `append`. */
export abstract class OrderedContainer extends Container {
  /** The number of modules. */
  get length(): number {
    return this.entriesByName.size;
  }

  /** The module at `index`; a negative one counts from the end. */
  at(index: number): Module {
    const { length } = this;
    if (!Number.isInteger(index) || index < -length || index >= length) {
      const expected = length === 0 ? 'absent: it is empty' : `an integer from ${-length} to ${length - 1}`;
      throw new ArgumentError(`${this.constructor.name}.at`, 'index', expected, index);
    }
    return [...this].at(index) as Module;
  }

  [Symbol.iterator](): IterableIterator<Module> {
    return this.entriesByName.values();
  }

  /** Adds a module at the end, named by its index. */
  append(module: Module): this {
    checkModule(`${this.constructor.name}.append`, 'module', module);
    this.setChild(String(this.length), module);
    return this;
  }

  /** Adds modules at the end. */
  extend(modules: Iterable<Module>): this {
    for (const module of modules) this.append(module);
    return this;
  }
}
