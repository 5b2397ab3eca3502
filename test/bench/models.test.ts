import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/** The benchmarks are plain JavaScript without declarations. */
const load = (path: string) => import(String(new URL(`../../bench/${path}`, import.meta.url)));

const { geometricMean, quantile, relativeError } = await load('statistics.mjs');
const { compare, compareWithBetter } = await load('models/ratios.mjs');
const { sharesOf, table } = await load('models/report.mjs');
const { draw } = await load('models/chart.mjs');

describe('statistics', () => {
  test('quantiles lie between the numbers by straight line', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([5, 1, 3], 0.25)).toBe(2);
    expect(quantile([7], 0.75)).toBe(7);
  });

  test('the geometric mean of ratios', () => expect(geometricMean([0.5, 2, 8])).toBeCloseTo(2, 12));

  test('errors are relative to the largest expected magnitude, and infinite where nothing can be compared', () => {
    expect(relativeError([1, -9], [1, -10])).toBeCloseTo(0.1, 12);
    expect(relativeError([1], [1, 2])).toBe(Number.POSITIVE_INFINITY);
    expect(relativeError([Number.NaN, 2], [1, 2])).toBe(Number.POSITIVE_INFINITY);
  });
});

test('ratios are those of the same turn, beside the better of two sessions', () => {
  const run = (key: string, times: number[]) => ({ key, threads: 1, times: { 1: times } });
  const result = {
    runs: [run('convolt', [1, 10, 2]), run('onnxruntime', [3, 30, 6]), run('tuned', [2, 20, 4])],
  };
  expect(compare(result, 1, 1, 'onnxruntime')).toEqual({ ratio: 3, low: 3, high: 3 });
  expect(compareWithBetter(result, 1, 1).ratio).toBe(2);
  expect(compare(result, 1, 1, 'pytorch')).toBeUndefined();
});

test('tables are aligned Markdown, with empty cells for what is not there', () => {
  expect(
    table(
      ['network', 'ms'],
      [
        ['vgg16', '86.1'],
        ['resnet18', undefined],
      ],
    ),
  ).toBe(
    ['| network  |   ms |', '| -------- | ---: |', '| vgg16    | 86.1 |', '| resnet18 |      |'].join('\n'),
  );
});

test('shares of ops and algorithms, the largest first, without the smallest', () => {
  const step = (op: string, algorithm: string, milliseconds: number) => {
    return { op, algorithm, milliseconds, flops: 2e6 };
  };
  const steps = [step('add', '', 1), step('conv', '1x1', 3), step('add', '', 1), step('relu', '', 0.01)];
  expect(sharesOf(steps)).toEqual([
    { key: 'conv 1x1', count: 1, share: 3 / 5.01, rate: 2 / 3 },
    { key: 'add', count: 2, share: 2 / 5.01, rate: 2 },
  ]);
});

test.each([
  [['--help'], 0],
  [['--engines', 'foo'], 2],
  [['--turns', '0'], 2],
  [['--foo'], 2],
])('npm run bench -- %j ends with code %i', (args, code) => {
  const script = fileURLToPath(new URL('../../bench/models/run.mjs', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  expect(status).toBe(code);
  expect(code === 0 ? stdout : stderr).toMatch(code === 0 ? /^Usage:/ : /^error: [^\n]*\n$/);
});

test('bars are as long as their ratios, and names are escaped', () => {
  const rows = [
    { name: 'a<b', ratios: [2] },
    { name: 'c', ratios: [1] },
  ];
  const svg: string = draw({ rows, series: ['1 thread'], machine: 'R&D' });
  const widths = [...svg.matchAll(/class="s0" x="160" y="\d+(?:\.\d+)?" width="([\d.]+)" height="10"/g)].map(
    (match) => Number(match[1]),
  );
  expect(widths).toHaveLength(2);
  expect((widths[0] as number) / (widths[1] as number)).toBeCloseTo(2, 2);
  expect(svg).toContain('a&lt;b');
  expect(svg).toContain('R&amp;D');
});
