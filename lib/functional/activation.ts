/** What the activation functions share: their options, their dtypes, and the way to their native ops. */
import { DTypeError } from '../errors.js';
import type { Attributes } from '../runtime/addon.js';
import { dispatch, dispatchInPlace } from '../runtime/dispatch.js';
import { isFloatingPoint } from '../tensor/dtype.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkBoolean, checkOptions, checkTensor } from './check.js';
import { checkWritable, copy_, to } from './copy.js';
import { computeType } from './promotion.js';

/** The option that most activation functions have. */
export interface InplaceOptions {
  /** Whether the result is written over the input, which is returned. Default: false. */
  inplace?: boolean;
}

/** @throws ArgumentError unless the options are known ones and `inplace` is a boolean */
export function checkActivation(where: string, options: InplaceOptions, names: readonly string[] = []): void {
  checkOptions(where, options, [...names, 'inplace']);
  checkBoolean(where, 'inplace', options.inplace ?? false);
}

/** @throws DTypeError unless the input has a floating-point dtype */
export function checkFloat(where: string, input: Tensor): void {
  checkTensor(where, 'input', input);
  if (!isFloatingPoint(input.dtype))
    throw new DTypeError(where, 'input', "a floating-point dtype (see to('float32'))", input.dtype);
}

/** An activation function of floats. */
export function floatActivation(
  where: string,
  input: Tensor,
  options: InplaceOptions,
  attributes: Attributes = {},
  op = where,
): Tensor {
  checkFloat(where, input);
  return activate(where, op, attributes, input, options);
}

/** Runs the op in the dtype that kernels compute in; `options` are checked already. */
export function activate(
  where: string,
  op: string,
  attributes: Attributes,
  input: Tensor,
  { inplace = false }: InplaceOptions,
): Tensor {
  const { shape } = input;
  const dtype = computeType(input.dtype);
  if (inplace) checkWritable(where, input);
  if (inplace && dtype === input.dtype) {
    dispatchInPlace(op, attributes, [input], input);
    return input;
  }
  const output = dispatch(op, attributes, [to(input, dtype)], [{ shape, dtype }])[0];
  return inplace ? copy_(input, output) : to(output, input.dtype);
}
