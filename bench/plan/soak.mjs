// npm run soak: 10,000 runs of compiled networks (--short: 1,000), of several batch sizes, some cancelled and some at the same
// time, with eager calls, and plans that come, are shared and go, in between. What the process holds after garbage collections
// is printed, and must be flat: the script fails if, once all batch sizes have come, resident memory grows by more than
// RESIDENT_BOUND, or the JavaScript heap by more than HEAP_BOUND. It also fails if a run allocates more on that heap in a
// network of more layers.

import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { attach, compile, manualSeed, models, nn, randn } from '../../dist/index.js';

const MB = 2 ** 20;
const RESIDENT_BOUND = 10 * MB;
const HEAP_BOUND = 1 * MB;
/** How much more a run may allocate in the deep network than in the shallow one, in bytes. */
const RUN_BOUND = 256;

const RUNS = process.argv.includes('--short') ? 1_000 : 10_000;
const BATCHES = [1, 2, 5, 8];

manualSeed(0);
const digits = models.create('digit_net').eval();
const resnet = models.resnet18().eval();
const small = await compile(digits, { input: [1, 1, 28, 28], concurrency: 2 });
const medium = await compile(resnet, { input: [1, 3, 64, 64] });
const digitBatches = BATCHES.map((batch) => randn([batch, 1, 28, 28]));
const imageBatches = BATCHES.map((batch) => randn([batch, 3, 64, 64]));

/** The i-th run, and what comes with it. */
async function step(i) {
  const x = digitBatches[i % BATCHES.length];
  if (i % 10 === 9) await cancelled(small, x);
  else if (i % 7 === 6) await Promise.all([small.run(x), small.run(x), small.run(digitBatches[0])]);
  else await small.run(x);
  if (i % 20 === 0) await medium.run(imageBatches[(i / 20) % BATCHES.length]);
  if (i % 25 === 0) small.runSync(x);
  if (i % 30 === 0) digits.forward(x).softmax(1);
  if (i % 100 === 0) await cancelled(medium, imageBatches[3]);
  if (i % 250 === 0) await comeAndGo(x);
}

/** Cancels a run that has begun; a short one may be over by then. */
async function cancelled(net, x) {
  const controller = new AbortController();
  const run = net.run(x, { signal: controller.signal });
  controller.abort();
  await run.catch((error) => assert.equal(error.name, 'AbortError'));
}

/** A plan of its own, attached to and dropped, by dispose() and without it. */
async function comeAndGo(x) {
  const net = await compile(digits, { input: [1, 1, 28, 28] });
  const other = attach(net.share());
  net.dispose();
  await other.run(x);
}

async function measure() {
  for (let i = 0; i < 4; i++) {
    globalThis.gc();
    await setTimeout(5); // the addon's finalizers come in a later turn
  }
  const { rss, heapUsed } = process.memoryUsage();
  return { rss, heapUsed };
}

/** How many bytes of the JavaScript heap a run of a network of `depth` layers takes. */
async function heapOfRun(depth) {
  const layers = Array.from({ length: depth }, () => new nn.Conv2d(2, 2, 1));
  const net = await compile(new nn.Sequential(...layers).eval(), { input: [1, 2, 4, 4] });
  const x = randn([1, 2, 4, 4]);
  const run = async (count) => {
    for (let i = 0; i < count; i++) await net.run(x);
  };
  await run(500);
  // Few runs a round and the median of the rounds: a collection in the middle of one makes its figure meaningless.
  const rounds = [];
  for (let round = 0; round < 9; round++) {
    await measure();
    const before = process.memoryUsage().heapUsed;
    await run(50);
    rounds.push((process.memoryUsage().heapUsed - before) / 50);
  }
  net.dispose();
  return rounds.sort((a, b) => a - b)[4];
}

console.log('   runs   resident MB   heap MB');
let base;
for (let i = 0; i <= RUNS; i++) {
  await step(i);
  if (i % (RUNS / 10) !== 0 || i === 0) continue;
  const { rss, heapUsed } = await measure();
  console.log(
    `${`${i}`.padStart(7)}${(rss / MB).toFixed(1).padStart(14)}${(heapUsed / MB).toFixed(2).padStart(10)}`,
  );
  if (i === (3 * RUNS) / 10) base = { rss, heapUsed };
  if (i !== RUNS) continue;
  const grown = { rss: (rss - base.rss) / MB, heap: (heapUsed - base.heapUsed) / MB };
  console.log(`grown since ${(3 * RUNS) / 10} by ${grown.rss.toFixed(1)} and ${grown.heap.toFixed(2)}`);
  assert(rss - base.rss < RESIDENT_BOUND, 'resident memory grows');
  assert(heapUsed - base.heapUsed < HEAP_BOUND, 'the JavaScript heap grows');
}

const [shallow, deep] = [await heapOfRun(2), await heapOfRun(100)];
console.log(`a run takes ${shallow.toFixed(0)} bytes of the heap with 2 layers, ${deep.toFixed(0)} with 100`);
assert(deep - shallow < RUN_BOUND, 'a run allocates more on the JavaScript heap in a deeper network');
