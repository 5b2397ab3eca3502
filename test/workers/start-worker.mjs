// Helpers of the scenarios beside this file.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** A worker that runs an op `rounds` times, once it has begun to; 0 rounds: for ever. */
export async function startWorker(rounds) {
  const worker = new Worker(new URL('./worker.mjs', import.meta.url), { workerData: { rounds } });
  const [message] = await once(worker, 'message');
  if (message !== 'running') throw new Error(`unexpected message: ${message}`);
  return worker;
}

/** What the worker found, once it has ended. */
export async function outcome(worker) {
  const [[message], [code]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')]);
  return `${message} ${code}`;
}
