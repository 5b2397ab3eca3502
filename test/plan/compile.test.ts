import { describe, expect, test } from 'vitest';
import * as functional from '../../lib/functional/index.js';
import { trace } from '../../lib/graph/index.js';
import * as models from '../../lib/models/index.js';
import * as nn from '../../lib/nn/index.js';
import { compile, type Plan } from '../../lib/plan/index.js';
import { manualSeed, randn } from '../../lib/random/index.js';
import { addon } from '../../lib/runtime/addon.js';
import { ones, zeros } from '../../lib/tensor/create.js';
import { Tensor } from '../../lib/tensor/tensor.js';
import { images, moduleOf, smallNet } from '../graph/networks.js';
import { relativeError } from '../support/fixtures.js';

const input = [1, 3, 8, 8];
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A batch of two whose buffer was transferred. */
function detached(): Tensor {
  const x = randn([2, ...input.slice(1)]);
  const { buffer } = x.storage.bytes;
  structuredClone(buffer, { transfer: [buffer as ArrayBuffer] });
  return x;
}

/** A plan that takes some milliseconds. */
const slow = () => compile(models.squeezenet1_1().eval(), { input: [1, 3, 224, 224] });

describe('a plan gives what forward gives', () => {
  test.each(['lenet5', 'resnet18'] as const)('%s', async (name) => {
    const model = models.create(name).eval();
    const shape = name === 'lenet5' ? [1, 32, 32] : [3, 32, 32];
    const net = await compile(model, { input: [1, ...shape] });
    const x = randn([3, ...shape]);
    const expected = model.forward(x);
    expect(relativeError(await net.run(x), expected)).toBeLessThan(1e-5);
    expect(relativeError(net.runSync(x), expected)).toBeLessThan(1e-5);
  });

  test('views, copies, several inputs and outputs', async () => {
    const model = moduleOf(({ a, b }: { a: Tensor; b: Tensor }) => ({
      first: a.permute(0, 2, 1).reshape(-1, 2).add(1),
      list: [b, a.slice(1, 1), functional.cat([a, a.flip(2)], 1).transpose(1, 2)],
    }));
    const spec = { shape: [1, 2, 3], dtype: 'float32' as const };
    const net = await compile(model, { inputs: [{ a: spec, b: spec }] });
    const given = { a: randn([5, 2, 3]), b: randn([5, 2, 3]) };
    const expected = model.forward(given) as { first: Tensor; list: Tensor[] };
    const actual = await net.run(given);
    expect(functional.equal(actual.first, expected.first)).toBe(true);
    for (const [i, tensor] of expected.list.entries())
      expect(functional.equal(actual.list[i], tensor)).toBe(true);
  });

  test('a graph is compiled as it is', async () => {
    const model = smallNet();
    const net = await compile(trace(model, [{ shape: input, dtype: 'float32' }]));
    expect(relativeError(await net.run(images(2)), model.forward(images(2)))).toBeLessThan(1e-5);
  });

  test('at the batch size of the example, when that is fixed', async () => {
    const model = moduleOf((x: Tensor) => x.matmul(x.t()).view(x.size(0) ** 2));
    const net = await compile(model, { input: [3, 4], batch: 'fixed' });
    const x = randn([3, 4]);
    expect(functional.equal(await net.run(x), model.forward(x))).toBe(true);
    await expect(net.run(randn([2, 4]))).rejects.toThrow(
      /must be float32 \[3, 4\], received float32 \[2, 4\]/,
    );
  });

  test('at a fixed batch size alone, where a constant leaves no other', async () => {
    const index = zeros([2, 3], { dtype: 'int64' });
    const model = moduleOf((x: Tensor) => functional.gather(x, 1, index));
    await expect(compile(model, { input: [2, 3] })).rejects.toMatchObject({
      code: 'CONVOLT_SHAPE_MISMATCH',
      message: expect.stringContaining('cannot run at the batch size 1'),
    });
    const net = await compile(model, { input: [2, 3], batch: 'fixed' });
    const x = randn([2, 3]);
    expect((await net.run(x)).toArray()).toEqual((model.forward(x) as Tensor).toArray());
  });
});

describe("a row's bits", () => {
  test('do not depend on the batch, nor on the parts that large batches are computed in', async () => {
    const model = models.squeezenet1_1().eval();
    const net = await compile(model, { input: [1, 3, 224, 224] });
    const x = randn([9, 3, 224, 224]); // more than one part
    const batch: Tensor = await net.run(x);
    for (const row of [0, 4, 8]) {
      const alone = await net.run(x.slice(0, row, row + 1));
      expect(functional.equal(batch.slice(0, row, row + 1), alone)).toBe(true);
    }
  });

  test('do not depend on the number of threads', async () => {
    const model = models.resnet18().eval();
    const x = randn([2, 3, 64, 64]);
    const results = [];
    for (const threads of [1, 2, 3])
      results.push(await (await compile(model, { input: [1, 3, 64, 64], threads })).run(x));
    expect(functional.equal(results[1], results[0])).toBe(true);
    expect(functional.equal(results[2], results[0])).toBe(true);
  });

  test('an empty batch gives an empty result', async () => {
    const net = await compile(smallNet(), { input });
    expect((await net.run(zeros([0, 3, 8, 8]))).shape).toEqual([0, 5]);
  });
});

