/** Rounding numbers of channels as torchvision does. */
import { ArgumentError } from '../../errors.js';

/**
 * The multiple of `divisor` nearest to a number of channels, at least `divisor`; the one above where that would take more
 * than a tenth of them away.
 */
export function makeDivisible(channels: number, divisor: number): number {
  const nearest = Math.max(divisor, Math.floor(Math.trunc(channels + divisor / 2) / divisor) * divisor);
  return nearest < 0.9 * channels ? nearest + divisor : nearest;
}

/** The nearest integer, as Python's `round`: of two that are as near, the even one. */
export function roundHalfToEven(x: number): number {
  const below = Math.floor(x);
  if (x - below !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}

/** @throws ArgumentError unless `value` is a number above 0 */
export function checkFactor(where: string, argument: string, value: unknown): void {
  if (!Number.isFinite(value) || (value as number) <= 0)
    throw new ArgumentError(where, argument, 'a number above 0', value);
}
