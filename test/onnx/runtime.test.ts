/** What is saved gives the same numbers in onnxruntime, which bench/ has as a dependency. */

import { mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { save } from '../../lib/onnx/save.js';
import type { Tensor } from '../../lib/tensor/tensor.js';
import { cases, expectClose, inputsOf, moduleOfCase, specsOf, tensorsOf } from './cases.js';

const require = createRequire(new URL('../../bench/package.json', import.meta.url));
const ort = (() => {
  try {
    return require('onnxruntime-node');
  } catch {
    return undefined;
  }
})();
const folder = mkdtempSync(join(tmpdir(), 'convolt-'));

describe.skipIf(ort === undefined).each((process.env.OPSETS ?? '17').split(',').map(Number))(
  'opset %i',
  (opset) => {
    test.each([...cases])('%s', async (name, one) => {
      const path = join(folder, `${name.replaceAll(' ', '-')}.onnx`);
      const model = moduleOfCase(one);
      await save(path, model, specsOf(one), { opset });
      const session = await ort.InferenceSession.create(path, { logSeverityLevel: 3 });
      for (const batch of [1, 3]) {
        const inputs = inputsOf(one, batch);
        const feeds = Object.fromEntries(
          inputs.map((x, i) => [session.inputNames[i], new ort.Tensor('float32', x.data, x.shape)]),
        );
        const outputs = await session.run(feeds);
        const expected = tensorsOf(model.forward(...inputs));
        expect(session.outputNames).toHaveLength(expected.length);
        expected.forEach((tensor: Tensor, i: number) => {
          const got = outputs[session.outputNames[i]];
          expect(got.dims).toEqual(tensor.shape);
          expectClose([...got.data], tensor);
        });
      }
      await session.release();
    });
  },
);
