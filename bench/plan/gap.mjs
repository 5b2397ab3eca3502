// npm run bench:gap: how long the main thread is held up while a plan runs again and again. A timer of 1 ms ticks, and the
// gaps between its ticks are measured: with `net.run` of resnet50 on 1 and 2 threads, and in a control in which as many
// other threads keep the CPUs as busy.

import { cpus } from 'node:os';
import { Worker } from 'node:worker_threads';
import { compile, manualSeed, models, randn } from '../../dist/index.js';

const SECONDS = 10;

/** Ticks until `stop` says so; the gaps in milliseconds, sorted. */
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
  return gaps.sort((a, b) => a - b);
}

/** Threads that compute, and nothing else. */
function spinners(count) {
  const source = 'for (let x = 1; ; x = Math.sqrt(x + 1));';
  return Array.from({ length: count }, () => new Worker(source, { eval: true }));
}

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
const row = (name, gaps, runs = '') =>
  console.log(
    `${name.padEnd(28)}${at(gaps, 0.5).toFixed(2).padStart(8)}${at(gaps, 0.999).toFixed(2).padStart(9)}` +
      `${at(gaps, 1).toFixed(2).padStart(9)}${`${runs}`.padStart(7)}`,
  );

manualSeed(0);
const model = models.resnet50().eval();
const image = randn([1, 3, 224, 224]);
console.log(`${cpus()[0].model}, gaps of a 1 ms timer in ms, ${SECONDS} s each\n`);
console.log('                              median   99.9 %      max   runs');
for (const threads of [1, 2]) {
  const workers = spinners(threads);
  await new Promise((resolve) => setTimeout(resolve, 500));
  row(
    `control, ${threads} spinning`,
    await gapsWhile(async (goesOn) => {
      while (goesOn()) await new Promise((resolve) => setTimeout(resolve, 20));
    }),
  );
  await Promise.all(workers.map((worker) => worker.terminate()));
  const net = await compile(model, { input: [1, 3, 224, 224], threads });
  await net.run(image);
  let runs = 0;
  const gaps = await gapsWhile(async (goesOn) => {
    for (; goesOn(); runs++) await net.run(image);
  });
  row(`resnet50, ${threads} threads`, gaps, runs);
  net.dispose();
}
