// How much of one CPU the process uses while it has nothing to do, after the thread pool has worked.
import { setTimeout } from 'node:timers/promises';
import { functional, setNumThreads, Tensor } from '../../dist/index.js';

setNumThreads(4);
const x = Tensor.empty({ shape: [1 << 20], dtype: 'float32' });
x.data.fill(-1);
functional.relu(x);
// Of three readings the least: the engine's own threads may still have had work to do in one of them.
const readings = [];
for (let i = 0; i < 3; i++) {
  const before = process.cpuUsage();
  const start = performance.now();
  await setTimeout(500);
  const { user, system } = process.cpuUsage(before);
  readings.push((user + system) / 1000 / (performance.now() - start));
}
console.log(Math.min(...readings));
