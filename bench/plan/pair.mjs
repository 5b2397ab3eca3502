// npm run bench:pair: two plans of resnet18 on all threads of the process, one after the other and at the same time, and two of one
// thread each at the same time: milliseconds for each result, the least and the median of turns that all take.
import { compile, getNumThreads, manualSeed, models, randn } from '../../dist/index.js';
import { median } from '../statistics.mjs';

const TURNS = 9;
const RUNS = 10;
const SHAPE = [1, 3, 224, 224];

manualSeed(0);
const model = models.resnet18().eval();
const image = randn(SHAPE);
const plansOf = (threads) => Promise.all([1, 2].map(() => compile(model, { input: SHAPE, threads })));
const wide = await plansOf(getNumThreads());
const narrow = await plansOf(1);

const repeat = async (net) => {
  for (let i = 0; i < RUNS; i++) await net.run(image);
};
const together = (plans) => Promise.all(plans.map(repeat));
const inTurn = async (plans) => {
  for (const net of plans) await repeat(net);
};
const ways = {
  [`one after the other, ${getNumThreads()} threads`]: () => inTurn(wide),
  [`at the same time, ${getNumThreads()} threads each`]: () => together(wide),
  'at the same time, 1 thread each': () => together(narrow),
};
const times = new Map(Object.keys(ways).map((name) => [name, []]));
for (const run of Object.values(ways)) await run();
for (let turn = 0; turn < TURNS; turn++) {
  for (const [name, run] of Object.entries(ways)) {
    const start = performance.now();
    await run();
    times.get(name).push((performance.now() - start) / (2 * RUNS));
  }
}
console.log(`${'ms for each result'.padEnd(40)}${'least'.padStart(8)}${'median'.padStart(8)}`);
for (const [name, all] of times) {
  console.log(
    name.padEnd(40) +
      Math.min(...all)
        .toFixed(2)
        .padStart(8) +
      median(all).toFixed(2).padStart(8),
  );
}
