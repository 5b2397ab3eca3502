import { ArgumentError } from '../errors.js';
import { OrderedContainer } from './container.js';
import type { Module } from './module.js';

/**
 * A list of modules that are children of the module which holds the list. It has no `forward`: the holder says how they
 * are used.
 *
 * @example
 * this.blocks = new nn.ModuleList([new Block(64), new Block(64)]);
 * for (const block of this.blocks) x = block.forward(x);
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ModuleList.html
 */
export class ModuleList extends OrderedContainer {
  declare readonly forward: never;

  constructor(modules: Iterable<Module> = []) {
    super();
    if (typeof modules?.[Symbol.iterator] !== 'function') {
      throw new ArgumentError('ModuleList', 'modules', 'a list of Modules', modules);
    }
    this.extend(modules);
  }
}
