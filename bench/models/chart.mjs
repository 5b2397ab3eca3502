/** The chart of the README: bars of how many times as long onnxruntime-node takes, for each network. */
import { geometricMean } from '../statistics.mjs';
import { compareWithBetter } from './ratios.mjs';

const WIDTH = 760;
const LEFT = 160;
const RIGHT = 60;
const TOP = 86;
const BAR = 11;
const GAP = 12;

/** @returns the text of an SVG file that fits light and dark pages */
export function chart({ results, machine, threadCounts }) {
  const rows = results.map((result) => ({
    name: result.name,
    ratios: threadCounts.map((threads) => compareWithBetter(result, threads, 1)?.ratio ?? 0),
  }));
  rows.push({
    name: 'geometric mean',
    ratios: threadCounts.map((_, i) => geometricMean(rows.map(({ ratios }) => ratios[i]))),
  });
  return draw({
    rows,
    series: threadCounts.map((count) => `${count} thread${count > 1 ? 's' : ''}`),
    machine,
  });
}

/** Bars for `rows`, each `{ name, ratios }` with a ratio for each of the `series`. */
export function draw({ rows, series, machine }) {
  const rowHeight = series.length * BAR + GAP;
  const bottom = TOP + rows.length * rowHeight;
  const most = Math.max(1.2, ...rows.flatMap(({ ratios }) => ratios));
  const x = (ratio) => LEFT + (ratio / most) * (WIDTH - LEFT - RIGHT);
  const bars = rows.flatMap(({ name, ratios }, row) => {
    const y = TOP + row * rowHeight + GAP / 2;
    return [
      text(LEFT - 10, y + (series.length * BAR) / 2 + 4, name, 'end'),
      ...ratios.flatMap((ratio, i) => [
        `<rect class="s${i}" x="${LEFT}" y="${y + i * BAR}" width="${(x(ratio) - LEFT).toFixed(1)}" height="${BAR - 1}" rx="2"/>`,
        text(x(ratio) + 5, y + i * BAR + 9, ratio.toFixed(2), 'start', 'small'),
      ]),
    ];
  });
  const legend = series.flatMap((name, i) => [
    `<rect class="s${i}" x="${LEFT + i * 110}" y="46" width="12" height="12" rx="2"/>`,
    text(LEFT + i * 110 + 18, 56, name, 'start', 'small'),
  ]);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 40}" width="${WIDTH}" height="${bottom + 40}" role="img">`,
    '<title>How many times as long onnxruntime-node takes, batch 1</title>',
    STYLE,
    text(LEFT, 22, 'Time of onnxruntime-node / time of Convolt, batch 1, float32', 'start', 'title'),
    text(
      LEFT,
      38,
      'the better of its default and tuned settings; more is better for Convolt',
      'start',
      'small',
    ),
    ...legend,
    ...bars,
    `<line x1="${x(1).toFixed(1)}" x2="${x(1).toFixed(1)}" y1="${TOP - 8}" y2="${bottom}"/>`,
    text(x(1), TOP - 12, '1', 'middle', 'small'),
    text(LEFT, bottom + 24, machine, 'start', 'small'),
    '</svg>\n',
  ].join('\n');
}

const STYLE = `<style>
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title { font-weight: 600 }
.small { font-size: 11px; fill: #59636e }
line { stroke: #59636e; stroke-dasharray: 3 3 }
.s0 { fill: #0969da }
.s1 { fill: #7cc0ff }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc }
.small { fill: #9198a1 }
line { stroke: #9198a1 }
.s0 { fill: #4493f8 }
.s1 { fill: #1f4f8f }
}
</style>`;

function text(x, y, content, anchor, className) {
  const style = className === undefined ? '' : ` class="${className}"`;
  const escaped = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}"${style}>${escaped}</text>`;
}
