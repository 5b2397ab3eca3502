/**
 * What every contender in Node.js does: loads a network, then answers the questions that come on its standard input, one JSON
 * text a line. `pytorch.py` speaks the same.
 *
 * | question | answer |
 * | --- | --- |
 * | none, after loading and a first run | `{ engine }`: name and version |
 * | `{ "ask": "output", "batch": 1 }` | `{ output }`: all numbers |
 * | `{ "ask": "times", "batch": 1, "milliseconds": 300 }` | `{ times }`: of as many runs as take that long, in ms |
 * | `{ "ask": "memory" }` | `{ resident, peak }` in bytes |
 * | `{ "ask": "idle", "milliseconds": 2000 }` | `{ busy }`: ms of CPU time that went while nothing was to do, after a run |
 * | `{ "ask": "profile" }` | `{ steps, table }`, of Convolt alone |
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

/**
 * @param load gets the configuration of this contender and returns its engine's name and version, and `prepare`, which takes
 * the elements of an input and its shape and returns what runs the network: a function that returns the output's elements
 * or a promise of them; Convolt also returns `profile`
 */
export async function serve(load) {
  const configuration = JSON.parse(process.argv[2]);
  const { engine, prepare, profile } = await load(configuration);
  const inputOf = (batch) => {
    const { buffer, byteOffset, byteLength } = readFileSync(join(configuration.folder, `input-${batch}`));
    const elements = new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
    return [elements, [batch, ...configuration.input]];
  };
  const runs = new Map();
  const runOf = (batch) => {
    if (!runs.has(batch)) runs.set(batch, prepare(...inputOf(batch)));
    return runs.get(batch);
  };

  const answers = {
    output: async ({ batch }) => ({ output: [...(await runOf(batch)())] }),
    times: async ({ batch, milliseconds }) => ({ times: await timesOf(runOf(batch), milliseconds) }),
    memory: async () => {
      // The first finds what loading needed, and gives its memory back in the background.
      globalThis.gc();
      await setTimeout(100);
      globalThis.gc();
      return { resident: process.memoryUsage().rss, peak: process.resourceUsage().maxRSS * 1024 };
    },
    idle: async ({ milliseconds }) => {
      await runOf(1)();
      const before = process.cpuUsage();
      await setTimeout(milliseconds);
      const { user, system } = process.cpuUsage(before);
      return { busy: (user + system) / 1000 };
    },
    profile: () => profile(...inputOf(1)),
  };
  const tell = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);

  await runOf(1)();
  tell({ engine });
  for await (const line of createInterface({ input: process.stdin })) {
    const question = JSON.parse(line);
    tell(await answers[question.ask](question));
  }
}

/** The first run fills the caches that others have used meanwhile, and counts only where it was the only one. */
async function timesOf(run, milliseconds) {
  const times = [];
  const until = performance.now() + milliseconds;
  do {
    const start = performance.now();
    const result = run();
    if (result instanceof Promise) await result;
    times.push(performance.now() - start);
  } while (performance.now() < until);
  return times.length > 1 ? times.slice(1) : times;
}
