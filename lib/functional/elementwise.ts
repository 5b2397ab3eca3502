/** Functions of one tensor, element by element. */
import { DTypeError } from '../errors.js';
import { dispatch } from '../runtime/dispatch.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkTensor } from './check.js';
import { to } from './copy.js';
import { computeType, floatType } from './promotion.js';

/** `e^x`. Integers give float32. @see https://pytorch.org/docs/stable/generated/torch.exp.html */
export function exp(input: Tensor): Tensor {
  return floatFunction('exp', input);
}

/** The natural logarithm; NaN below 0. Integers give float32. @see https://pytorch.org/docs/stable/generated/torch.log.html */
export function log(input: Tensor): Tensor {
  return floatFunction('log', input);
}

/** The square root; NaN below 0. Integers give float32. @see https://pytorch.org/docs/stable/generated/torch.sqrt.html */
export function sqrt(input: Tensor): Tensor {
  return floatFunction('sqrt', input);
}

/** `1 / (1 + e^-x)`. Integers give float32. @see https://pytorch.org/docs/stable/generated/torch.sigmoid.html */
export function sigmoid(input: Tensor): Tensor {
  return floatFunction('sigmoid', input);
}

/** The hyperbolic tangent. Integers give float32. @see https://pytorch.org/docs/stable/generated/torch.tanh.html */
export function tanh(input: Tensor): Tensor {
  return floatFunction('tanh', input);
}

/** The absolute value. @throws DTypeError for bool @see https://pytorch.org/docs/stable/generated/torch.abs.html */
export function abs(input: Tensor): Tensor {
  return numberFunction('abs', input);
}

/** `-x`. @throws DTypeError for bool @see https://pytorch.org/docs/stable/generated/torch.neg.html */
export function neg(input: Tensor): Tensor {
  return numberFunction('neg', input);
}

/** A function that has values between the integers. */
function floatFunction(op: string, input: Tensor): Tensor {
  checkTensor(op, 'input', input);
  return evaluate(op, to(input, floatType(input.dtype)));
}

/** @internal A function that leads from integers to integers. */
export function numberFunction(op: string, input: Tensor): Tensor {
  checkTensor(op, 'input', input);
  if (input.dtype === 'bool') throw new DTypeError(op, 'input', 'numbers (see to())', 'bool');
  return evaluate(op, input);
}

function evaluate(op: string, input: Tensor): Tensor {
  const { shape, dtype } = input;
  const operand = to(input, computeType(dtype));
  return to(dispatch(op, {}, [operand], [{ shape, dtype: operand.dtype }])[0], dtype);
}
