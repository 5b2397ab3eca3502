import { describe, expect, test } from 'vitest';
import { ArgumentError, DTypeError, ShapeError } from '../../lib/errors.js';
import {
  contiguous,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
  permute,
  slice,
} from '../../lib/functional/index.js';
import { addon } from '../../lib/runtime/addon.js';
import { Tensor } from '../../lib/tensor/tensor.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

const functions = { convTranspose1d, convTranspose2d, convTranspose3d };

interface Case {
  function: keyof typeof functions;
  name: string;
  input: RecordedTensor;
  weight: RecordedTensor;
  bias: RecordedTensor | null;
  options: object;
  output: RecordedTensor;
}

describe('equals PyTorch', () => {
  for (const { function: run, name, input, weight, bias, options, output } of readFixture<Case[]>(
    'conv-transpose',
  )) {
    test(`${run}: ${name}`, () => {
      const result = functions[run](toTensor(input), toTensor(weight), bias && toTensor(bias), options);
      expect(relativeError(result, toTensor(output))).toBeLessThan(1e-6);
    });
  }
});

const float = (...shape: number[]) => Tensor.empty({ shape, dtype: 'float32' });

/** Numbers that have no pattern. */
const filled = (...shape: number[]) => {
  const tensor = float(...shape);
  for (let i = 0; i < tensor.numel(); i++) tensor.data[i] = Math.sin(i * i);
  return tensor;
};

/** Faster than toEqual on many numbers. */
const sameBits = (a: Tensor, b: Tensor) => {
  const bytes = ({ data }: Tensor) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return bytes(a).equals(bytes(b));
};

test.each([
  ['convTranspose1d', convTranspose1d, filled(3, 12, 40), filled(12, 70, 4)],
  ['convTranspose2d', convTranspose2d, filled(3, 12, 60, 20), filled(12, 70, 4, 4)],
  ['convTranspose3d', convTranspose3d, filled(3, 6, 20, 6, 5), filled(6, 40, 3, 3, 3)],
] as const)(
  '%s: a sample has the same bits alone as in a batch, and with any number of threads',
  (...row) => {
    const [, run, batch, weight] = row;
    const options = { stride: 2, padding: 1 };
    const together = run(batch, weight, null, options);
    const before = addon.getNumThreads();
    for (const [n, threads] of [1, 3, 8].entries()) {
      addon.setNumThreads(threads);
      const alone = run(slice(batch, 0, n, n + 1), weight, null, options);
      expect(sameBits(alone, contiguous(slice(together, 0, n, n + 1)))).toBe(true);
    }
    addon.setNumThreads(before);
  },
);

test('views are read as they lie', () => {
  const turned = permute(filled(6, 5, 4, 3), [3, 1, 2, 0]);
  const weight = filled(5, 2, 2, 2);
  expect(sameBits(convTranspose2d(turned, weight), convTranspose2d(contiguous(turned), weight))).toBe(true);
});

describe('convTranspose2d refuses', () => {
  const x = float(1, 4, 8, 8);
  const w = float(4, 3, 3, 3);
  const refuses = (
    name: string,
    call: () => unknown,
    error: new (...args: never[]) => Error,
    message: RegExp,
  ) =>
    test(name, () => {
      expect(call).toThrow(error);
      expect(call).toThrow(message);
    });

  refuses(
    'null for a tensor',
    () => convTranspose2d(null as never, w),
    ArgumentError,
    /input must be a Tensor/,
  );
  refuses('other dtypes', () => convTranspose2d(x.to('float64'), w), DTypeError, /float32/);
  refuses('an input of the wrong rank', () => convTranspose2d(float(8, 8), w), ShapeError, /\(C, H, W\)/);
  refuses(
    'a weight of the wrong rank',
    () => convTranspose2d(x, float(4, 3, 3)),
    ShapeError,
    /weight must be \(inChannels, outChannels \/ groups, height, width\)/,
  );
  refuses(
    'a channel mismatch, with both shapes',
    () => convTranspose2d(float(1, 3, 8, 8), w),
    ShapeError,
    /4 channels, received input of shape \[1, 3, 8, 8\] and weight of shape \[4, 3, 3, 3\]/,
  );
  refuses(
    'an image without pixels',
    () => convTranspose2d(float(1, 4, 0, 8), w),
    ShapeError,
    /must not be empty/,
  );
  refuses(
    'an empty weight',
    () => convTranspose2d(x, float(4, 3, 0, 3)),
    ShapeError,
    /weight must not be empty/,
  );
  refuses(
    'groups that do not divide',
    () => convTranspose2d(x, w, null, { groups: 3 }),
    ShapeError,
    /divide the 4/,
  );
  refuses('a bias of another length', () => convTranspose2d(x, w, float(4)), ShapeError, /shape \[3\]/);
  refuses(
    'output padding as large as stride and dilation',
    () => convTranspose2d(x, w, null, { stride: 2, outputPadding: [1, 2] }),
    ArgumentError,
    /outputPadding must be less than the stride \[2, 2\] or the dilation \[1, 1\]/,
  );
  refuses(
    'padding that leaves nothing, with both shapes',
    () => convTranspose2d(x, w, null, { padding: 5 }),
    ShapeError,
    /would be \[0, 0\] for input of shape \[1, 4, 8, 8\] and weight of shape \[4, 3, 3, 3\]/,
  );
  refuses('unknown options', () => convTranspose2d(x, w, null, { mode: 1 } as never), ArgumentError, /mode/);
  for (const [option, values] of Object.entries({
    stride: [0, 1.5, '2', [1, 0]],
    padding: [-1, 'same', [1, 1, 1, 1]],
    dilation: [0, Number.NaN],
    outputPadding: [-1, 0.5],
    groups: [0, [1]],
  })) {
    for (const value of values) {
      refuses(
        `${option} ${JSON.stringify(value)}`,
        () => convTranspose2d(x, w, null, { [option]: value }),
        ArgumentError,
        new RegExp(`convTranspose2d: ${option} must be`),
      );
    }
  }
});
