/** Parsers of option values. */
import { InvalidArgumentError } from 'commander';

/** `1,28,28`: sizes, each at least 1. */
export function parseShape(text: string): number[] {
  const shape = text.split(',').map(Number);
  if (shape.every((size) => Number.isSafeInteger(size) && size > 0)) return shape;
  throw new InvalidArgumentError('Expected sizes such as 1,28,28.');
}

/** `0.5` or `0.485,0.456,0.406`: one number, or one for each channel. */
export function parseNumbers(text: string): number[] {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (numbers.every(Number.isFinite)) return numbers;
  throw new InvalidArgumentError('Expected numbers such as 0.485,0.456,0.406.');
}

/** A positive integer. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new InvalidArgumentError('Expected a positive integer.');
}
