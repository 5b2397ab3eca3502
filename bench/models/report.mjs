/** The tables, as Markdown that can also be read in a terminal. */
import { geometricMean, median, quantile } from '../statistics.mjs';
import { compare, compareWithBetter, runOf } from './ratios.mjs';

const MB = 2 ** 20;
const ENGINES = ['convolt', 'onnxruntime', 'tuned', 'pytorch', 'tfjs'];
const ENGINE_TITLES = ['Convolt', 'onnxruntime', 'tuned', 'PyTorch', 'tfjs-wasm'];

/** The page. */
export function report(measured) {
  const { results, skipped, machine, threadCounts, batches, rounds, turns } = measured;
  const sections = [
    '# Benchmark',
    '![Time of onnxruntime-node over time of Convolt](benchmark.svg)',
    `${machine}. ${enginesOf(results)}.`,
    'Milliseconds, float32, medians of ' +
      `${rounds * turns} turns in ${rounds} fresh processes of each contender; in brackets the quartiles. Ratios are times of the other ` +
      'over times of Convolt in the same turn. onnxruntime-node has its default settings and tuned ones, PyTorch is traced, frozen and ' +
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
    '## Memory and start',
    `Resident megabytes once loaded / after all runs, and milliseconds from the start of the process to the first result; ${threadsTitle(threadCounts[0])}.`,
    memoryTable(results, threadCounts[0]),
    ...(threadCounts.length > 1 ? ['## Threads', scalingTable(results, threadCounts)] : []),
    '## Idle',
    `CPU time in 2 s after a run, in per cent of one CPU, the median of all: ${idleLine(results)}.`,
    ...profiles(results),
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
    'to better onnxruntime',
    'target',
    'to PyTorch',
    'to tfjs',
  ];
  const target = (name, ratio) => {
    const least = batch === 1 ? targets[name]?.[threads] : undefined;
    return least && ratio && `${least.toFixed(2)} ${ratio >= least ? 'hit' : 'missed'}`;
  };
  const cell = (comparison) =>
    comparison &&
    `${comparison.ratio.toFixed(2)} (${comparison.low.toFixed(2)}-${comparison.high.toFixed(2)})`;
  const rows = results.map((result) => {
    const ours = runOf(result, 'convolt', threads).times[batch];
    const share = (result.flops * batch) / median(ours) / 1e6 / median(result.peaks[threads]);
    const better = compareWithBetter(result, threads, batch);
    return [
      result.name,
      `${time(median(ours))} (${time(quantile(ours, 0.25))}-${time(quantile(ours, 0.75))})`,
      ...['background', 'onnxruntime', 'tuned', 'pytorch', 'tfjs'].map((key) =>
        times(runOf(result, key, threads), batch),
      ),
      `${(100 * share).toFixed(0)} %`,
      cell(better),
      target(result.name, better?.ratio),
      cell(compare(result, threads, batch, 'pytorch')),
      cell(compare(result, threads, batch, 'tfjs')),
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

function memoryTable(results, threads) {
  const titles = ENGINE_TITLES.flatMap((title) => [`${title} MB`, 'ms']);
  const rows = results.map((result) => [
    result.name,
    ...ENGINES.flatMap((key) => {
      const run = runOf(result, key, threads);
      if (run === undefined) return ['', ''];
      const middle = (what) => median(run.rounds.map(what));
      const [loaded, resident] = [middle((round) => round.loaded), middle((round) => round.resident)];
      return [
        `${(loaded / MB).toFixed(0)} / ${(resident / MB).toFixed(0)}`,
        middle((round) => round.load).toFixed(0),
      ];
    }),
  ]);
  return table(['network', ...titles], rows);
}

/** How many times as fast each is at batch 1 with more threads than with the fewest. */
function scalingTable(results, threadCounts) {
  const [fewest, ...more] = threadCounts;
  const keys = ENGINES.slice(0, 4);
  const header = more.flatMap((threads) =>
    ENGINE_TITLES.slice(0, 4).map((title) => `${title}, ${threadsTitle(threads)}`),
  );
  const rows = results.map((result) => [
    result.name,
    ...more.flatMap((threads) =>
      keys.map((key) => {
        const [few, many] = [fewest, threads].map((count) => runOf(result, key, count)?.times[1]);
        if (few === undefined || many === undefined) return '';
        return `${median(few.map((each, turn) => each / many[turn])).toFixed(2)}x`;
      }),
    ),
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

/** What runs for each layer, where it was profiled. */
function profiles(results) {
  const profiled = results.filter(({ profile }) => profile !== undefined);
  if (profiled.length === 0) return [];
  return [
    '## Steps',
    'What Convolt runs for each layer at batch 1 on one thread.',
    ...profiled.map(
      ({ name, profile }) =>
        `<details><summary>${name}</summary>\n\n\`\`\`\n${profile.table}\n\`\`\`\n\n</details>`,
    ),
  ];
}
