/** Copies: into order, into another dtype, into an existing tensor. */
import { ArgumentError, ConvoltError } from '../errors.js';
import { dispatch, dispatchInPlace } from '../runtime/dispatch.js';
import { checkScalar } from '../tensor/create.js';
import { type DType, dtypes, isDType } from '../tensor/dtype.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkTensor } from './check.js';
import { expand } from './squeeze.js';

/**
 * The tensor itself where its elements lie in order, else a copy that does.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.contiguous.html
 */
export function contiguous(input: Tensor): Tensor {
  checkTensor('contiguous', 'input', input);
  return input.isContiguous() ? input : copied(input, input.dtype);
}

/**
 * A contiguous copy.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.clone.html
 */
export function clone(input: Tensor): Tensor {
  checkTensor('clone', 'input', input);
  return copied(input, input.dtype);
}

/**
 * The tensor in another dtype; itself where it has that already. Floats round to the nearest, ties to even; floats
 * become integers by truncation, integers wrap, and whatever is not 0 is true.
 *
 * @throws ArgumentError when `dtype` is none
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.to.html
 */
export function to(input: Tensor, dtype: DType): Tensor {
  checkTensor('to', 'input', input);
  if (!isDType(dtype)) throw new ArgumentError('to', 'dtype', `one of ${dtypes().join(', ')}`, dtype);
  return input.dtype === dtype ? input : copied(input, dtype);
}

/** A view of the whole tensor. There is no autograd to detach it from; code that comes from PyTorch calls it. */
export function detach(input: Tensor): Tensor {
  checkTensor('detach', 'input', input);
  return input.asView('reshape', { shape: input.shape }, input.shape, input.stride());
}

/**
 * Writes the elements of `source`, converted to the dtype of `input` and broadcast to its shape, into `input`.
 *
 * @returns `input`
 * @throws ShapeError when `source` does not broadcast to `input`
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.copy_.html
 */
export function copy_(input: Tensor, source: Tensor): Tensor {
  checkWritable('copy_', input);
  checkTensor('copy_', 'source', source);
  dispatchInPlace('copy', {}, [expand(source, input.shape)], input);
  return input;
}

/**
 * Makes every element `value`.
 *
 * @returns `input`
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.fill_.html
 */
export function fill_(input: Tensor, value: number | boolean): Tensor {
  checkWritable('fill_', input);
  if (typeof value !== 'number' && typeof value !== 'boolean')
    throw new ArgumentError('fill_', 'value', 'a number or a boolean', value);
  checkScalar('fill_', 'value', value, input.dtype);
  dispatchInPlace('fill', { value: Number(value) }, [], input);
  return input;
}

/** Makes every element 0. @returns `input` @see https://pytorch.org/docs/stable/generated/torch.Tensor.zero_.html */
export function zero_(input: Tensor): Tensor {
  checkWritable('zero_', input);
  dispatchInPlace('fill', { value: 0 }, [], input);
  return input;
}

function copied(input: Tensor, dtype: DType): Tensor {
  return dispatch('copy', {}, [input], [{ shape: input.shape, dtype }])[0];
}

/** @throws ConvoltError for a view of which several elements are one place in memory */
export function checkWritable(where: string, input: Tensor): void {
  checkTensor(where, 'input', input);
  if (
    input.numel() > 0 &&
    input.stride().some((stride, d) => stride === 0 && (input.shape[d] as number) > 1)
  ) {
    throw new ConvoltError(
      'CONVOLT_NOT_CONTIGUOUS',
      `${where}: input is an expanded view, of which several elements are one place in memory; write to its base, or ` +
        'to a clone()',
    );
  }
}