describe('the main thread', () => {
  test('is free while a run computes', async () => {
    const net = await compile(models.squeezenet1_1().eval(), { input: [1, 3, 224, 224], threads: 1 });
    const x = randn([16, 3, 224, 224]);
    let turns = 0;
    let done = false;
    const run = net.run(x).finally(() => {
      done = true;
    });
    while (!done) {
      await turn();
      turns++;
    }
    await run;
    // A thread that computed itself would turn once or twice for each part of the batch.
    expect(turns).toBeGreaterThan(30);
  });

  test('may change the input and the model as soon as run() has returned', async () => {
    const model = smallNet();
    const net = await compile(model, { input });
    const expected = model.forward(images(1));
    model.fc.weight.fill_(0);
    const x = images(1);
    const first = net.run(x);
    const queued = net.run(x);
    x.fill_(7);
    expect(relativeError(await first, expected)).toBeLessThan(1e-5);
    expect(relativeError(await queued, expected)).toBeLessThan(1e-5);
  });
});

describe('runs at the same time', () => {
  test.each([1, 3])('are all right, with %i slots', async (concurrency) => {
    const model = smallNet();
    const net = await compile(model, { input, concurrency });
    const batches = Array.from({ length: 12 }, (_, i) => {
      manualSeed(i);
      return randn([1 + (i % 4), 3, 8, 8]);
    });
    const results = await Promise.all(batches.map((x) => net.run(x)));
    for (const [i, x] of batches.entries())
      expect(relativeError(results[i], model.forward(x))).toBeLessThan(1e-5);
    expect(relativeError(net.runSync(batches[0]), model.forward(batches[0] as Tensor))).toBeLessThan(1e-5);
  });

  test('come to an end in the order in which they were called', async () => {
    const net = await compile(smallNet(), { input });
    const order: number[] = [];
    await Promise.all([0, 1, 2, 3].map((i) => net.run(images(1)).then(() => order.push(i))));
    expect(order).toEqual([0, 1, 2, 3]);
  });

  test('runSync works while the slot is taken', async () => {
    const net = await slow();
    const x = randn([1, 3, 224, 224]);
    const run = net.run(x);
    const now = net.runSync(x);
    expect(functional.equal(now, await run)).toBe(true);
  });
});

describe('a signal', () => {
  test('stops a run before it starts, while it waits, and in between two steps', async () => {
    const net = await slow();
    const x = randn([4, 3, 224, 224]); // it takes long enough to be stopped on a busy machine, too
    const before = net.run(x, { signal: AbortSignal.abort() });
    await expect(before).rejects.toMatchObject({ name: 'AbortError' });
    const controllers = [new AbortController(), new AbortController()];
    const [running, waiting] = controllers.map(({ signal }) => net.run(x, { signal }));
    for (const controller of controllers) controller.abort('no longer needed');
    const stopped = { name: 'AbortError', cause: 'no longer needed' };
    await Promise.all([running, waiting].map((run) => expect(run).rejects.toMatchObject(stopped)));
    expect(functional.equal(await net.run(x), net.runSync(x))).toBe(true);
  });
});

describe('out', () => {
  test('gets the results', async () => {
    const model = smallNet();
    const net = await compile(model, { input });
    const out = zeros([2, 5]);
    expect(await net.run(images(2), { out })).toBe(out);
    expect(relativeError(out, model.forward(images(2)))).toBeLessThan(1e-5);
  });

  test('of another shape, dtype or order is refused', async () => {
    const net = await compile(smallNet(), { input });
    await expect(net.run(images(2), { out: zeros([5, 2]) })).rejects.toThrow(
      /out must be contiguous float32 \[2, 5\]/,
    );
    await expect(net.run(images(2), { out: zeros([5, 2]).t() })).rejects.toThrow(/a view out of order/);
    await expect(net.run(images(2), { out: [zeros([2, 5])] })).rejects.toThrow(
      /in the structure that forward returns/,
    );
  });

  test('whose memory is transferred while the run computes is refused, and the plan goes on', async () => {
    const net = await compile(smallNet(), { input });
    const out = new Tensor(zeros([2, 512]).storage, 'float32', [2, 5]);
    const run = net.run(images(2), { out });
    structuredClone(out.storage.bytes.buffer, { transfer: [out.storage.bytes.buffer as ArrayBuffer] });
    await expect(run).rejects.toMatchObject({ code: 'CONVOLT_DETACHED_BUFFER' });
    expect((await net.run(images(2))).shape).toEqual([2, 5]);
  });
});

