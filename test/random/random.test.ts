import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ArgumentError, DTypeError, ShapeError } from '../../lib/errors.js';
import * as convolt from '../../lib/index.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

type Recorded = RecordedTensor | { shape: number[]; sha256: string };

interface Case {
  seed: string;
  calls: { expression: string; tensor: Recorded }[];
  state: string;
}

const fixture = readFixture<{
  cases: Record<string, Case[]>;
  orthogonal: Record<string, RecordedTensor>;
  gains: Record<convolt.nn.init.Nonlinearity, number>;
  layers: Record<string, Recorded>;
}>('random_stream');
const { Generator, manualSeed, nn, ones, rand, randint, randn, randperm, tensor, zeros } = convolt;
const { init } = nn;

/** The tensor that an expression of the fixture draws. */
function evaluate(expression: string): convolt.Tensor {
  const names = { ...convolt, init };
  return new Function(...Object.keys(names), `return ${expression}`)(...Object.values(names));
}

function digest(x: convolt.Tensor): string {
  const { data } = x.contiguous();
  return createHash('sha256')
    .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .digest('hex');
}

function expectEqual(actual: convolt.Tensor, expected: Recorded): void {
  expect(actual.shape).toEqual(expected.shape);
  if ('sha256' in expected) expect(digest(actual)).toBe(expected.sha256);
  else expect(actual.toArray()).toEqual(toTensor(expected).toArray());
}

describe.each(Object.entries(fixture.cases))('%s: numbers are PyTorch’s, bit for bit', (_, cases) => {
  test.each(cases)('seed $seed', ({ seed, calls, state }) => {
    manualSeed(BigInt(seed));
    for (const { expression, tensor } of calls) {
      try {
        expectEqual(evaluate(expression), tensor);
      } catch (error) {
        (error as Error).message = `${expression}: ${(error as Error).message}`;
        throw error;
      }
    }
    expect(digest(convolt.getRngState())).toBe(state);
  });
});

test('layers start as in PyTorch, bit for bit', () => {
  manualSeed(9);
  const model = new nn.Sequential(
    new nn.Conv2d(3, 16, 3),
    new nn.BatchNorm2d(16),
    new nn.Conv2d(16, 32, [3, 1], { groups: 4, bias: false }),
    new nn.Linear(32, 2),
    new nn.Linear(2, 40, { bias: false }),
    new nn.Conv2d(1, 1, 1),
  );
  const state = model.stateDict();
  expect([...state.keys()]).toEqual(Object.keys(fixture.layers));
  for (const [key, expected] of Object.entries(fixture.layers))
    expectEqual(state.get(key) as convolt.Tensor, expected);
});

