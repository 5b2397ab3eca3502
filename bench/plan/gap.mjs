// npm run bench:gap: how long the main thread is held up while a network runs again and again. A timer of 1 ms ticks, and the
// gaps between its ticks are measured: with `net.run` of resnet50 on 1 and 2 threads, in a control in which as many other
// threads keep the CPUs as busy, and where bench/ has it installed with onnxruntime. All take turns, so that what else
// happens on the machine happens to all of them.

import { rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { compile, manualSeed, models, onnx, randn } from '../../dist/index.js';

const ROUNDS = 5;
const SECONDS = 3;
const SHAPE = [1, 3, 224, 224];

/** The gaps of the timer in milliseconds while `work` goes on. */
async function gapsWhile(work) {
  const gaps = [];
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    gaps.push(now - last);
    last = now;
  }, 1);
  const until = performance.now() + SECONDS * 1000;
  await work(() => performance.now() < until);
  clearInterval(timer);
  return gaps;
}

/** Threads that compute, and nothing else, for the time of `body`. */
async function whileSpinning(count, body) {
  const source = 'for (let x = 1; ; x = Math.sqrt(x + 1));';
  const workers = Array.from({ length: count }, () => new Worker(source, { eval: true }));
  await new Promise((resolve) => setTimeout(resolve, 200));
  const result = await body();
  await Promise.all(workers.map((worker) => worker.terminate()));
  return result;
}

/** Runs again and again; what `run` returns is awaited. */
const repeat = (run) =>
  gapsWhile(async (goesOn) => {
    while (goesOn()) await run();
  });

/** The same network in onnxruntime; undefined where that is not installed. */
async function sessionOf(model, threads) {
  const ort = await import('onnxruntime-node').then(
    (module) => module.default,
    () => undefined,
  );
  if (ort === undefined) return undefined;
  const path = join(tmpdir(), `convolt-gap-${process.pid}.onnx`);
  await onnx.save(path, model, [{ shape: SHAPE, dtype: 'float32' }]);
  const session = await ort.InferenceSession.create(path, {
    intraOpNumThreads: threads,
    logSeverityLevel: 3,
  });
  rmSync(path);
  const input = new ort.Tensor('float32', new Float32Array(3 * 224 * 224), SHAPE);
  return () => session.run({ input });
}

manualSeed(0);
const model = models.resnet50().eval();
const image = randn(SHAPE);
console.log(`${cpus()[0].model}, gaps of a 1 ms timer in ms, ${ROUNDS} rounds of ${SECONDS} s each\n`);
console.log('                              median   99.9 %      max');
for (const threads of [1, 2]) {
  const net = await compile(model, { input: SHAPE, threads });
  const session = await sessionOf(model, threads);
  const idle = () => new Promise((resolve) => setTimeout(resolve, 20));
  const contestants = {
    [`control, ${threads} spinning`]: () => whileSpinning(threads, () => repeat(idle)),
    [`net.run, ${threads} threads`]: () => repeat(() => net.run(image)),
    ...(session && { [`onnxruntime, ${threads} threads`]: () => repeat(session) }),
  };
  await net.run(image);
  await session?.();
  const gaps = new Map(Object.keys(contestants).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, measure] of Object.entries(contestants)) gaps.get(name).push(...(await measure()));
  }
  net.dispose();
  for (const [name, all] of gaps) {
    const sorted = all.sort((a, b) => a - b);
    const cell = (share) =>
      sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(2).padStart(9);
    console.log(name.padEnd(27) + cell(0.5) + cell(0.999) + cell(1));
  }
}
