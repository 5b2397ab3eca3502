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

/** Runs an op. `tensor/` registers the eager one, which allocates the outputs and calls the addon. */
export type Executor<T extends TensorSpec> = (
  op: string,
  attributes: Attributes,
  inputs: readonly (T | null)[],
  outputs: readonly TensorSpec[],
) => T[];

// The tensor class registers itself, so that runtime/ need not import it.
let execute: Executor<never> | undefined;

/** Installs the executor of real tensors. */
export function registerExecutor<T extends TensorSpec>(executor: Executor<T>): void {
  execute = executor as unknown as Executor<never>;
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
  const run = execute as unknown as Executor<T>;
  return run(op, attributes, inputs, outputs) as { [K in keyof S]: T };
}
