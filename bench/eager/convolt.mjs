// One contender of run.mjs: a forward of Convolt, layer by layer. Prints the logits and the time of each forward in ms.
import { manualSeed, randn, setNumThreads } from '../../dist/index.js';
import * as models from '../../dist/models/index.js';

const { model: name, threads, shape, runs } = JSON.parse(process.argv[2]);
setNumThreads(threads);
manualSeed(0);
const model = models.create(name).eval();
const input = randn(shape);
const warmUp = 5;
const times = [];
let logits;
for (let run = -warmUp; run < runs; run++) {
  const start = process.hrtime.bigint();
  logits = model.forward(input);
  if (run >= 0) times.push(Number(process.hrtime.bigint() - start) / 1e6);
}
console.log(JSON.stringify({ times, logits: [...logits.data] }));
