/** What is saved and loaded again computes what the module computed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import * as models from '../../lib/models/index.js';
import { load, save } from '../../lib/onnx/index.js';
import { manualSeed, randn } from '../../lib/random/index.js';
import type { Tensor } from '../../lib/tensor/tensor.js';
import { smallNet } from '../graph/networks.js';
import { cases, expectClose, inputsOf, moduleOfCase, specsOf, tensorsOf } from './cases.js';

const folder = mkdtempSync(join(tmpdir(), 'convolt-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'model.onnx');

/** Saved with nodes that `load` has no counterpart for yet; runtime.test.ts has them. */
const saveOnly = new Set([
  'adaptiveMaxPool2d',
  'expm1 and log1p near 0',
  'log1p',
  'maxPool with indices',
  'maxPool with indices, in ceil mode',
  'maxPool1d with indices',
]);

describe('each op', () => {
  test.each([...cases].filter(([name]) => !saveOnly.has(name)))('%s', async (_, one) => {
    const model = moduleOfCase(one);
    await save(path, model, specsOf(one));
    const loaded = await load(path);
    for (const batch of [1, 3]) {
      const inputs = inputsOf(one, batch);
      const expected = tensorsOf(model.forward(...inputs));
      const actual = tensorsOf(loaded.forward(...inputs));
      expect(actual.map(({ shape, dtype }) => [shape, dtype])).toEqual(
        expected.map(({ shape, dtype }) => [shape, dtype]),
      );
      for (const [i, tensor] of expected.entries()) expectClose((actual[i] as Tensor).toArray(), tensor);
    }
  });
});

describe('models', () => {
  test.each(['lenet5', 'resnet20', 'squeezenet1_1', 'shufflenet_v2_x0_5'] as const)('%s', async (name) => {
    manualSeed(0);
    const model = models.create(name).eval();
    const shape = name === 'lenet5' ? [1, 32, 32] : [3, 32, 32];
    await save(path, model, [{ shape: [1, ...shape], dtype: 'float32' }]);
    const loaded = await load(path);
    const x = randn([3, ...shape]);
    expectClose((loaded.forward(x) as Tensor).toArray(), model.forward(x));
  });

  test('with the weights in a file beside it', async () => {
    const net = smallNet();
    await save(path, net, [{ shape: [1, 3, 8, 8], dtype: 'float32' }], { externalData: true });
    const x = randn([2, 3, 8, 8]);
    expectClose(((await load(path)).forward(x) as Tensor).toArray(), net.forward(x));
  });
});
