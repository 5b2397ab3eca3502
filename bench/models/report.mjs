/** The tables, as Markdown that can also be read in a terminal. */
import { geometricMean, median } from '../statistics.mjs';
import { compare, compareWithBetter, runOf } from './ratios.mjs';

const MB = 2 ** 20;
/** Ops that take less of a network's time are not listed. */
const LEAST_SHARE = 0.02;
const ENGINES = ['convolt', 'onnxruntime', 'tuned', 'pytorch', 'tfjs'];
const ENGINE_TITLES = ['Convolt', 'onnxruntime', 'tuned', 'PyTorch', 'tfjs-wasm'];

/** The page. */
export function report(measured) {
  const { results, skipped, machine, threadCounts, batches, rounds, turns, isFull } = measured;
  const sections = [
    '# Benchmark',
    '![Time of onnxruntime-node over time of Convolt](benchmark.svg)',
    `${machine}. ${enginesOf(results)}.`,
    `Milliseconds, float32, medians of turns (${batches.map((batch) => `${rounds * turns[batch]} at batch ${batch}`).join(', ')}) in ` +
      `${rounds} fresh ${rounds > 1 ? 'processes' : 'process'} of each contender. ` +
      'Ratios are times of the other over times of Convolt in the same turn, in brackets their quartiles. ' +
      '“vs onnxruntime” is beside the faster of its two sessions. onnxruntime-node has its default settings and tuned ones, PyTorch is traced, frozen and ' +
      "optimised for inference, tfjs-wasm has no threads in Node.js. onnxruntime-node's `run` computes on the JavaScript thread; its " +
      "counterpart is Convolt's `runSync`, and `run` is what computing off that thread takes. Outputs of all are within " +
      `${largestError(results).toExponential(1)} of Convolt's. \`npm run bench\` and \`npm run bench:full\` make this page.`,
    ...skipped.map(({ name, reason }) => `Without ${name}: ${reason}.`),
    ...batches.flatMap((batch) =>
      threadCounts.flatMap((threads) => [
        `## Batch ${batch}, ${threadsTitle(threads)}`,
        timesTable(measured, threads, batch),
      ]),
    ),
    '## Memory',
    `Resident megabytes once loaded / after all runs, ${threadsTitle(threadCounts[0])}; what Convolt has after all runs over what the smaller of onnxruntime-node's sessions has.`,
    memoryTable(results, threadCounts[0]),
    '## Start',
    `Milliseconds from the start of the process to the first result, ${threadsTitle(threadCounts[0])}.`,
    startTable(results, threadCounts[0]),
    ...(threadCounts.length > 1
      ? [
          '## Threads',
          `How many times as fast as on ${threadsTitle(threadCounts[0])}, batch 1.`,
          scalingTable(measured),
        ]
      : []),
    '## Idle',
    `CPU time in 2 s after a run, in per cent of one CPU, the median of all: ${idleLine(results)}.`,
    ...algorithms(results),
    ...(isFull ? profiles(results) : []),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** A Markdown table whose columns are aligned in a terminal, too: the first to the left, the others to the right. */
export function table(header, rows) {
  const cells = [header, ...rows].map((row) => row.map((cell) => cell ?? ''));
  const widths = header.map((_, c) => Math.max(3, ...cells.map((row) => row[c].length)));
  const line = (row) =>
    `| ${row.map((cell, c) => (c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c]))).join(' | ')} |`;
  const rule = widths.map((width, c) => (c === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(cells[0]), line(rule), ...cells.slice(1).map(line)].join('\n');
}

const threadsTitle = (threads) => (threads === 1 ? '1 thread' : `${threads} threads`);
const time = (ms) => (ms < 1 ? ms.toFixed(3) : ms.toFixed(1));
const hitOrMissed = (value, least) =>
  least && value && `${least.toFixed(2)} ${value >= least ? 'hit' : 'missed'}`;
const times = (run, batch) => run && time(median(run.times[batch]));

function enginesOf(results) {
  return [...new Set(results.flatMap(({ runs }) => runs.map(({ engineName }) => engineName)))].join(', ');
}

const largestError = (results) => Math.max(...results.flatMap(({ runs }) => runs.map(({ error }) => error)));

function timesTable({ results, targets }, threads, batch) {
  const header = [
    'network',
    'Convolt',
    '`run`',
    'onnxruntime',
    'tuned',
    'PyTorch',
    'tfjs-wasm',
    'of peak',
    'vs onnxruntime',
    'target',
    'vs PyTorch',
    'vs tfjs',
  ];
  const target = (name, ratio) => batch === 1 && hitOrMissed(ratio, targets.ratios[name]?.[threads]);
  const cell = (comparison) =>
    comparison &&
    `${comparison.ratio.toFixed(2)} (${comparison.low.toFixed(2)}-${comparison.high.toFixed(2)})`;
  const rows = results.map((result) => {
    const ours = runOf(result, 'convolt', threads).times[batch];
    const share = (result.flops * batch) / median(ours) / 1e6 / median(result.peaks[threads]);
    const better = compareWithBetter(result, threads, batch);
    return [
      result.name,
      time(median(ours)),
      ...['background', 'onnxruntime', 'tuned', 'pytorch', 'tfjs'].map((key) =>
        times(runOf(result, key, threads), batch),
      ),
      `${(100 * share).toFixed(0)} %`,
      cell(better),
      target(result.name, better?.ratio),
      compare(result, threads, batch, 'pytorch')?.ratio.toFixed(2),
      compare(result, threads, batch, 'tfjs')?.ratio.toFixed(2),
    ];
  });
  const mean = (compareTo) => {
    const ratios = results
      .map(compareTo)
      .filter((each) => each !== undefined)
      .map(({ ratio }) => ratio);
    return ratios.length > 0 ? geometricMean(ratios) : undefined;
  };
  const better = mean((result) => compareWithBetter(result, threads, batch));
  rows.push([
    'geometric mean',
    ...Array(7).fill(''),
    better?.toFixed(2),
    target('geometric mean', better),
    mean((result) => compare(result, threads, batch, 'pytorch'))?.toFixed(2),
    mean((result) => compare(result, threads, batch, 'tfjs'))?.toFixed(2),
  ]);
  return table(header, rows);
}

/** What this is of a contender's processes, in the middle of the rounds; undefined where it did not take part. */
function middle(result, key, threads, what) {
  const run = runOf(result, key, threads);
  return run && median(run.rounds.map((round) => round[what]));
}

function memoryTable(results, threads) {
  const rows = results.map((result) => {
    const [ours, ...theirs] = ['convolt', 'onnxruntime', 'tuned'].map((key) =>
      middle(result, key, threads, 'resident'),
    );
    const ratio = ours / Math.min(...theirs.filter((bytes) => bytes !== undefined));
    return [
      result.name,
      ...ENGINES.map((key) => {
        const sizes = ['loaded', 'resident'].map((what) => middle(result, key, threads, what));
        return sizes.includes(undefined) ? '' : sizes.map((bytes) => (bytes / MB).toFixed(0)).join(' / ');
      }),
      ratio > 0 ? `${ratio.toFixed(2)}${ratio > 1 ? ' more' : ''}` : '',
    ];
  });
  return table(['network', ...ENGINE_TITLES, 'vs onnxruntime'], rows);
}

function startTable(results, threads) {
  const rows = results.map((result) => [
    result.name,
    ...ENGINES.map((key) => middle(result, key, threads, 'load')?.toFixed(0)),
  ]);
  return table(['network', ...ENGINE_TITLES], rows);
}

/** How many times as fast each is at batch 1 with more threads than with the fewest. */
function scalingTable({ results, threadCounts, targets }) {
  const [fewest, ...more] = threadCounts;
  const keys = ENGINES.slice(0, 4);
  const header = more.flatMap((threads) => [
    `Convolt, ${threadsTitle(threads)}`,
    'target',
    ...ENGINE_TITLES.slice(1, 4),
  ]);
  const rows = results.map((result) => [
    result.name,
    ...more.flatMap((threads) => {
      const [ours, ...theirs] = keys.map((key) => {
        const [few, many] = [fewest, threads].map((count) => runOf(result, key, count)?.times[1]);
        return few && many && median(few.map((each, turn) => each / many[turn]));
      });
      const target = threads === 2 && hitOrMissed(ours, targets.scaling[result.name]);
      return [ours, target, ...theirs].map((each) =>
        typeof each === 'number' ? `${each.toFixed(2)}x` : each,
      );
    }),
  ]);
  return table(['network', ...header], rows);
}

function idleLine(results) {
  return ENGINES.flatMap((key, i) => {
    const shares = results
      .flatMap(({ runs }) => runs.filter((run) => run.key === key))
      .flatMap(({ rounds }) => rounds.map(({ busy }) => busy));
    return shares.length > 0 ? [`${ENGINE_TITLES[i]} ${(100 * median(shares)).toFixed(2)} %`] : [];
  }).join(', ');
}

/** Which ops and algorithms take how much of each network, the most first. */
function algorithms(results) {
  const rows = results
    .filter(({ profile }) => profile !== undefined)
    .map(({ name, profile }) => [name, sharesOf(profile.steps).map(describe).join(', ')]);
  if (rows.length === 0) return [];
  const lines = rows.map(([name, text]) => `- ${name}: ${text}`);
  return [
    '## Algorithms',
    'What Convolt runs at batch 1 on one thread: op, algorithm, number of layers, share of the time and GFLOP/s of direct arithmetic, ' +
      `down to ${100 * LEAST_SHARE} % of the time.`,
    lines.join('\n'),
  ];
}

/** For each op and algorithm `{ key, count, share, rate }`, the largest share first. */
export function sharesOf(steps) {
  const groups = new Map();
  for (const step of steps) {
    const key = `${step.op} ${step.algorithm}`.trim();
    groups.set(key, [...(groups.get(key) ?? []), step]);
  }
  const sum = (list, what) => list.reduce((total, step) => total + step[what], 0);
  const all = sum(steps, 'milliseconds');
  return [...groups]
    .map(([key, list]) => {
      const milliseconds = sum(list, 'milliseconds');
      return {
        key,
        count: list.length,
        share: milliseconds / all,
        rate: sum(list, 'flops') / milliseconds / 1e6,
      };
    })
    .filter(({ share }) => share >= LEAST_SHARE)
    .sort((a, b) => b.share - a.share);
}

const describe = ({ key, count, share, rate }) =>
  `${key} x${count} ${(100 * share).toFixed(0)} % ${rate.toFixed(0)}`;

/** What runs for each layer. */
function profiles(results) {
  return [
    '## Steps',
    'What Convolt runs for each layer at batch 1 on one thread.',
    ...results.map(
      ({ name, profile }) =>
        `<details><summary>${name}</summary>\n\n\`\`\`\n${profile.table}\n\`\`\`\n\n</details>`,
    ),
  ];
}
