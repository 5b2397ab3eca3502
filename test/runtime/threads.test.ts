import { afterEach, describe, expect, test } from 'vitest';
import { ArgumentError } from '../../lib/errors.js';
import { info } from '../../lib/runtime/info.js';
import { getNumThreads, setNumThreads } from '../../lib/runtime/threads.js';

const before = getNumThreads();
afterEach(() => setNumThreads(before));

describe('setNumThreads', () => {
  test('sets what getNumThreads and info tell', () => {
    setNumThreads(3);
    expect(getNumThreads()).toBe(3);
    expect(info().threads).toBe(3);
  });

  test.each([0, -1, 1.5, Number.NaN, 257, '2', null, undefined])('refuses %j by name', (threads) => {
    expect(() => setNumThreads(threads as number)).toThrow(ArgumentError);
    expect(() => setNumThreads(threads as number)).toThrow(
      /setNumThreads: threads must be an integer from 1/,
    );
    expect(getNumThreads()).toBe(before);
  });
});
