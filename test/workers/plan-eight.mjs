// Eight workers compile a network, run it at the same time, and exit.
import { compileNet, hash, image } from './plan-net.mjs';
import { outcome, startPlanWorker } from './start-worker.mjs';

const expected = hash(await (await compileNet()).run(image()));
const workers = Array.from({ length: 8 }, async () => outcome(await startPlanWorker({ rounds: 3 })));
console.log(
  (await Promise.all(workers)).map((found) => (found === `${expected} 0` ? 'same' : found)).join(', '),
);
