import { ArgumentError, ShapeError } from '../errors.js';
import { arange } from '../tensor/sequences.js';
import { MAX_RANK } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { eq } from './arithmetic.js';
import { to } from './copy.js';
import { max } from './extremum.js';
import { checkIndexType, checkIndices } from './indices.js';
import { unsqueeze } from './squeeze.js';
import { item } from './values.js';

/**
 * Rows of zeros with a one where the class is.
 *
 * @param input int64 classes of any shape
 * @param numClasses the length of a row; default (-1) one more than the largest class
 * @returns int64: `(…) -> (…, numClasses)`
 * @throws ArgumentError for a class out of range; DTypeError for other dtypes; ShapeError where there is no class to
 * count by
 * @example oneHot(tensor([0n, 2n])) // [[1, 0, 0], [0, 0, 1]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.one_hot.html
 */
export function oneHot(input: Tensor, numClasses = -1): Tensor {
  checkIndexType('oneHot', input);
  if (!Number.isSafeInteger(numClasses) || numClasses < -1 || numClasses === 0)
    throw new ArgumentError('oneHot', 'numClasses', 'an integer of at least 1, or -1', numClasses);
  if (numClasses === -1 && input.numel() === 0)
    throw new ShapeError('oneHot', 'an empty input tells no number of classes; give numClasses');
  if (input.ndim === MAX_RANK)
    throw new ShapeError('oneHot', `a tensor has at most ${MAX_RANK} dimensions, input has that many`);
  const classes = numClasses === -1 ? item(max(input)) + 1 : numClasses;
  checkIndices('oneHot', input, classes, 0, 'a row');
  return to(eq(unsqueeze(input, -1), arange(classes)), 'int64');
}
