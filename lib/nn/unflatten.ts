import { ArgumentError } from '../errors.js';
import { unflatten } from '../functional/reshape.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkDim } from './dim.js';
import { Module } from './module.js';
import { keywords } from './repr.js';

/**
 * Makes several dimensions of one: the way back from {@link Flatten}. A view where it can be.
 *
 * Shapes: `(…, S, …) -> (…, U₁, …, Uₙ, …)`, where `S` is the product of `unflattenedSize`.
 *
 * @throws ArgumentError for a dimension that is not an integer, and for sizes that are not
 * @example new nn.Unflatten(1, [2, 5, 5]) // (N, 50) -> (N, 2, 5, 5)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Unflatten.html
 */
export class Unflatten extends Module {
  readonly dim: number;
  readonly unflattenedSize: readonly number[];

  /**
   * @param dim the dimension; negative counts from the end
   * @param unflattenedSize its new sizes; one may be -1
   */
  constructor(dim: number, unflattenedSize: readonly number[]) {
    super();
    this.dim = checkDim('Unflatten', 'dim', dim);
    if (!Array.isArray(unflattenedSize) || !unflattenedSize.every(Number.isSafeInteger))
      throw new ArgumentError('Unflatten', 'unflattenedSize', 'a list of sizes', unflattenedSize);
    this.unflattenedSize = [...unflattenedSize];
  }

  forward(input: Tensor): Tensor {
    return unflatten(input, this.dim, this.unflattenedSize);
  }

  override extraRepr(): string {
    return keywords({ dim: this.dim, unflattened_size: this.unflattenedSize });
  }
}