describe('init', () => {
  test.each(Object.entries(fixture.orthogonal))(
    'orthogonal_ of %s is PyTorch’s but for rounding',
    (shape, expected) => {
      manualSeed(8);
      const q = init.orthogonal_(zeros(JSON.parse(shape)), { gain: 1.5 });
      expect(relativeError(q, toTensor(expected))).toBeLessThan(1e-5);
    },
  );

  test.each(Object.entries(fixture.gains))('calculateGain of %s', (name, gain) => {
    expect(init.calculateGain(name as convolt.nn.init.Nonlinearity)).toBe(gain);
  });

  test('truncNormal_ stays within its bounds, and reaches far ones only by their numbers', () => {
    const { data } = init.truncNormal_(zeros([100_000]), { std: 5, a: -1, b: 0.5 });
    expect(Math.min(...(data.slice(0, 1e5) as Float32Array))).toBeGreaterThanOrEqual(-1);
    expect(Math.max(...(data.slice(0, 1e5) as Float32Array))).toBeLessThanOrEqual(0.5);
  });

  test('an empty weight is left alone', () => {
    const before = digest(convolt.getRngState());
    for (const fill of [init.kaimingUniform_, init.kaimingNormal_, init.xavierUniform_, init.orthogonal_])
      expect(fill(zeros([0, 0])).shape).toEqual([0, 0]);
    expect(digest(convolt.getRngState())).toBe(before);
  });

  test('refuses bad arguments by name', () => {
    const weight = zeros([4, 4]);
    expect(() => init.kaimingUniform_(zeros([4]))).toThrow(ShapeError);
    expect(() => init.orthogonal_(zeros([4]))).toThrow(
      'orthogonal_: tensor must be (out, in, …), received shape [4]',
    );
    expect(() => init.kaimingNormal_(weight, { mode: 'fanOut' as never })).toThrow(
      "mode must be 'fan_in' or 'fan_out'",
    );
    expect(() => init.kaimingNormal_(weight, { nonlinearity: 'gelu' as never })).toThrow(
      'nonlinearity must be one of',
    );
    expect(() => init.xavierNormal_(weight, { gian: 1 } as never)).toThrow(
      'options must be an object with any of gain',
    );
    expect(() => init.xavierNormal_(weight, { gain: Number.NaN })).toThrow('gain must be a finite number');
    expect(() => init.truncNormal_(weight, { std: 0 })).toThrow('std must be a finite number above 0');
    expect(() => init.truncNormal_(weight, { a: 3 })).toThrow('b must be a finite number of at least a (3)');
    expect(() => init.truncNormal_(zeros([2], { dtype: 'int64' }))).toThrow(DTypeError);
    expect(() => init.sparse_(weight, 1.5)).toThrow('sparsity must be a number from 0 to 1');
    expect(() => init.sparse_(zeros([4]), 0.5)).toThrow(ShapeError);
    expect(() => init.eye_(zeros([4]))).toThrow(ShapeError);
    expect(() => init.dirac_(weight)).toThrow(ShapeError);
    expect(() => init.dirac_(zeros([4, 2, 3]), { groups: 3 })).toThrow(
      'groups must be a divisor of the 4 output channels',
    );
    expect(() => init.constant_(null as never, 1)).toThrow(ArgumentError);
  });
});

describe('Generator', () => {
  test('is a stream of its own', () => {
    const generator = new Generator().manualSeed(3);
    manualSeed(3);
    const [a, b] = [randn([5]), randperm(5)];
    randn([7]);
    expect(randn([5], { generator }).equal(a)).toBe(true);
    expect(randperm(5, { generator }).equal(b)).toBe(true);
  });

  test('goes on from a saved state, the second number of a pair included', () => {
    const generator = new Generator().manualSeed(1);
    randn([3], { generator });
    const state = generator.getState();
    const next = randn([30], { generator });
    expect(randn([30], { generator: new Generator().setState(state) }).equal(next)).toBe(true);
    generator.setState(state);
    expect(randn([30], { generator }).equal(next)).toBe(true);
  });

  test('names the seed it started from', () => {
    const generator = new Generator();
    expect(generator.initialSeed()).toBe(67280421310721n);
    expect(generator.manualSeed(-1).initialSeed()).toBe(2n ** 64n - 1n);
    expect(BigInt(generator.seed())).toBe(generator.initialSeed());
    expect(manualSeed(5).initialSeed()).toBe(convolt.initialSeed());
    expect(BigInt(convolt.seed())).toBe(convolt.initialSeed());
  });

  test('without a seed no two streams are the same', () => {
    const generator = new Generator();
    const seeds = Array.from({ length: 20 }, () => generator.seed());
    expect(new Set(seeds).size).toBe(20);
  });

  test('refuses seeds and states that are none', () => {
    for (const seed of [1.5, Number.NaN, '1', null, 2 ** 60, 2n ** 64n, -(2n ** 63n) - 1n])
      expect(() => manualSeed(seed as number)).toThrow('manualSeed: seed must be an integer');
    const generator = new Generator();
    expect(() => generator.setState(zeros([5056]))).toThrow('state must be a uint8 Tensor of shape [5056]');
    expect(() => generator.setState(zeros([5056], { dtype: 'uint8' }))).toThrow(
      'must be one that getState() gave',
    );
    const state = generator.getState();
    state.data[16] = 200;
    expect(() => convolt.setRngState(state)).toThrow('must be one that getState() gave');
  });
});

