// npm run bench: whole networks beside other engines, at batch 1, in about 5 minutes; npm run bench:full: at batches of 1, 8
// and 32 too, in more rounds, and with the steps of each network. Every contender is a process of its own that loads the same
// weights, on one thread and on all; they take turns, so that what else happens on the machine happens to all. Outputs are
// compared before any time is believed, and ratios are those of the same turn. Prints tables; where all networks and engines
// took part, it also writes docs/benchmark.md and docs/benchmark.svg.
//
//   npm run build && npm install --prefix bench --ignore-scripts
//   apt install cmake ninja-build python3-torch python3-torchvision libopenblas0-pthread
//   npm run bench -- --models resnet18 vgg16 --engines convolt onnxruntime --threads 1
//   npm run bench -- --help
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError, Option } from 'commander';
import { info } from '../../dist/index.js';
import { buildProgram } from '../kernels/program.mjs';
import { median, relativeError } from '../statistics.mjs';
import { chart } from './chart.mjs';
import { Contender } from './contender.mjs';
import { contenders, engines } from './contenders.mjs';
import { networks } from './networks.mjs';
import { report } from './report.mjs';

const BOUND = 1e-4;
const IDLE_MILLISECONDS = 2000;
/** Between turns: the threads of some engines spin for a while after a run, 20 ms or so. */
const PAUSE_MILLISECONDS = 50;
const docs = fileURLToPath(new URL('../../docs', import.meta.url));

/** A whole number from 1 on. */
function count(text) {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 1 on.');
  return Number(text);
}
const counts = (text, others = []) => [...others, count(text)];

const names = networks.map(({ name }) => name);
const program = new Command('npm run bench --')
  .description('Measures whole networks beside other engines.')
  .option('--full', 'also batches of 8 and 32, more rounds, and the steps of each network', false)
  .addOption(new Option('--models <names...>', 'the networks').choices(names).default(names, 'all'))
  .addOption(
    new Option('--engines <names...>', 'the engines; Convolt takes part in any case')
      .choices(engines)
      .default(engines, 'all'),
  )
  .option('--threads <counts...>', 'how many threads (default: 1, and all)', counts)
  .option('--batches <sizes...>', 'batch sizes (default: 1; with --full 1, 8 and 32)', counts)
  .option('--rounds <count>', 'how often all processes are started afresh (default: 1; with --full 2)', count)
  .option('--turns <count>', 'how many turns a contender has in each round at batch 1', count, 5)
  .option('--milliseconds <time>', 'how long a turn takes; one run at the least', count, 150)
  .option('--python <path>', 'the interpreter that has PyTorch', '/usr/bin/python3')
  .option(
    '--output <folder>',
    'where benchmark.md and benchmark.svg go (default: docs, if nothing is left out)',
  )
  .allowExcessArguments(false)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
const options = program.parse().opts();
const threadCounts = options.threads ?? [...new Set([1, availableParallelism()])];
const batches = options.batches ?? (options.full ? [1, 8, 32] : [1]);
const rounds = options.rounds ?? (options.full ? 2 : 1);
/** Long runs vary less. */
const turns = Object.fromEntries(batches.map((batch) => [batch, batch === 1 ? options.turns : 2]));
const { milliseconds } = options;
const isComplete =
  options.engines.length === engines.length && options.models.length === networks.length && batches[0] === 1;

