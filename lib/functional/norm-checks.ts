/** Checks that the normalisations share. */
import { ArgumentError, ShapeError } from '../errors.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkFloat32 } from './check.js';

/** @throws ArgumentError unless `eps` is a finite number of at least 0 */
export function checkEps(where: string, eps: unknown): void {
  if (typeof eps !== 'number' || !(eps >= 0) || eps === Number.POSITIVE_INFINITY)
    throw new ArgumentError(where, 'eps', 'a finite number of at least 0', eps);
}

/** @throws ShapeError unless `value` is a float32 vector with one element for each channel of `input` (N, C, …) */
export function checkChannels(where: string, argument: string, value: unknown, input: Tensor): void {
  checkFloat32(where, argument, value);
  const channels = input.shape[1] as number;
  if (value.ndim === 1 && value.shape[0] === channels) return;
  const expected = `[${channels}]`;
  const received = `[${value.shape.join(', ')}]`;
  throw new ShapeError(
    where,
    `${argument} must have the shape ${expected}, one element for each channel of input [${input.shape.join(', ')}], ` +
      `received ${received}`,
    { argument, expected, received },
  );
}
