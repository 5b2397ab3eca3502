// Eight workers load the library, run ops at the same time, and exit.
import { outcome, startWorker } from './start-worker.mjs';

const workers = Array.from({ length: 8 }, async () => outcome(await startWorker(20)));
console.log((await Promise.all(workers)).join(', '));
