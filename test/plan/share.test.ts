import { describe, expect, test } from 'vitest';
import * as functional from '../../lib/functional/index.js';
import * as models from '../../lib/models/index.js';
import { attach, compile } from '../../lib/plan/index.js';
import { randn } from '../../lib/random/index.js';
import type { Tensor } from '../../lib/tensor/tensor.js';
import { images, moduleOf, smallNet } from '../graph/networks.js';

const input = [1, 3, 8, 8];

describe('an attached plan', () => {
  test.each(['squeezenet1_1', 'densenet121'] as const)('%s gives the same bits', async (name) => {
    const net = await compile(models.create(name).eval(), { input: [1, 3, 32, 32], concurrency: 2 });
    const other = attach(structuredClone(net.share()));
    expect(other).toMatchObject({ threads: net.threads, concurrency: 2 });
    const x = randn([3, 3, 32, 32]);
    expect(functional.equal(await other.run(x), await net.run(x))).toBe(true);
  });

  test('takes and returns what forward does', async () => {
    const model = moduleOf(({ a, b }: { a: Tensor; b: Tensor }) => [{ sum: a.add(b) }, b.sub(a)]);
    const spec = { shape: [1, 2], dtype: 'float32' as const };
    const net = attach((await compile(model, { inputs: [{ a: spec, b: spec }] })).share());
    const [a, b] = [randn([4, 2]), randn([4, 2])];
    const [{ sum }, difference] = await net.run({ a, b });
    expect(functional.equal(sum, a.add(b))).toBe(true);
    expect(functional.equal(difference, b.sub(a))).toBe(true);
  });

  test('outlives the one that it came from, and can be shared itself', async () => {
    const net = await compile(smallNet(), { input });
    const expected = await net.run(images(2));
    const token = net.share();
    const second = attach(token);
    net.dispose();
    const third = attach(token);
    second.dispose();
    const fourth = attach(third.share());
    expect(functional.equal(await third.run(images(2)), expected)).toBe(true);
    expect(functional.equal(await fourth.run(images(2)), expected)).toBe(true);
    third.dispose();
    fourth.dispose();
    expect(() => attach(token)).toThrow(/none lives any more/);
  });
});

describe('a token', () => {
  test('is the same at each call, and another for another plan', async () => {
    const [net, other] = [await compile(smallNet(), { input }), await compile(smallNet(), { input })];
    expect(net.share()).toBe(net.share());
    expect(net.share()).not.toBe(other.share());
  });

  test('whose plan is gone, or that never was one, is refused with a code', async () => {
    const net = await compile(smallNet(), { input });
    const token = net.share();
    const run = net.run(images(1));
    net.dispose();
    attach(token).dispose(); // the run still needs the weights
    await run;
    for (const wrong of [token, '', 'token', '00000000-0000-4000-8000-000000000000'])
      expect(() => attach(wrong)).toThrow(expect.objectContaining({ code: 'CONVOLT_NOT_SHARED' }));
    expect(() => net.share()).toThrow(expect.objectContaining({ code: 'CONVOLT_DISPOSED' }));
  });

  test.each([[undefined], [null], [1], [{}], [Symbol('token')]])('is no %s', (wrong) => {
    expect(() => attach(wrong as unknown as string)).toThrow(/token must be what share\(\) returned/);
  });
});
