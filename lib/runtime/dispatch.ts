/**
 * The one way from `functional/` to the native ops: {@link dispatch} runs an op on real tensors, or, while a recorder is
 * installed, hands symbolic ones to it.
 */
import type { Attributes } from './addon.js';

/** The dtypes of tensors, by PyTorch's names. */
export type DType =
  | 'float32'
  | 'float64'
  | 'float16'
  | 'bfloat16'
  | 'int64'
  | 'int32'
  | 'int16'
  | 'int8'
  | 'uint8'
  | 'bool';

/** What an op will write: the shape rule of each op, worked out in `functional/`, yields one for each output. */
export interface TensorSpec {
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** Runs ops. `tensor/` registers the eager one, which allocates the outputs and calls the addon. */
export interface Executor<T extends TensorSpec> {
  /** Returns new tensors. */
  run(op: string, attributes: Attributes, inputs: readonly (T | null)[], outputs: readonly TensorSpec[]): T[];
  /** Writes over a tensor that is there. */
  runInPlace(op: string, attributes: Attributes, inputs: readonly (T | null)[], target: T): void;
}

// The tensor class registers itself, so that runtime/ need not import it.
let executor: Executor<never> | undefined;

/** Installs the executor of real tensors. */
export function registerExecutor<T extends TensorSpec>(registered: Executor<T>): void {
  executor = registered as unknown as Executor<never>;
}

/** Calls `body` while another executor, made from the one that was there, stands in its place. */
export function withExecutor<T extends TensorSpec, R>(
  make: (usual: Executor<T>) => Executor<T>,
  body: () => R,
): R {
  const usual = executor;
  executor = make(usual as unknown as Executor<T>) as unknown as Executor<never>;
  try {
    return body();
  } finally {
    executor = usual;
  }
}

/**
 * Runs `op` and returns its outputs.
 *
 * @param op the op's name in native/plan/op_list.cpp
 * @param attributes every attribute that the op reads
 * @param inputs in the op's order; null where an optional one is absent
 * @param outputs the specs of the outputs
 */
export function dispatch<T extends TensorSpec, const S extends readonly TensorSpec[]>(
  op: string,
  attributes: Attributes,
  inputs: readonly (T | null)[],
  outputs: S,
): { [K in keyof S]: T } {
  const { run } = executor as unknown as Executor<T>;
  return run(op, attributes, inputs, outputs) as { [K in keyof S]: T };
}

/**
 * Runs `op` and writes its one output over `target`: how `add_`, `copy_` and their like change a tensor.
 *
 * @param inputs in the op's order. `target` may be one of them, if the op works element by element; views that overlap it
 * in another way are read as they were before
 * @param target of the output's shape and dtype
 */
export function dispatchInPlace<T extends TensorSpec>(
  op: string,
  attributes: Attributes,
  inputs: readonly (T | null)[],
  target: T,
): void {
  const { runInPlace } = executor as unknown as Executor<T>;
  runInPlace(op, attributes, inputs, target);
}
