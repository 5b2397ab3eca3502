// Prints the steps that kernels are measured on, as main.cpp reads them: of each network of the benchmark and each op and
// algorithm that its plan has, the step with the most to do. A process of its own, since CONVOLT_ISA decides what a plan is like.
import { compile, models, zeros } from '../../dist/index.js';
import { networks } from '../models/networks.mjs';

/** What multiplies by weights, takes windows or moves channels; the rest are a few operations for each element. */
const MEASURED = /conv2d$|pool2d$|norm$|^linear$|^selectChannels$/i;

const lines = new Map();
for (const { name, input, options } of networks) {
  const net = await compile(models.create(name, options).eval(), { input: [1, ...input], threads: 1 });
  const { steps } = await net.profile(zeros([1, ...input]));
  net.dispose();
  const largest = new Map();
  for (const step of steps.filter(({ op }) => MEASURED.test(op))) {
    const key = `${step.op} ${step.algorithm}`;
    if (!(largest.get(key)?.flops >= step.flops)) largest.set(key, step);
  }
  for (const step of largest.values()) {
    const { op, flops, bytes, inputShapes, outputShape } = step;
    const attributes = Object.entries(step.attributes).map(([key, value]) => `${key}=${encode(value)}`);
    const shapes = inputShapes.map((shape) => shape ?? '-');
    const work = [op, flops, bytes, attributes.join(' '), shapes.join(' '), outputShape].join('\t');
    // What two networks have in common is measured once.
    if (!lines.has(work))
      lines.set(work, [name, step.module, op, step.algorithm].filter((word) => word !== '').join(' '));
  }
}
for (const [work, title] of [...lines].sort(([a], [b]) => (a < b ? -1 : 1))) console.log(`${title}\t${work}`);

function encode(value) {
  if (Array.isArray(value)) return `[${value}]`;
  return typeof value === 'string' ? `"${value}"` : `${value}`;
}
