/** What an operator of ONNX is here: from a node, once, to a function of tensors. */
import { ConvoltError } from '../errors.js';
import { SymbolicTensor } from '../graph/symbolic.js';
import type { DType } from '../tensor/dtype.js';
import { Tensor } from '../tensor/tensor.js';
import type { OnnxNode } from './node.js';

/** Computes the outputs of one node. Absent inputs are undefined. */
// biome-ignore lint/suspicious/noExplicitAny: each operator names its own inputs; their number was checked
export type Run = (...inputs: any[]) => Tensor | readonly Tensor[];

/** An operator: how many inputs and outputs it takes, and what it does with the attributes of a node. */
export interface Operator {
  /** The inputs that must be there. */
  readonly least: number;
  /** The most inputs. */
  readonly most: number;
  /** The most outputs that can be asked for. */
  readonly outputs: number;
  /** Reads the attributes. Throws {@link Unsupported} for those that have no counterpart here. */
  readonly prepare: (node: OnnxNode) => Run;
}

/** Operators by their names in ONNX. */
export type Operators = Readonly<Record<string, Operator>>;

/** The inputs of an operator as `prepare` names them: the required ones first. */
type Prepare<Inputs extends readonly (Tensor | undefined)[]> = (
  node: OnnxNode,
) => (...inputs: Inputs) => Tensor | readonly Tensor[];

/**
 * @param inputs how many there are, or the least and the most
 * @param prepare reads the attributes of a node; what it returns runs whenever the model does
 */
export function operator<Inputs extends readonly (Tensor | undefined)[]>(
  inputs: number | readonly [least: number, most: number],
  prepare: Prepare<Inputs>,
  outputs = 1,
): Operator {
  const [least, most] = typeof inputs === 'number' ? [inputs, inputs] : inputs;
  return { least, most, outputs, prepare };
}

/** An operator without attributes that is one function. */
export function plain<Inputs extends readonly Tensor[]>(
  inputs: number,
  run: (...inputs: Inputs) => Tensor,
): Operator {
  return operator<Inputs>(inputs, () => run);
}

/**
 * The values of a tensor of integers, such as a shape. Those beyond 2^53 stand for infinity in ONNX, and are cut to it.
 *
 * @throws ConvoltError `CONVOLT_NOT_TRACEABLE` while the model is traced and they depend on its input's values
 */
export function integersOf(tensor: Tensor): number[] {
  const { data } = tensor.contiguous();
  return Array.from(data as Iterable<number | bigint>, (value) =>
    Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, Number(value))),
  );
}

/** The values of a small tensor of any dtype. */
export function numbersOf(tensor: Tensor): number[] {
  return Array.from(tensor.to('float64').contiguous().data as Float64Array);
}

/** The one value of a tensor. */
export function numberOf(tensor: Tensor): number {
  const [value, ...rest] = tensor.dtype === 'int64' ? integersOf(tensor) : numbersOf(tensor);
  if (value === undefined || rest.length > 0)
    throw new ConvoltError(
      'CONVOLT_SHAPE_MISMATCH',
      `a scalar is needed, received a tensor of shape [${tensor.shape.join(', ')}]`,
    );
  return value;
}

/** An error for what shows only while the model runs. */
export function unsupported(what: string): ConvoltError {
  return new ConvoltError('CONVOLT_UNSUPPORTED_OP', `Convolt has no counterpart for ${what}`);
}

/** Whether the values of a tensor can be read: all can, unless they depend on the inputs of a model that is traced. */
export function isKnown(tensor: Tensor): boolean {
  return !(tensor instanceof SymbolicTensor);
}

/** An int64 vector. */
export function vector(values: readonly number[]): Tensor {
  const tensor = Tensor.empty({ shape: [values.length], dtype: 'int64' });
  (tensor.data as BigInt64Array).set(values.map(BigInt));
  return tensor;
}

/** Computes in float32, for functions that take nothing else, and gives the input's dtype. */
export function inFloat32(input: Tensor, compute: (x: Tensor) => Tensor): Tensor {
  const { dtype } = input;
  if (dtype === 'float32') return compute(input);
  return compute(input.to('float32')).to(dtype as DType);
}

/** An axis counted from the front. */
export function axisOf(axis: number, rank: number): number {
  const from = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(from) || from < 0 || from >= Math.max(rank, 1))
    throw new ConvoltError('CONVOLT_SHAPE_MISMATCH', `axis ${axis} is not one of ${rank} dimensions`);
  return from;
}