describe('arguments', () => {
  test('inputs may come by their names', async () => {
    const model = moduleOf((a: Tensor, b: Tensor) => a.sub(b));
    const spec = { shape: [1, 2], dtype: 'float32' as const };
    const net = await compile(model, { inputs: [spec, spec] });
    const [a, b] = [randn([3, 2]), randn([3, 2])];
    expect(functional.equal(await net.run({ 'input.1': b, 'input.0': a }), a.sub(b))).toBe(true);
  });

  test('whose memory was transferred away are refused, and the plan goes on', async () => {
    const net = await compile(smallNet(), { input });
    const refused = { code: 'CONVOLT_DETACHED_BUFFER' };
    await expect(net.run(detached())).rejects.toMatchObject(refused);
    expect(() => net.runSync(detached())).toThrow(expect.objectContaining(refused));
    const running = net.run(images(2));
    await expect(net.run(detached())).rejects.toMatchObject(refused); // while it would wait
    await running;
    expect((await net.run(images(2))).shape).toEqual([2, 5]);
  });

  test.each<[string, (net: Plan) => Promise<unknown>, RegExp]>([
    ['a missing input', (net) => net.run(), /the arguments must be those of forward \(input\)/],
    [
      'a wrong shape',
      (net) => net.run(zeros([1, 1, 8, 8])),
      /must be float32 \[N, 3, 8, 8\] with N = 1, received/,
    ],
    ['a wrong dtype', (net) => net.run(zeros([1, 3, 8, 8], { dtype: 'float64' })), /received float64/],
    ['no tensor', (net) => net.run('x'), /argument 0 must be a Tensor/],
    ['too many', (net) => net.run(images(1), {}, {}), /1 inputs, then options/],
    ['a signal that is none', (net) => net.run(images(1), { signal: 1 }), /signal must be an AbortSignal/],
  ])('%s is refused by name', async (_, call, message) => {
    await expect(call(await compile(smallNet(), { input }))).rejects.toThrow(message);
  });

  test('wrong options of compile are refused by name', async () => {
    await expect(compile(smallNet())).rejects.toThrow(/input must be the shape of an input/);
    await expect(compile(smallNet(), { input, threads: 0 })).rejects.toThrow(
      /threads must be an integer from 1/,
    );
    await expect(compile(smallNet(), { input, concurrency: 1.5 })).rejects.toThrow(/concurrency must be/);
    await expect(compile(smallNet(), { input, precision: 'exact' as never })).rejects.toThrow(
      /precision must be 'fast' or 'strict'/,
    );
    await expect(compile(smallNet(), { input: [1, -3] })).rejects.toThrow(/input must be a list/);
    await expect(compile(smallNet().train(), { input })).rejects.toMatchObject({
      code: 'CONVOLT_TRAINING_MODE',
    });
  });
});

describe('dispose', () => {
  test('lets runs that were called before complete, and refuses later ones', async () => {
    const net = await compile(smallNet(), { input });
    const runs = [net.run(images(1)), net.run(images(2))];
    net.dispose();
    net.dispose();
    await expect(net.run(images(1))).rejects.toMatchObject({ code: 'CONVOLT_DISPOSED' });
    expect(() => net.runSync(images(1))).toThrow(/disposed/);
    expect((await Promise.all(runs)).map(({ shape }) => shape)).toEqual([
      [1, 5],
      [2, 5],
    ]);
  });

  test('is what `using` calls', async () => {
    const net = await compile(smallNet(), { input });
    net[Symbol.dispose]();
    await expect(net.run(images(1))).rejects.toMatchObject({ code: 'CONVOLT_DISPOSED' });
  });
});

test('prints its graph as the passes left it', async () => {
  const text = `${await compile(smallNet(), { input })}`;
  expect(text).toMatch(/^graph\(input: float32\[N, 3, 8, 8\]\)\nconstants\n/);
  expect(text).not.toContain('batchNorm');
});

test('a profile has the time, operations and bytes of each step, and prints as a table', async () => {
  const net = await compile(smallNet(), { input });
  const profile = await net.profile(ones([1, 3, 8, 8]));
  const conv = profile.steps.find(({ module }) => module === 'conv2');
  expect(conv?.op).toMatch(/conv2d$/i);
  expect(conv?.flops).toBe(2 * 8 * 64 * 72);
  expect(conv?.bytes).toBeGreaterThan(4 * (8 * 64 * 2 + 8 * 72));
  expect(profile.milliseconds).toBeGreaterThan(0);
  expect(`${profile}`).toMatch(/^module +op +algorithm +output +ms +share +GFLOP\/s +GB\/s\n/);
  expect(`${profile}`).toContain('conv2');
});

test.skipIf(addon.channelBlock === 1)('a profile names the algorithms of convolutions', async () => {
  const model = new nn.Sequential(
    new nn.Conv2d(8, 32, 3, { padding: 1 }),
    new nn.Conv2d(32, 32, 1),
    new nn.Conv2d(32, 32, 3, { stride: 2 }),
    new nn.Conv2d(32, 32, 3, { groups: 2 }),
  );
  const net = await compile(model.eval(), { input: [1, 8, 32, 32] });
  const { steps } = await net.profile(ones([1, 8, 32, 32]));
  const algorithms = steps.filter(({ op }) => op.endsWith('Conv2d')).map(({ algorithm }) => algorithm);
  expect(algorithms).toEqual(['F(4x4,3x3)', '1x1', 'direct', 'grouped']);
});
