/** An ONNX model that was read: it runs like a Module, and can be traced and compiled like one. */
import { ArgumentError, ConvoltError, DTypeError, ShapeError } from '../errors.js';
import { SymbolicTensor } from '../graph/symbolic.js';
import { quoted } from '../io/file-error.js';
import { enterModule, leaveModule } from '../runtime/module-stack.js';
import { elementSize } from '../tensor/dtype.js';
import { Allowance } from '../tensor/storage.js';
import { Tensor } from '../tensor/tensor.js';
import type { OnnxGraph, OnnxValue, Step } from './read-graph.js';

/**
 * What a model may allocate, in one run, for values that do not come from the elements of its inputs: so much, and so
 * many times the bytes of weights and inputs. A few bytes of a file can ask for any amount (`ConstantOfShape`, `Range`,
 * `Expand`); what models do with that (masks, grids, weights stored in fewer bits) is in proportion to what they are given.
 */
const FREE_BYTES = 2 ** 24;
const FREE_TIMES = 64;

/** The inputs of a model by their names. */
export type NamedTensors = Readonly<Record<string, Tensor>>;

/**
 * A model that {@link load} read.
 *
 * `forward` runs its nodes one by one; `trace` makes a graph of it. Its weights are its parameters, by their names in the
 * file.
 */
export class OnnxModel {
  /** Always false: ONNX models predict. */
  readonly training = false;
  /** The graph's name. */
  readonly name: string;
  /** The version of ONNX's operators that it was made for. */
  readonly opset: number;
  /** Name, dtype and shape of each input, in the order of `forward`. */
  readonly inputs: readonly OnnxValue[];
  /** Name, dtype and shape of each output. */
  readonly outputs: readonly OnnxValue[];
  /** The weights and other constants by name. Writing into one changes what the model computes. */
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly #steps: readonly Step[];

  /** @internal See {@link load}. */
  constructor({ name, opset, inputs, outputs, weights, steps }: OnnxGraph) {
    this.name = name;
    this.opset = opset;
    this.inputs = inputs;
    this.outputs = outputs;
    this.weights = weights;
    this.#steps = steps;
  }