const peakProgram = buildProgram();
const results = [];
const skipped = [];
for (const network of networks.filter(({ name }) => options.models.includes(name))) {
  const folder = mkdtempSync(join(tmpdir(), 'convolt-bench-'));
  try {
    const { flops, reason } = prepare({ ...network, batches, folder });
    if (reason !== undefined) skipped.push({ name: network.name, reason });
    else results.push({ name: network.name, flops, ...(await measure({ ...network, folder })) });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
const machine =
  `${cpus()[0].model}, ${info().isa}, ${availableParallelism()} cores; Node.js ${process.version}; ` +
  new Date().toISOString().slice(0, 10);
const targets = JSON.parse(readFileSync(new URL('../targets.json', import.meta.url), 'utf8'));
const text = report({
  results,
  skipped,
  machine,
  targets,
  threadCounts,
  batches,
  rounds,
  turns,
  isFull: options.full,
});
console.log(text);
const output = options.output ?? (isComplete ? docs : undefined);
if (output !== undefined) {
  writeFileSync(join(output, 'benchmark.md'), text);
  writeFileSync(join(output, 'benchmark.svg'), chart({ results, machine, threadCounts }));
}

/** Makes the files of a network, or says why that is not possible. */
function prepare(configuration) {
  const script = fileURLToPath(new URL('prepare.mjs', import.meta.url));
  const argument = JSON.stringify(configuration);
  return JSON.parse(execFileSync(process.execPath, [script, argument], { encoding: 'utf8' }));
}

/**
 * Measures one network.
 *
 * @returns `runs`, for each thread count and contender, see {@link measureRound}; `peaks`, for each thread count the GFLOP/s of
 * each turn; and `profile`, Convolt's with the fewest threads
 */
async function measure(network) {
  const runs = threadCounts.flatMap((threads) =>
    contenders(network.name, threads)
      .filter(({ engine }) => engine === 'convolt' || options.engines.includes(engine))
      .map((contender) => ({ ...contender, threads, error: 0, times: {}, rounds: [] })),
  );
  for (const run of runs) for (const batch of batches) run.times[batch] = [];
  const peaks = Object.fromEntries(threadCounts.map((threads) => [threads, []]));
  let profile;
  for (let round = 0; round < rounds; round++) {
    process.stderr.write(`${network.name}, round ${round + 1} of ${rounds}\n`);
    const processes = [];
    try {
      for (const run of runs) {
        const configuration = { ...network, ...run.configuration, threads: run.threads };
        processes.push(
          await Contender.start(run.script, configuration, {
            environment: run.environment,
            python: options.python,
          }),
        );
      }
      await measureRound(runs, processes, peaks);
      if (round === 0) profile = await processes[0].ask({ ask: 'profile' });
    } finally {
      await Promise.all(processes.map((each) => each.stop()));
    }
  }
  return { runs, peaks, profile };
}

/**
 * One round: gives each run the name of its engine, the largest `error` of its outputs beside Convolt's, to `times[batch]` the
 * median of each turn, and to `rounds` what its process was like.
 */
async function measureRound(runs, processes, peaks) {
  const loaded = [];
  for (const each of processes) loaded.push(await each.ask({ ask: 'memory' }));
  for (const batch of batches) {
    await compareOutputs(runs, processes, batch);
    for (let turn = 0; turn < turns[batch]; turn++) {
      await setTimeout(PAUSE_MILLISECONDS);
      for (const threads of threadCounts) {
        const printed = execFileSync(peakProgram, ['--peak', `${threads}`], { encoding: 'utf8' });
        peaks[threads].push(Number(printed));
      }
      for (const [i, each] of processes.entries()) {
        await setTimeout(PAUSE_MILLISECONDS);
        const { times } = await each.ask({ ask: 'times', batch, milliseconds });
        runs[i].times[batch].push(median(times));
      }
    }
  }
  const idle = await Promise.all(
    processes.map((each) => each.ask({ ask: 'idle', milliseconds: IDLE_MILLISECONDS })),
  );
  for (const [i, each] of processes.entries()) {
    const { resident, peak } = await each.ask({ ask: 'memory' });
    runs[i].engineName = each.engine;
    runs[i].rounds.push({
      load: each.load,
      loaded: loaded[i].resident,
      resident,
      peak,
      busy: idle[i].busy / IDLE_MILLISECONDS,
    });
  }
}

async function compareOutputs(runs, processes, batch) {
  let expected;
  for (const [i, each] of processes.entries()) {
    const { output } = await each.ask({ ask: 'output', batch });
    expected ??= output;
    const error = relativeError(output, expected);
    if (!(error < BOUND))
      throw new Error(
        `${runs[i].label} at batch ${batch}: the output differs from ${runs[0].label}'s by ${error}`,
      );
    runs[i].error = Math.max(runs[i].error, error);
  }
}
