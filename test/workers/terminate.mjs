// Four workers are terminated in mid-run; another one then works as ever.
import { setTimeout } from 'node:timers/promises';
import { outcome, startWorker } from './start-worker.mjs';

const workers = await Promise.all([0, 0, 0, 0].map(startWorker));
await setTimeout(50);
await Promise.all(workers.map((worker) => worker.terminate()));
console.log(await outcome(await startWorker(5)));
