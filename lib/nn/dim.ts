import { ArgumentError } from '../errors.js';

/** A dimension that a layer will count on its inputs: an integer; negative counts from the end. */
export function checkDim(where: string, argument: string, value: unknown): number {
  if (!Number.isSafeInteger(value)) throw new ArgumentError(where, argument, 'an integer', value);
  return value as number;
}
