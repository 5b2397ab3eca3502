/** ONNX models: loaded, traced, run node by node, and compiled. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { optimize } from '../../../lib/graph/passes/index.js';
import { compile, full, onnx, type Tensor, type TensorSpec, trace } from '../../../lib/index.js';
import { decodeModel, encodeModel } from '../../../lib/onnx/protobuf.js';
import { lower } from '../../../lib/plan/lower.js';
import { damage } from '../../support/damage.js';
import type { Random } from '../../support/random.js';
import type { Format } from '../format.js';
import { isSmall, TooLarge, withinForward } from '../limits.js';
import { drawModel } from './models.js';
import { mutateModel } from './mutate.js';

/** The most elements of an input: of more, the model is only loaded. */
const MOST_ELEMENTS = 1 << 18;

/** What the model says of an input; a size that is open is 2. */
function specOf({ dtype, shape = [2, 4, 6, 5] }: onnx.OnnxValue): TensorSpec {
  const sizes = shape.map((size) => (typeof size === 'number' ? size : 2));
  const numel = sizes.reduce((product, size) => product * size, 1);
  if (sizes.length > 8 || numel > MOST_ELEMENTS) throw new TooLarge(`an input of shape [${sizes}]`);
  return { dtype, shape: sizes };
}

function tensorOf({ dtype, shape }: TensorSpec): Tensor {
  return full(shape, dtype === 'bool' ? true : 1, { dtype });
}

export const onnxFormat: Format = {
  name: 'onnx',

  prepare(folder: string) {
    writeFileSync(join(folder, 'weights'), new Uint8Array(4096));
    symlinkSync('/etc/hostname', join(folder, 'link'));
    mkdirSync(join(folder, 'x'));
  },

  draw(random: Random) {
    // The samples are shared, and so is what is in them.
    const model = structuredClone(drawModel(random));
    // A few as they are: the fuzzer is of no use where sound models do not run.
    if (random.oneIn(20)) return encodeModel(model);
    mutateModel(model, random);
    const bytes = encodeModel(model);
    return random.oneIn(10) ? damage(bytes, random) : bytes;
  },

  async passesHeader(file: Uint8Array) {
    try {
      return Boolean(decodeModel(file, 'file').graph);
    } catch {
      return false;
    }
  },

  async load(path: string) {
    const model = await onnx.load(path);
    const specs = () => model.inputs.map(specOf);
    return [
      { name: 'forward', run: () => forward(model, specs().map(tensorOf)) },
      { name: 'trace', run: () => trace(model, specs()) },
      { name: 'compile', run: () => compileAndRun(model, specs()) },
    ];
  },
};

function forward(model: onnx.OnnxModel, inputs: readonly Tensor[]): void {
  withinForward(() => model.forward(...inputs));
}

async function compileAndRun(model: onnx.OnnxModel, specs: readonly TensorSpec[]): Promise<void> {
  const isOpen = model.inputs.every(({ shape }) => typeof shape?.[0] === 'string');
  const graph = optimize(trace(model, specs, { batch: isOpen ? 'any' : 'fixed' }));
  if (!isSmall(lower(graph, specs[0]?.shape[0] ?? 1))) throw new TooLarge('the plan');
  const plan = await compile(graph);
  try {
    await plan.run(...specs.map(tensorOf));
  } finally {
    plan.dispose();
  }
}
