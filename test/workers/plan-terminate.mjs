// Workers with plans are terminated in mid-run, again and again; what is left of them is printed in MB.
import { setTimeout } from 'node:timers/promises';
import { compileNet, hash, image, resident } from './plan-net.mjs';
import { startPlanWorker } from './start-worker.mjs';

async function round(token) {
  const workers = await Promise.all([0, 0].map((rounds) => startPlanWorker({ token, rounds })));
  await setTimeout(20);
  await Promise.all(workers.map((worker) => worker.terminate()));
}

const net = await compileNet();
const expected = hash(await net.run(image()));
await round();
const before = await resident();
for (let i = 0; i < 4; i++) await round(i % 2 === 0 ? net.share() : undefined);
console.log(((await resident()) - before) / 2 ** 20);
console.log(hash(await net.run(image())) === expected ? 'same' : 'different');
