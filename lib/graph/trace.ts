/** From a module to a graph. */
import { ArgumentError, ConvoltError } from '../errors.js';
import type { TensorSpec } from '../runtime/dispatch.js';
import { isDType } from '../tensor/dtype.js';
import { Tensor } from '../tensor/tensor.js';
import { type Frame, generalize, type Recording } from './generalize.js';
import type { Graph, Structure } from './graph.js';
import { Recorder } from './record.js';
import { putTogether, takeApart } from './structure.js';

/** What of a Module a trace needs. */
export interface Traceable {
  readonly training: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: the arguments and the output are whatever the module's forward has
  forward(...inputs: any[]): any;
  namedModules(): Iterable<[string, object]>;
  namedParameters(): Iterable<[string, Tensor]>;
  namedBuffers(): Iterable<[string, Tensor]>;
}

/** The options of {@link trace}. */
export interface TraceOptions {
  /**
   * `'any'`: the first dimension of every input is the batch, and the graph runs at any batch size. `'fixed'`: it runs at
   * that of the example inputs alone. Default `'any'`.
   */
  batch?: 'any' | 'fixed';
}

/** Two determine how sizes depend on the batch, the third must agree. */
const BATCHES = [2, 3, 5];

/**
 * Runs a module's `forward` on tensors without elements and records the ops as a graph.
 *
 * Sizes are plain numbers in JavaScript, so `x.view(x.size(0), -1)` says nothing about where its first size came from.
 * `forward` therefore runs at three batch sizes, and whatever number differs becomes `a * N + b`. Loops and branches over
 * shapes, options and parameters are fine: the graph has what they did. Whatever reads an element of an input (`data`,
 * `item()`) is an error. Writes in place become new values, also where they go through views.
 *
 * @param model a module in `eval` mode
 * @param exampleInputs the arguments of `forward`: tensors, or their shapes and dtypes, also nested in lists and objects
 * @param options see {@link TraceOptions}
 * @throws ConvoltError `CONVOLT_NOT_TRACEABLE`, which names the module, where `forward` does what a graph cannot;
 * `CONVOLT_TRAINING_MODE` in training mode; whatever `forward` throws
 * @example const graph = trace(model.eval(), [{ shape: [1, 3, 224, 224], dtype: 'float32' }]);
 */
export function trace(
  model: Traceable,
  exampleInputs: readonly Structure<TensorSpec>[],
  { batch = 'any' }: TraceOptions = {},
): Graph {
  if (batch !== 'any' && batch !== 'fixed')
    throw new ArgumentError('trace', 'batch', "'any' or 'fixed'", batch);
  if (typeof model?.forward !== 'function') throw new ArgumentError('trace', 'model', 'a Module', model);
  if (!Array.isArray(exampleInputs))
    throw new ArgumentError('trace', 'exampleInputs', 'a list', exampleInputs);
  if (model.training)
    throw new ConvoltError(
      'CONVOLT_TRAINING_MODE',
      'trace: the model is in training mode; call eval() on it first',
    );
  const { leaves, places } = takeApart<TensorSpec>(exampleInputs, isSpec, (value, path) => {
    throw new ArgumentError(
      'trace',
      `exampleInputs[${path.join('][')}]`,
      'a tensor, or a shape and a dtype',
      value,
    );
  });
  const modules = new Map([...model.namedModules()].map(([name, module]) => [module, name]));
  const record = (rows?: number): Recording => {
    const recorder = new Recorder(modules);
    const inputs = leaves.map(({ value: { shape, dtype } }) =>
      recorder.input({
        shape: rows === undefined || shape.length === 0 ? shape : shape.with(0, rows),
        dtype,
      }),
    );
    const values = inputs.map(({ value }) => value);
    const result = recorder.record(() =>
      model.forward(...(putTogether(places, inputs) as unknown as Tensor[])),
    );
    const { leaves: results, places: outputStructure } = takeApart<Tensor>(result, isTensor, (value) => {
      throw new ArgumentError('trace', 'the result of forward', 'tensors, in lists and objects', value);
    });
    const outputs = recorder.record(() => results.map(({ value }) => recorder.valueOf(value)));
    return { batch: rows ?? 0, recorder, inputs: values, outputs, outputStructure };
  };
  const frame: Frame = {
    inputStructure: places as readonly Structure<number>[],
    inputNames: leaves.map(({ path }) =>
      path.length === 1 && leaves.length === 1 ? 'input' : `input.${path.join('.')}`,
    ),
    constantNames: new Map(
      [...model.namedBuffers(), ...model.namedParameters()].map(([name, tensor]) => [tensor, name]),
    ),
  };
  return generalize(batch === 'fixed' ? [record()] : BATCHES.map(record), frame);
}

function isTensor(value: unknown): value is Tensor {
  return value instanceof Tensor;
}

function isSpec(value: unknown): value is TensorSpec {
  if (isTensor(value)) return true;
  const { shape, dtype } = (value ?? {}) as Partial<TensorSpec>;
  return (
    Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 0) && isDType(dtype)
  );
}
