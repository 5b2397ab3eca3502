// The process exits while workers keep the thread pool busy.
import { setTimeout } from 'node:timers/promises';
import { startWorker } from './start-worker.mjs';

await Promise.all([0, 0].map(startWorker));
await setTimeout(50);
process.exit(7);
