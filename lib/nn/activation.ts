/** What activation layers share. */
import { ArgumentError } from '../errors.js';
import { checkActivation, type InplaceOptions } from '../functional/activation.js';
import { checkNumber } from '../functional/check.js';
import { Module } from './module.js';

/** @internal The base of activation layers that can work in place. */
export abstract class InplaceActivation extends Module {
  readonly inplace: boolean;

  /** @param names the other options that the layer takes */
  constructor(options: InplaceOptions, names: readonly string[] = []) {
    super();
    checkActivation(new.target.name, options, names);
    this.inplace = options.inplace ?? false;
  }

  override extraRepr(): string {
    return [this.settings(), this.inplace ? 'inplace=True' : ''].filter(Boolean).join(', ');
  }

  /** What the layer prints beside `inplace`. */
  protected settings(): string {
    return '';
  }
}

/**
 * The options of a layer of which the first may stand by itself, as in Python: `LeakyReLU(0.2, { inplace: true })`.
 *
 * @throws ArgumentError when both arguments are options
 */
export function leadingOption<T extends object>(
  where: string,
  name: keyof T,
  first: T | number,
  others: T | undefined,
): T {
  if (typeof first === 'number') return { ...others, [name]: first } as T;
  if (others !== undefined)
    throw new ArgumentError(where, String(name), 'a number, or one object of options', first);
  return first;
}

/** @throws ArgumentError unless the value is a number; returns it */
export function number(where: string, argument: string, value: unknown): number {
  checkNumber(where, argument, value);
  return value;
}