test('draws by methods are those by functions', () => {
  manualSeed(2);
  const x = zeros([20]);
  expect(x.uniform_(-1, 1)).toBe(x);
  const drawn = [x.clone(), x.normal_(1, 2).clone(), x.bernoulli_(0.5).clone()];
  manualSeed(2);
  expect(convolt.uniform_(zeros([20]), -1, 1).equal(drawn[0] as convolt.Tensor)).toBe(true);
  expect(convolt.normal_(zeros([20]), 1, 2).equal(drawn[1] as convolt.Tensor)).toBe(true);
  expect(convolt.bernoulli_(zeros([20]), 0.5).equal(drawn[2] as convolt.Tensor)).toBe(true);
});

test('a part of a tensor is drawn without touching the rest', () => {
  const x = ones([4, 6]);
  x.slice(1, 2, 4).uniform_(5, 6);
  const rows = x.toArray() as number[][];
  for (const row of rows) {
    expect([row[0], row[1], row[4], row[5]]).toEqual([1, 1, 1, 1]);
    expect(Math.min(row[2] as number, row[3] as number)).toBeGreaterThanOrEqual(5);
  }
});

test('bernoulli_ fills any dtype', () => {
  manualSeed(1);
  const expected = zeros([50]).bernoulli_(0.4);
  for (const dtype of ['bool', 'int64', 'float16'] as const) {
    manualSeed(1);
    const drawn = zeros([50], { dtype }).bernoulli_(0.4);
    expect(drawn.dtype).toBe(dtype);
    expect(drawn.to('float32').equal(expected)).toBe(true);
  }
});

test('the same shape, at random', () => {
  const x = tensor([[1, 2, 3]]);
  expect(convolt.randLike(x, { dtype: 'float64' })).toMatchObject({ shape: [1, 3], dtype: 'float64' });
  expect(convolt.randnLike(x)).toMatchObject({ shape: [1, 3], dtype: 'float32' });
});

test('refuses bad arguments by name', () => {
  const x = zeros([3]);
  expect(() => rand(3 as never)).toThrow('rand: shape must be a list');
  expect(() => randn([-1])).toThrow('randn: shape must be a list');
  expect(() => rand([2], { dtype: 'int64' as never })).toThrow('rand: dtype must be one of float32, float64');
  expect(() => rand([2], { generator: 3 as never })).toThrow(
    'rand: generator must be a Generator, received 3',
  );
  expect(() => randn([2], { seed: 3 } as never)).toThrow('options must be an object with any of generator');
  expect(() => randint(3, 3, [1])).toThrow('randint: high must be above low (3), received 3');
  expect(() => randint(0.5, 3, [1])).toThrow('randint: low must be a safe integer');
  expect(() => randint(0, 257, [1], { dtype: 'uint8' })).toThrow(
    'high - 1 must be an integer that uint8 can hold',
  );
  expect(() => randint(0, 2 ** 25, [1], { dtype: 'float32' })).toThrow('high must be within ±2^24');
  expect(() => randint(0, 2, [1], { dtype: 'bool' as never })).toThrow('randint: dtype must be one of');
  expect(() => randperm(-1)).toThrow('randperm: n must be an integer of at least 0');
  expect(() => x.uniform_(1, 0)).toThrow(
    'uniform_: high must be a finite number of at least low (1), received 0',
  );
  expect(() => x.uniform_(Number.NaN)).toThrow('uniform_: low must be a finite number');
  expect(() => x.normal_(0, -1)).toThrow('normal_: std must be a finite number of at least 0, received -1');
  expect(() => x.bernoulli_(2)).toThrow('bernoulli_: p must be a number from 0 to 1, received 2');
  expect(() => x.to('int64').normal_()).toThrow(DTypeError);
  expect(() => x.to('int64').uniform_()).toThrow(DTypeError);
  expect(() => zeros([1]).expand(3).uniform_()).toThrow('expanded view');
  expect(() => convolt.uniform_([1] as never)).toThrow('uniform_: input must be a Tensor');
});