  /**
   * Runs the model.
   *
   * The first size of an input may be another than the file says, since many files that say 1 work with any batch; all
   * other sizes must be those of `inputs`, where they are numbers.
   *
   * @param inputs the inputs in the order of `inputs`, or one object that has them by name
   * @returns the output, or a list of all when there are several
   * @throws ArgumentError, DTypeError or ShapeError for inputs that are not those of `inputs`; what an op throws,
   * with the name of its node; ConvoltError `CONVOLT_OUT_OF_MEMORY` for a model that asks for memory out of proportion to
   * its weights and inputs
   * @example const logits = model.forward(image);
   * const [boxes, scores] = model.forward({ image });
   */
  forward(...inputs: readonly Tensor[] | readonly [NamedTensors]): Tensor | Tensor[] {
    const values = new Map<string, Tensor>(this.weights);
    for (const [name, tensor] of this.#named(inputs)) values.set(name, tensor);
    // While the model is traced, what is made of inputs has no elements and takes no memory: what does, has others.
    const isTraced = [...values.values()].some((tensor) => tensor instanceof SymbolicTensor);
    const allowance = allowanceFor(values.values());
    for (const step of this.#steps) {
      if (step.isFixed || isTraced) allowance.within(() => runStep(step, values));
      else runStep(step, values);
    }
    const results = this.outputs.map(({ name }) => values.get(name) as Tensor);
    return results.length === 1 ? (results[0] as Tensor) : results;
  }

  /** The nodes, so that a traced graph has their names. */
  *namedModules(): Generator<[string, object]> {
    yield ['', this];
    for (const { node } of this.#steps) yield [node.name, node];
  }

  /** The weights by name. */
  *namedParameters(): Generator<[string, Tensor]> {
    yield* this.weights;
  }

  /** None: ONNX does not tell weights from statistics. */
  *namedBuffers(): Generator<[string, Tensor]> {}

  /** The model in a few lines: its inputs and outputs, and how many nodes and weights it has. */
  toString(): string {
    const list = (values: readonly OnnxValue[]) =>
      values
        .map(({ name, dtype, shape }) => `${name}: ${dtype} ${shape ? `[${shape.join(', ')}]` : ''}`)
        .join(', ');
    const { weights } = this;
    return (
      `OnnxModel(${quoted(this.name)}, opset ${this.opset}, ${this.#steps.length} nodes, ${weights.size} weights)\n` +
      `  (${list(this.inputs)}) -> (${list(this.outputs)})`
    );
  }

  #named(given: readonly (Tensor | NamedTensors)[]): [string, Tensor][] {
    const names = this.inputs.map(({ name }) => name);
    const [first] = given;
    const byName =
      given.length === 1 && typeof first === 'object' && first !== null && !(first instanceof Tensor);
    if (byName) {
      const unknown = Object.keys(first).find((name) => !names.includes(name));
      if (unknown !== undefined)
        throw new ArgumentError('forward', 'inputs', `named ${names.map(quoted).join(', ')}`, unknown);
    } else if (given.length !== names.length) {
      throw new ArgumentError('forward', 'inputs', `${names.length} (${names.join(', ')})`, given.length);
    }
    return this.inputs.map((expected, i) => {
      const tensor = byName ? (first as NamedTensors)[expected.name] : given[i];
      checkInput(expected, tensor);
      return [expected.name, tensor];
    });
  }
}

function allowanceFor(given: Iterable<Tensor>): Allowance {
  let bytes = 0;
  for (const tensor of given) bytes += byteLengthOf(tensor);
  const limit = FREE_BYTES + FREE_TIMES * bytes;
  return new Allowance(
    limit,
    (byteLength) =>
      new ConvoltError(
        'CONVOLT_OUT_OF_MEMORY',
        `it asks for ${byteLength} bytes more; what a model makes of its weights and of sizes, without the elements of ` +
          `its inputs, may take ${limit} in all`,
      ),
  );
}

function checkInput({ name, dtype, shape }: OnnxValue, tensor: unknown): asserts tensor is Tensor {
  if (!(tensor instanceof Tensor)) throw new ArgumentError('forward', name, 'a Tensor', tensor);
  if (tensor.dtype !== dtype) throw new DTypeError('forward', name, dtype, tensor.dtype);
  const fits = (size: number | string, d: number) =>
    typeof size === 'string' || d === 0 || size === tensor.shape[d];
  if (shape !== undefined && !(shape.length === tensor.ndim && shape.every(fits))) {
    throw new ShapeError(
      'forward',
      `${name} must have the shape [${shape.join(', ')}], received [${tensor.shape.join(', ')}]`,
    );
  }
}

/** A view that shows more than there is (`Expand`) costs nothing now, but its elements will, wherever it goes. */
function spendOnView(tensor: Tensor): void {
  if (tensor instanceof SymbolicTensor) return;
  const byteLength = byteLengthOf(tensor);
  if (byteLength > tensor.storage.bytes.byteLength) Allowance.spend(byteLength);
}

function byteLengthOf(tensor: Tensor): number {
  return tensor.numel() * elementSize(tensor.dtype);
}

function runStep({ node, run, last }: Step, values: Map<string, Tensor>): void {
  enterModule(node);
  try {
    const result = run(...node.inputs.map((name) => values.get(name)));
    const outputs = result instanceof Tensor ? [result] : result;
    for (const [i, name] of node.outputs.entries()) {
      const output = outputs[i];
      if (output !== undefined) spendOnView(output);
      if (name !== '' && output !== undefined) values.set(name, output);
    }
  } catch (error) {
    if (error instanceof ConvoltError) error.locate(() => `${node}`);
    throw error;
  } finally {
    leaveModule();
  }
  for (const name of last) values.delete(name);
}
