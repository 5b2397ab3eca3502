/** Networks against torchvision's: the same from a seed, and the same outputs from the same state dict. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile, load, manualSeed, models, type nn, randn, Tensor, tensor } from 'convolt';
import { relativeError } from '../support/relative-error.js';
import { scriptPath } from './python.js';

/** Networks that torchvision does not have; regnet_y_128gf, of 645 million parameters, is left out for its size. */
const NOT_COMPARED = [
  'digit_net',
  'lenet5',
  'regnet_y_128gf',
  'resnet20',
  'resnet32',
  'resnet44',
  'resnet56',
];

/** How far outputs may be apart, and how far two inputs must move the last one, relative to the largest. */
const BOUND = 1e-4;
const LEAST_MOVED = 0.01;

/** What models.py prints. */
interface Recorded {
  sha256: string;
  outputs: { name: string; shapes: number[][] }[];
  moved: number;
}

/** What came of a model: the largest error of a block or the outputs, that of its plan, and what is wrong, if anything. */
export interface ModelOutcome {
  error: number;
  planError: number;
  problem?: string;
}

/** The names of all networks that torchvision has, too. */
export function comparedModels(): models.ModelName[] {
  return models.list().filter((name) => !NOT_COMPARED.includes(name));
}

/**
 * Builds a network here and in Python and compares parameters, the outputs of each top-level block, the last ones, and those of
 * the compiled network.
 */
export async function compareModel(
  python: string,
  name: models.ModelName,
  seed: number,
): Promise<ModelOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'convolt-parity-'));
  try {
    const size = name === 'inception_v3' ? 96 : 64;
    const args = ['--name', name, '--seed', `${seed}`, '--size', `${size}`, '--out', folder];
    const printed = execFileSync(python, [scriptPath('models.py'), ...args], { encoding: 'utf8' });
    const recorded = JSON.parse(printed) as Recorded;

    manualSeed(seed);
    const model = models.create(name, optionsOf(name)).eval();
    if (digest(model) !== recorded.sha256) return failed('other parameters than PyTorch after the same seed');
    model.loadStateDict(await load(join(folder, 'state.pth')));
    if (recorded.moved < LEAST_MOVED) return failed(`two inputs move the outputs by ${recorded.moved} only`);
    manualSeed(seed + 1);
    const images = randn([2, 3, size, size]);
    using net = await compile(model, { input: [1, 3, size, size] });
    const planned = leaves(await net.run(images));
    return compareOutputs(run(model, images), planned, recorded, readFileSync(join(folder, 'outputs.bin')));
  } catch (error) {
    return failed(`${error}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function optionsOf(name: string): models.CreateOptions {
  return /^(fcn|deeplab)/.test(name) ? { auxLoss: true } : {};
}

function failed(problem: string): ModelOutcome {
  return { error: Number.POSITIVE_INFINITY, planError: Number.POSITIVE_INFINITY, problem };
}

function digest(model: nn.Module): string {
  const sha256 = createHash('sha256');
  for (const value of model.stateDict().values()) {
    const { data } = value.contiguous();
    sha256.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return sha256.digest('hex');
}

/** The outputs of each child by its name, and those of the network by the name `''`. */
function run(model: nn.Module, images: Tensor): Map<string, Tensor[]> {
  const outputs = new Map<string, Tensor[]>();
  for (const [name, child] of model.namedChildren()) {
    child.registerForwardHook((_module, _args, output) => {
      // A later layer may write over the output.
      outputs.set(
        name,
        leaves(output).map((leaf) => leaf.clone()),
      );
    });
  }
  return outputs.set('', leaves(model.forward(images)));
}

function leaves(output: unknown): Tensor[] {
  return output instanceof Tensor ? [output] : Object.values(output as object).flatMap(leaves);
}

function compareOutputs(
  outputs: Map<string, Tensor[]>,
  planned: readonly Tensor[],
  { outputs: recorded }: Recorded,
  bytes: Buffer,
): ModelOutcome {
  let error = 0;
  let offset = 0;
  let last: Tensor[] = [];
  for (const { name, shapes } of recorded) {
    last = shapes.map((shape) => {
      const start = bytes.byteOffset + offset;
      offset += 4 * shape.reduce((product, length) => product * length, 1);
      return tensor(new Float32Array(bytes.buffer.slice(start, bytes.byteOffset + offset)), { shape });
    });
    const apart = largestError(outputs.get(name) ?? [], last);
    if (!(apart <= BOUND))
      return { error: apart, planError: 0, problem: `${name || 'the outputs'}: error ${apart}` };
    error = Math.max(error, apart);
  }
  const planError = largestError(planned, last);
  return planError <= BOUND
    ? { error, planError }
    : { error, planError, problem: `the compiled network: error ${planError}` };
}

/** Infinity where there are not as many of them. */
function largestError(actual: readonly Tensor[], expected: readonly Tensor[]): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  return Math.max(...expected.map((one, i) => relativeError((actual[i] as Tensor).contiguous(), one)));
}
