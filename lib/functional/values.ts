/** From tensors to JavaScript values. */
import { ConvoltError, ShapeError } from '../errors.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkTensor } from './check.js';
import { contiguous, to } from './copy.js';

/** What {@link toArray} returns: a value, or lists nested as deep as the tensor has dimensions. */
export type ArrayValue = number | boolean | ArrayValue[];

/**
 * The value of a tensor of one element: a number, or a boolean for bool (`item<boolean>()`).
 *
 * @throws ShapeError when it has more or fewer; ConvoltError when an int64 is beyond 2^53 and no number holds it
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.item.html
 */
export function item<T extends number | boolean = number>(input: Tensor): T {
  checkTensor('item', 'input', input);
  if (input.numel() !== 1) {
    throw new ShapeError(
      'item',
      `input must have one element, received shape [${input.shape.join(', ')}]; see toArray()`,
    );
  }
  return values('item', input)[0] as T;
}

/**
 * The elements as nested lists of numbers, or of booleans for bool.
 *
 * @throws ConvoltError when an int64 is beyond 2^53 and no number holds it
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.tolist.html
 */
export function toArray(input: Tensor): ArrayValue {
  checkTensor('toArray', 'input', input);
  let nested: ArrayValue[] = values('toArray', input);
  if (input.ndim === 0) return nested[0] as ArrayValue;
  for (let d = input.ndim - 1; d > 0; d--) {
    const size = input.shape[d] as number;
    const count = input.shape.slice(0, d).reduce((product, length) => product * length, 1);
    const inner = nested;
    nested = Array.from({ length: count }, (_, i) => inner.slice(i * size, (i + 1) * size));
  }
  return nested;
}

/** The elements in order. */
function values(where: string, input: Tensor): (number | boolean)[] {
  const readable = input.dtype === 'float16' || input.dtype === 'bfloat16' ? to(input, 'float32') : input;
  const { data } = contiguous(readable);
  if (!(data instanceof BigInt64Array)) {
    return Array.from<number, number | boolean>(data, input.dtype === 'bool' ? Boolean : (value) => value);
  }
  return Array.from(data, (value) => {
    const number = Number(value);
    if (!Number.isSafeInteger(number)) {
      throw new ConvoltError(
        'CONVOLT_INVALID_ARGUMENT',
        `${where}: a number cannot hold the int64 ${value}; read it as a bigint from data`,
      );
    }
    return number;
  });
}
