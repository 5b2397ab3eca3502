// The addon is loaded in workers only, one after the other, while the main thread lives on; then in the main thread too.
import { setTimeout } from 'node:timers/promises';
import { outcome, startWorker } from './start-worker.mjs';

const outcomes = [];
for (let i = 0; i < 3; i++) {
  outcomes.push(await outcome(await startWorker(5)));
  await setTimeout(100);
}
const { functional, Tensor } = await import('../../dist/index.js');
const x = Tensor.empty({ shape: [1 << 20], dtype: 'float32' });
x.data.fill(2);
outcomes.push(functional.relu(x).data.every((value) => value === 2) ? 'right' : 'wrong');
console.log(outcomes.join(', '));
