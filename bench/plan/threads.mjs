// npm run bench:threads: how many times as fast all threads of the process are as one, at batch 1, and how fast as many networks
// on one thread each are together: what the machine gives to threads that share nothing. Medians, and quartiles, of turns that
// all take in one process, as a machine that others use is not the same from one minute to the next.
import { compile, getNumThreads, manualSeed, models, randn } from '../../dist/index.js';
import { median, quantile } from '../statistics.mjs';

const NETWORKS = ['mobilenetV2', 'resnet18', 'resnet50', 'vgg16'];
const SHAPE = [1, 3, 224, 224];
const TURNS = 15;
const MILLISECONDS = 200;

const threads = getNumThreads();
console.log(
  `${'times as fast as 1 thread'.padEnd(28)}${`${threads} threads`.padEnd(22)}${threads} networks at once`,
);
for (const name of NETWORKS) {
  manualSeed(0);
  const model = models[name]().eval();
  const image = randn(SHAPE);
  const compiled = (count) => compile(model, { input: SHAPE, threads: count });
  const single = await Promise.all(Array.from({ length: threads }, () => compiled(1)));
  const parallel = await compiled(threads);
  const repeat = async (plan, end) => {
    let results = 0;
    do {
      await plan.run(image);
      results++;
    } while (performance.now() < end);
    return results;
  };
  /** Milliseconds for a result of plans that all run at the same time. */
  const time = async (plans) => {
    const start = performance.now();
    const results = await Promise.all(plans.map((plan) => repeat(plan, start + MILLISECONDS)));
    return (performance.now() - start) / results.reduce((sum, count) => sum + count);
  };
  for (const plans of [single, [parallel]]) await time(plans);
  const ratios = { threads: [], together: [] };
  for (let turn = 0; turn < TURNS; turn++) {
    const alone = await time([single[0]]);
    ratios.threads.push(alone / (await time([parallel])));
    ratios.together.push(alone / (await time(single)));
  }
  const text = (all) =>
    `${median(all).toFixed(2)} (${quantile(all, 0.25).toFixed(2)}-${quantile(all, 0.75).toFixed(2)})`;
  console.log(`${name.padEnd(28)}${text(ratios.threads).padEnd(22)}${text(ratios.together)}`);
  for (const plan of [parallel, ...single]) plan.dispose();
}
