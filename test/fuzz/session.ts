/** Has worker processes load file after file, and goes on behind one that they die of. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Report } from './attempt.js';

/** So long without a report means that the file hangs. Generous: sanitizers and a busy machine are slow. */
const SILENCE_SECONDS = 20;
/** Of JavaScript's own memory, in MiB: what runs away runs into this. */
const HEAP_MIB = 256;
/** The end of what a worker wrote before it died. */
const LAST_WORDS = 4000;

/**
 * @param args of the worker, without the range
 * @param env the worker's environment
 * @param onReport called for each file in order; for one that was the worker's end with what is known of that
 */
export async function runRange(
  args: readonly string[],
  { from, to }: { from: number; to: number },
  env: NodeJS.ProcessEnv,
  onReport: (index: number, report: Report) => void,
): Promise<void> {
  let next = from;
  while (next < to) {
    const death = await runWorker([...args, `${next}`, `${to}`], env, (report) => onReport(next++, report));
    if (death === undefined) {
      if (next < to) throw new Error(`the worker ended at ${next}, before ${to}`);
      return;
    }
    onReport(next++, { reached: true, load: 'failed', stages: [], seconds: 0, grown: 0, problems: [death] });
  }
}

/** Runs one worker to its end. @returns what it died of, if it did */
export function runWorker(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  onReport: (report: Report) => void,
): Promise<string | undefined> {
  const worker = fork(fileURLToPath(new URL('worker.js', import.meta.url)), args, {
    env,
    execArgv: [`--max-old-space-size=${HEAP_MIB}`],
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  let words = '';
  worker.stderr?.on('data', (data) => {
    words = `${words}${data}`.slice(-LAST_WORDS);
  });
  return new Promise((resolve) => {
    let timer = watch(worker);
    let hung = false;
    function watch(process: ChildProcess): NodeJS.Timeout {
      return setTimeout(() => {
        hung = true;
        process.kill('SIGKILL');
      }, SILENCE_SECONDS * 1000);
    }
    worker.on('message', (report: Report) => {
      clearTimeout(timer);
      timer = watch(worker);
      onReport(report);
    });
    worker.on('close', (code, signal) => {
      clearTimeout(timer);
      if (hung) resolve(`hang: nothing for ${SILENCE_SECONDS} s`);
      else resolve(code === 0 ? undefined : `crash: ${signal ?? `exit code ${code}`}\n${words}`);
    });
  });
}
