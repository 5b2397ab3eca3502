/** Integers of messages, which may be of 64 bits. */
import type { Integer } from './schema.js';

/**
 * @param refusal makes the error for one beyond 2^53
 */
export function toInteger(
  value: Integer,
  refusal: (why: string) => Error = (why) => new RangeError(why),
): number {
  const number = typeof value === 'number' ? value : value.toNumber();
  if (!Number.isSafeInteger(number)) throw refusal(`the integer ${number} is beyond 2^53`);
  return number;
}

/** All 64 bits. */
export function toBigInt(value: Integer): bigint {
  if (typeof value === 'number') return BigInt(value);
  const bits = (BigInt(value.high >>> 0) << 32n) | BigInt(value.low >>> 0);
  return value.unsigned ? bits : BigInt.asIntN(64, bits);
}
