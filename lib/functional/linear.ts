import { ShapeError } from '../errors.js';
import { dispatch } from '../runtime/dispatch.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkBias, checkFloat32, checkRank } from './check.js';

/**
 * An affine map of the last dimension: `y = x Wᵀ + b`.
 *
 * @param input a float32 tensor
 * @param weight one row for each output feature
 * @param bias one number for each output feature; none if null or left out
 * @returns `(*, inFeatures) -> (*, outFeatures)`, with weight `(outFeatures, inFeatures)` and bias `(outFeatures)`
 * @throws ShapeError when the shapes do not fit each other, DTypeError when a tensor is not float32
 * @example linear(ones([1, 576]), ones([10, 576])).shape // [1, 10]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.linear.html
 */
export function linear(input: Tensor, weight: Tensor, bias: Tensor | null = null): Tensor {
  checkFloat32('linear', 'input', input);
  checkFloat32('linear', 'weight', weight);
  checkRank('linear', 'weight', weight, [2], '(outFeatures, inFeatures)');
  const [outFeatures, inFeatures] = weight.shape as [number, number];
  if (input.shape.at(-1) !== inFeatures) {
    throw new ShapeError(
      'linear',
      `input must have a last dimension of ${inFeatures} for weight of shape [${weight.shape.join(', ')}], ` +
        `received shape [${input.shape.join(', ')}]`,
    );
  }
  if (bias !== null) checkBias('linear', bias, outFeatures, weight);
  const shape = [...input.shape.slice(0, -1), outFeatures];
  return dispatch('linear', { activation: 'none' }, [input, weight, bias], [{ shape, dtype: 'float32' }])[0];
}
