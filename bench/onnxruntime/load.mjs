/**
 * npm run bench:load: how long it takes from a file to the first result of resnet18, in fresh processes that take turns:
 * Convolt from safetensors, as it is and compiled, and onnxruntime from the same weights as ONNX. The medians of 9; their
 * first results are compared first.
 *
 *   npm install --prefix bench --ignore-scripts && npm run build
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, relativeError } from '../statistics.mjs';

const RUNS = 9;
const BOUND = 1e-4;
const SHAPE = [1, 3, 224, 224];
const input = Float32Array.from({ length: 3 * 224 * 224 }, (_, i) => Math.sin(i));

/** What a process does, from its start to the first result. */
const contestants = {
  async 'Convolt, eager'(folder) {
    const { models, tensor } = await import('../../dist/index.js');
    const imported = performance.now();
    const model = (await models.resnet18({ weights: join(folder, 'model.safetensors') })).eval();
    const { data } = model.forward(tensor(input, { shape: SHAPE }));
    return { imported, data };
  },
  async 'Convolt, compiled'(folder) {
    const { compile, models, tensor } = await import('../../dist/index.js');
    const imported = performance.now();
    const model = (await models.resnet18({ weights: join(folder, 'model.safetensors') })).eval();
    const net = await compile(model, { input: SHAPE });
    const { data } = await net.run(tensor(input, { shape: SHAPE }));
    return { imported, data };
  },
  async onnxruntime(folder) {
    const { default: ort } = await import('onnxruntime-node');
    const imported = performance.now();
    const session = await ort.InferenceSession.create(join(folder, 'model.onnx'), { logSeverityLevel: 3 });
    const outputs = await session.run({ input: new ort.Tensor('float32', input, SHAPE) });
    return { imported, data: outputs[session.outputNames[0]].data };
  },
};

const [, , name, folder] = process.argv;
if (name === undefined) await compare();
else {
  const start = performance.now();
  const { imported, data } = await contestants[name](folder);
  const end = performance.now();
  console.log(JSON.stringify({ import: imported - start, load: end - imported, data: [...data] }));
}

async function compare() {
  const { manualSeed, models, onnx, save } = await import('../../dist/index.js');
  const files = mkdtempSync(join(tmpdir(), 'convolt-'));
  try {
    manualSeed(0);
    const model = models.resnet18().eval();
    await save(join(files, 'model.safetensors'), model.stateDict());
    await onnx.save(join(files, 'model.onnx'), model, [{ shape: SHAPE, dtype: 'float32' }]);
    // Both files are in the page cache from now on.
    for (const file of ['model.safetensors', 'model.onnx']) readFileSync(join(files, file));
    report(measure(files));
  } finally {
    rmSync(files, { recursive: true });
  }
}

function measure(files) {
  const names = Object.keys(contestants);
  const rounds = Array.from({ length: RUNS }, () => names.map((each) => runOnce(each, files)));
  for (const [i, each] of names.entries()) {
    const apart = relativeError(rounds[0][i].data, rounds[0].at(-1).data);
    if (apart > BOUND) throw new Error(`the output of ${each} differs by ${apart}`);
  }
  return names.map((each, i) => {
    const medianOf = (time) => median(rounds.map((round) => time(round[i])));
    const [imported, loaded] = [medianOf((run) => run.import), medianOf((run) => run.load)];
    return { name: each, imported, loaded, whole: medianOf((run) => run.import + run.load) };
  });
}

function runOnce(each, files) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [fileURLToPath(import.meta.url), each, files],
    {
      encoding: 'utf8',
      maxBuffer: 2 ** 24,
    },
  );
  if (status !== 0) throw new Error(`${each}: ${stderr}`);
  return JSON.parse(stdout);
}

function report(rows) {
  const theirs = rows.at(-1);
  const cell = (ms) => ms.toFixed(0).padStart(8);
  console.log(`resnet18, medians of ${RUNS} processes in ms\n`);
  console.log(`${''.padEnd(20)}  import  load to first result      in all`);
  for (const { name, imported, loaded, whole } of rows) {
    const share = (mine, other) => `${((100 * mine) / other).toFixed(0)} %`.padStart(7);
    console.log(
      `${name.padEnd(20)}${cell(imported)}${cell(loaded)} ${share(loaded, theirs.loaded)}      ${cell(whole)} ` +
        share(whole, theirs.whole),
    );
  }
}
