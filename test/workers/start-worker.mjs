// Helpers of the scenarios beside this file.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** A worker that runs an op `rounds` times, once it has begun to; 0 rounds: for ever. */
export function startWorker(rounds) {
  return start('./worker.mjs', { rounds });
}

/** A worker that runs a plan `rounds` times, once it has begun to: that of a token, or one of its own. */
export function startPlanWorker({ token, rounds }) {
  return start('./plan-worker.mjs', { token, rounds });
}

async function start(file, workerData) {
  const worker = new Worker(new URL(file, import.meta.url), { workerData });
  const [message] = await once(worker, 'message');
  if (message !== 'running') throw new Error(`unexpected message: ${message}`);
  return worker;
}

/** What the worker found, once it has ended. */
export async function outcome(worker) {
  const [[message], [code]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')]);
  return `${message} ${code}`;
}
