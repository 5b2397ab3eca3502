import { describe, expect, test } from 'vitest';
import { ArgumentError, DTypeError, ShapeError } from '../../lib/errors.js';
import {
  bilinear,
  contiguous,
  type FoldOptions,
  fold,
  permute,
  slice,
  unfold,
} from '../../lib/functional/index.js';
import { addon } from '../../lib/runtime/addon.js';
import { Tensor } from '../../lib/tensor/tensor.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

interface Fixture {
  cases: {
    image: RecordedTensor;
    kernelSize: number | [number, number];
    options: FoldOptions;
    columns: RecordedTensor;
    other: RecordedTensor;
    outputSize: [number, number];
    folded: RecordedTensor;
  }[];
  bilinear: {
    input1: RecordedTensor;
    input2: RecordedTensor;
    weight: RecordedTensor;
    bias: RecordedTensor | null;
    output: RecordedTensor;
  }[];
}

const fixture = readFixture<Fixture>('fold');

describe('equals PyTorch', () => {
  for (const { image, kernelSize, options, columns, other, outputSize, folded } of fixture.cases) {
    const what = `[${image.shape}] in blocks of ${JSON.stringify(kernelSize)}, ${JSON.stringify(options)}`;
    test(`unfold: ${what}`, () => {
      expect(relativeError(unfold(toTensor(image), kernelSize, options), toTensor(columns))).toBe(0);
    });
    test(`fold: ${what}`, () => {
      const result = fold(toTensor(other), outputSize, kernelSize, options);
      expect(relativeError(result, toTensor(folded))).toBeLessThan(1e-6);
    });
  }

  for (const { input1, input2, weight, bias, output } of fixture.bilinear) {
    test(`bilinear: [${input1.shape}] and [${input2.shape}]`, () => {
      const result = bilinear(toTensor(input1), toTensor(input2), toTensor(weight), bias && toTensor(bias));
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

test('fold: a sample has the same bits alone as in a batch, and with any number of threads', () => {
  const batch = filled(3, 45, 400);
  const together = fold(batch, 22, 3);
  const before = addon.getNumThreads();
  for (const [n, threads] of [1, 3, 8].entries()) {
    addon.setNumThreads(threads);
    const alone = fold(slice(batch, 0, n, n + 1), 22, 3);
    expect(alone.equal(slice(together, 0, n, n + 1))).toBe(true);
  }
  addon.setNumThreads(before);
});

test('views are read as they lie', () => {
  const image = permute(filled(6, 5, 4), [2, 0, 1]);
  expect(unfold(image, 2).equal(unfold(contiguous(image), 2))).toBe(true);
  const columns = permute(filled(20, 8), [1, 0]);
  expect(fold(columns, [5, 6], 2).equal(fold(contiguous(columns), [5, 6], 2))).toBe(true);
});

describe('refuses', () => {
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
  const x = float(1, 2, 5, 6);

  refuses('no tensor', () => unfold(null as never, 3), ArgumentError, /unfold: input must be a Tensor/);
  refuses('other dtypes', () => unfold(x.to('int64'), 3), DTypeError, /float32/);
  refuses('a matrix', () => unfold(float(5, 6), 3), ShapeError, /\(C, H, W\)/);
  refuses('no channels', () => unfold(float(1, 0, 5, 6), 3), ShapeError, /at least 1/);
  refuses(
    'a block too large',
    () => unfold(x, [6, 1]),
    ShapeError,
    /\[6, 1\] .* does not fit an image of \[5, 6\]/,
  );
  refuses('a kernel of 0', () => unfold(x, 0), ArgumentError, /unfold: kernelSize/);
  refuses('unknown options', () => unfold(x, 2, { strides: 1 } as never), ArgumentError, /strides/);
  refuses(
    'rows that are not whole blocks',
    () => fold(float(1, 7, 20), [5, 6], 2),
    ShapeError,
    /input must be \(…, C · 4, 20\) .* received shape \[1, 7, 20\]/,
  );
  refuses('another number of blocks', () => fold(float(1, 8, 19), [5, 6], 2), ShapeError, /\[1, 8, 19\]/);
  refuses('four dimensions', () => fold(float(1, 1, 8, 20), [5, 6], 2), ShapeError, /fold: input must be/);
  refuses('an image of 0', () => fold(float(1, 8, 20), 0, 2), ArgumentError, /outputSize/);
  refuses('blocks larger than the image', () => fold(float(1, 8, 20), 1, 2), ShapeError, /does not fit/);
  refuses(
    'batches that differ',
    () => bilinear(float(2, 4), float(1, 5), float(6, 4, 5)),
    ShapeError,
    /input1 of shape \[2, 4\] and input2 of shape \[1, 5\]/,
  );
  refuses(
    'other features',
    () => bilinear(float(2, 5), float(2, 5), float(6, 4, 5)),
    ShapeError,
    /\(\*, 4\)/,
  );
  refuses(
    'a matrix as weight',
    () => bilinear(float(4), float(5), float(4, 5)),
    ShapeError,
    /weight must be/,
  );
  refuses(
    'a bias of another length',
    () => bilinear(float(4), float(5), float(6, 4, 5), float(5)),
    ShapeError,
    /bias must have shape \[6\]/,
  );
});
