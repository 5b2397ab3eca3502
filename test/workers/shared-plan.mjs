// Four workers run one plan of 244 MB at the same time: the bits that came out, and by how many MB each made the process grow
// at most.
import { compileNet, hash, image, resident } from './plan-net.mjs';
import { outcome, startPlanWorker } from './start-worker.mjs';

const net = await compileNet('alexnet');
const expected = hash(await net.run(image()));
const before = await resident();
let most = before;
const timer = setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss());
}, 5);
const token = net.share();
let attached = 0;
const workers = [0, 1, 2, 3].map(async () => {
  const worker = await startPlanWorker({ token, rounds: 50 });
  if (++attached === 4) net.dispose(); // theirs live on
  return outcome(worker);
});
const outcomes = await Promise.all(workers);
clearInterval(timer);
console.log(outcomes.map((found) => (found === `${expected} 0` ? 'same' : found)).join(', '));
console.log((most - before) / 4 / 2 ** 20);
