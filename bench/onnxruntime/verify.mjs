/**
 * Saves models as ONNX and compares onnxruntime's outputs with Convolt's, in batches of 1 and 3; exits with 1 where they
 * differ by more than a network may.
 *
 *   npm install --prefix bench --ignore-scripts && npm run build
 *   node bench/onnxruntime/verify.mjs [--opset 17] [--check] [model …]
 *
 * Without names all models. `--check` also runs ONNX's own checker (Debian's python3-onnx, up to opset 17).
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import ort from 'onnxruntime-node';
import { manualSeed, models, onnx, randn, trace } from '../../dist/index.js';
import { difference } from './difference.mjs';

const BOUND = 1e-4;
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { opset: { type: 'string', default: '17' }, check: { type: 'boolean', default: false } },
});
const opset = Number(options.opset);
const checker = fileURLToPath(new URL('../../test/onnx/check.py', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'convolt-'));

/** The first of these input shapes that the model takes; small ones are fast. */
function inputShape(model) {
  const shapes = [
    [1, 28, 28],
    [1, 32, 32],
    [3, 32, 32],
    [3, 64, 64],
    [3, 299, 299],
  ];
  const fits = (shape) => {
    try {
      return trace(model, [{ shape: [1, ...shape], dtype: 'float32' }]);
    } catch {
      return undefined;
    }
  };
  return shapes.find(fits) ?? [3, 224, 224];
}

/** A fresh network may ignore its input: statistics of normalisation that it would not have are given to it. */
function calibrate(model) {
  for (const [key, tensor] of model.stateDict()) {
    if (key.endsWith('running_mean')) tensor.copy_(randn(tensor.shape).mul(0.1));
    if (key.endsWith('running_var')) tensor.copy_(randn(tensor.shape).abs().mul(0.2).add(0.9));
  }
}

function leaves(result) {
  if (Array.isArray(result)) return result.flatMap(leaves);
  return 'storage' in result ? [result] : Object.values(result).flatMap(leaves);
}

async function verify(name) {
  manualSeed(0);
  const model = models.create(name).eval();
  calibrate(model);
  const shape = inputShape(model);
  const path = join(folder, `${name}.onnx`);
  const start = performance.now();
  await onnx.save(path, model, [{ shape: [1, ...shape], dtype: 'float32' }], { opset });
  const seconds = (performance.now() - start) / 1000;
  if (options.check) {
    const { status, stdout } = spawnSync('/usr/bin/python3', [checker, path], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`the checker: ${stdout}`);
  }
  const session = await ort.InferenceSession.create(path, { logSeverityLevel: 3 });
  const differences = [];
  for (const batch of [1, 3]) {
    const x = randn([batch, ...shape]);
    const outputs = await session.run({ input: new ort.Tensor('float32', x.data, x.shape) });
    const expected = leaves(model.forward(x));
    const each = session.outputNames.map((output, i) => difference(outputs[output], expected[i]));
    differences.push(Math.max(...each));
  }
  await session.release();
  rmSync(path);
  return { shape, seconds, differences };
}

console.log(
  `opset ${opset}${options.check ? ', checked by ONNX' : ''}; largest difference over the largest output`,
);
console.log(
  `${'model'.padEnd(28)}${'input'.padEnd(14)}${'save'.padStart(8)}${'N = 1'.padStart(10)}${'N = 3'.padStart(10)}`,
);
let failed = 0;
for (const name of positionals.length > 0 ? positionals : models.list()) {
  try {
    const { shape, seconds, differences } = await verify(name);
    const isClose = differences.every((value) => value <= BOUND);
    if (!isClose) failed++;
    console.log(
      `${name.padEnd(28)}${shape.join('x').padEnd(14)}${`${seconds.toFixed(2)} s`.padStart(8)}` +
        differences.map((value) => value.toExponential(1).padStart(10)).join('') +
        (isClose ? '' : '  differs'),
    );
  } catch (error) {
    failed++;
    console.log(`${name.padEnd(28)}${error.message}`);
  }
}
rmSync(folder, { recursive: true });
console.log(failed === 0 ? 'all agree' : `${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
