/**
 * The main job: the network that train.py trained in PyTorch classifies the digits that training never saw.
 *
 * Exits with code 1 when fewer than 98 % of them come out right.
 */
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { info, load } from 'convolt';
import { classify, time } from './classify.js';
import { readUnseenDigits } from './data.js';
import { Net } from './network.js';
import { Report, type Result, thousands } from './report.js';

const REQUIRED_ACCURACY = 0.98;

// This file runs compiled, from build/examples/digits/; the weights stay with the source.
const weights = fileURLToPath(new URL('../../../examples/digits/digits.pth', import.meta.url));

const start = performance.now();
const model = new Net();
model.loadStateDict(await load(weights));
model.eval();
const loadingTime = performance.now() - start;

const { images, labels } = readUnseenDigits();
const results: Result[] = classify(model, images).map((prediction, index) => ({
  ...prediction,
  index,
  label: labels[index] as number,
}));
const wrong = results.filter(({ digit, label }) => digit !== label);
const right = results.length - wrong.length;
const parameters = [...model.parameters()].reduce((sum, parameter) => sum + parameter.numel(), 0);
const { version, isa, threads } = info();

const report = new Report(process.stdout.hasColors?.() ?? false);
const oneOfEach = [...Array(10).keys()].map(
  (digit) => results.find(({ label }) => label === digit) as Result,
);
const surestMistakes = wrong.toSorted((a, b) => b.probability - a.probability).slice(0, 5);

const lines = [
  ...report.heading(`Convolt ${version}`, `${isa}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`),
  `  digits.pth: ${thousands(parameters)} parameters, loaded in ${loadingTime.toFixed(0)} ms`,
  ...report.heading(`${thousands(results.length)} handwritten digits that training never saw`),
  ...report.accuracy(right, results.length),
  ...report.heading('Confusion', 'rows are the true digits, columns what the network said'),
  ...report.confusion(results),
  ...report.heading('One of each', 'what the network said and how sure it is'),
  ...report.gallery(images, oneOfEach),
  ...report.heading('Its surest mistakes', 'what it said, and what it should have said'),
  ...report.gallery(images, surestMistakes),
  ...report.heading('Speed'),
  ...report.timing(time(model, images)),
];
console.log(lines.join('\n'));

if (right / results.length < REQUIRED_ACCURACY) {
  console.error(`\naccuracy is below ${100 * REQUIRED_ACCURACY} %`);
  process.exitCode = 1;
}
