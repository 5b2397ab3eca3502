import { describe, expect, test } from 'vitest';
import { ArgumentError, DTypeError, ShapeError } from '../../lib/errors.js';
import { contiguous, conv1d, conv2d, conv3d, permute, slice } from '../../lib/functional/index.js';
import { addon } from '../../lib/runtime/addon.js';
import { Tensor } from '../../lib/tensor/tensor.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

interface Case {
  function: keyof typeof functions;
  name: string;
  input: RecordedTensor;
  weight: RecordedTensor;
  bias: RecordedTensor | null;
  options: object;
  output: RecordedTensor;
}

const functions = { conv1d, conv2d, conv3d };

describe('equals PyTorch', () => {
  for (const { function: run, name, input, weight, bias, options, output } of readFixture<Case[]>('conv')) {
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
const sameBits = (a: Float32Array, b: Float32Array) => bytes(a).equals(bytes(b));
/** Not the whole buffer, which begins before the tensor: tensors are aligned. */
const bytes = ({ buffer, byteOffset, byteLength }: Float32Array) =>
  Buffer.from(buffer, byteOffset, byteLength);

test('conv2d: a sample has the same bits alone as in a batch', () => {
  const batch = filled(3, 20, 9, 9);
  const weight = filled(30, 20, 3, 3);
  const together = conv2d(batch, weight, null, { padding: 1 });
  for (let n = 0; n < 3; n++) {
    const alone = conv2d(slice(batch, 0, n, n + 1), weight, null, { padding: 1 });
    expect(alone.data).toEqual(contiguous(slice(together, 0, n, n + 1)).data);
  }
});

test('conv3d: a sample has the same bits alone as in a batch, and with any number of threads', () => {
  const batch = filled(3, 6, 5, 9, 9);
  const weight = filled(30, 6, 3, 3, 3);
  const together = conv3d(batch, weight, null, { padding: 1 });
  const before = addon.getNumThreads();
  for (let n = 0; n < 3; n++) {
    addon.setNumThreads([1, 3, 8][n] as number);
    const alone = conv3d(slice(batch, 0, n, n + 1), weight, null, { padding: 1 });
    expect(alone.data).toEqual(contiguous(slice(together, 0, n, n + 1)).data);
  }
  addon.setNumThreads(before);
});

test('views are read as they lie', () => {
  const x = filled(6, 5, 4, 3);
  const turned = permute(x, [3, 1, 2, 0]);
  const weight = filled(2, 5, 2, 2);
  expect(conv2d(turned, weight).data).toEqual(conv2d(contiguous(turned), weight).data);
});

test('conv2d: bits do not depend on the number of threads', () => {
  const input = filled(1, 32, 40, 40);
  const weight = filled(100, 32, 3, 3);
  const before = addon.getNumThreads();
  const results = [1, 2, 3, 8].map((threads) => {
    addon.setNumThreads(threads);
    return conv2d(input, weight, null, { padding: 1 }).data as Float32Array;
  });
  addon.setNumThreads(before);
  for (const result of results) expect(sameBits(result, results[0] as Float32Array)).toBe(true);
});

describe('conv2d refuses', () => {
  const x = float(1, 4, 8, 8);
  const w = float(6, 4, 3, 3);
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
    () => conv2d(null as never, w),
    ArgumentError,
    /input must be a Tensor, received null/,
  );
  refuses('a missing weight', () => conv2d(x, undefined as never), ArgumentError, /weight must be a Tensor/);
  refuses(
    'other dtypes',
    () => conv2d(Tensor.empty({ shape: [1, 4, 8, 8], dtype: 'int64' }), w),
    DTypeError,
    /float32/,
  );
  refuses(
    'an input of the wrong rank',
    () => conv2d(float(8, 8), w),
    ShapeError,
    /\(C, H, W\), received shape \[8, 8\]/,
  );
  refuses('a weight of the wrong rank', () => conv2d(x, float(4, 3, 3)), ShapeError, /weight must be/);
  refuses(
    'a channel mismatch, with both shapes',
    () => conv2d(float(1, 3, 8, 8), w),
    ShapeError,
    /4 channels, received input of shape \[1, 3, 8, 8\] and weight of shape \[6, 4, 3, 3\]/,
  );
  refuses(
    'a kernel larger than the padded input, with both shapes',
    () => conv2d(float(1, 4, 2, 2), w),
    ShapeError,
    /must fit .* \[1, 4, 2, 2\] .* \[6, 4, 3, 3\]/,
  );
  refuses('an input without pixels', () => conv2d(float(1, 4, 0, 8), w), ShapeError, /must fit/);
  refuses('an empty weight', () => conv2d(x, float(6, 4, 0, 3)), ShapeError, /weight must not be empty/);
  refuses(
    'groups that do not divide',
    () => conv2d(x, float(5, 2, 3, 3), null, { groups: 2 }),
    ShapeError,
    /divide the 5/,
  );
  refuses('a bias of another length', () => conv2d(x, w, float(5)), ShapeError, /bias must have shape \[6\]/);
  refuses(
    'same with a stride',
    () => conv2d(x, w, null, { padding: 'same', stride: 2 }),
    ArgumentError,
    /'same'/,
  );
  refuses('unknown options', () => conv2d(x, w, null, { strides: 2 } as never), ArgumentError, /strides/);
  refuses('an image for a sequence', () => conv1d(x, float(6, 4, 3)), ShapeError, /\(N, C, L\) or \(C, L\)/);
  refuses(
    'a kernel of an image for a sequence',
    () => conv1d(float(1, 4, 8), w),
    ShapeError,
    /weight must be \(outChannels, inChannels \/ groups, length\)/,
  );
  refuses(
    'a sequence for a volume',
    () => conv3d(float(1, 4, 8), float(6, 4, 1, 1, 1)),
    ShapeError,
    /N, C, D, H, W/,
  );
  refuses(
    'a kernel deeper than the padded volume',
    () => conv3d(float(1, 4, 2, 8, 8), float(6, 4, 3, 3, 3)),
    ShapeError,
    /must fit .* \[1, 4, 2, 8, 8\] .* \[6, 4, 3, 3, 3\]/,
  );
  refuses(
    'two strides for a volume',
    () => conv3d(float(1, 4, 3, 8, 8), float(6, 4, 3, 3, 3), null, { stride: [1, 1] as never }),
    ArgumentError,
    /stride must be an integer of at least 1, or three \[depth, height, width\]/,
  );
  refuses(
    'two strides for a sequence',
    () => conv1d(float(1, 4, 8), float(6, 4, 3), null, { stride: [1, 1] as never }),
    ArgumentError,
    /stride must be/,
  );
  for (const [option, values] of Object.entries({
    stride: [0, -1, 1.5, Number.NaN, '2', [1], [1, 0], [1, 2, 3]],
    dilation: [0, -1, 1.5, Number.NaN, [1, Number.NaN]],
    padding: [-1, 0.5, Number.NaN, 'full', [1], [1, -1], [1, 1, 1], 2 ** 40],
    groups: [0, -1, 1.5, Number.NaN, [1], '1'],
  })) {
    for (const value of values) {
      refuses(
        `${option} ${JSON.stringify(value)}`,
        () => conv2d(x, w, null, { [option]: value }),
        ArgumentError,
        new RegExp(`conv2d: ${option} must be`),
      );
    }
  }
});
