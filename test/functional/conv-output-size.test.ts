import { expect, test } from 'vitest';
import { ArgumentError, ShapeError } from '../../lib/errors.js';
import { convOutputSize } from '../../lib/index.js';

test('convOutputSize is the formula of the lesson', () => {
  expect(convOutputSize(28, 3, 0, 1)).toBe(26);
  expect(convOutputSize(28, 3, 1, 1)).toBe(28);
  expect(convOutputSize(28, 3)).toBe(26);
});

test('convOutputSize rounds down, and dilates', () => {
  expect(convOutputSize(224, 7, 3, 2)).toBe(112);
  expect(convOutputSize(9, 3, 0, 1, 2)).toBe(5);
  expect(convOutputSize(3, 3)).toBe(1);
});

test('convOutputSize refuses a result below 1', () => {
  expect(() => convOutputSize(2, 3)).toThrow(ShapeError);
  expect(() => convOutputSize(0, 1)).toThrow(ShapeError);
  expect(() => convOutputSize(4, 3, 0, 1, 2)).toThrow(/does not fit/);
});

test('convOutputSize refuses what is not an integer in range, by name', () => {
  expect(() => convOutputSize(Number.NaN, 3)).toThrow(/size must be an integer/);
  expect(() => convOutputSize(28, 0)).toThrow(/kernel must be/);
  expect(() => convOutputSize(28, 3, -1)).toThrow(/padding must be/);
  expect(() => convOutputSize(28, 3, 1, 0)).toThrow(/stride must be/);
  expect(() => convOutputSize(28, 3, 1, 1, 1.5)).toThrow(/dilation must be/);
  expect(() => convOutputSize('28' as never, 3)).toThrow(ArgumentError);
});
