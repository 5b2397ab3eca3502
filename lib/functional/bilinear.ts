import { ShapeError } from '../errors.js';
import type { Tensor } from '../tensor/tensor.js';
import { mul } from './arithmetic.js';
import { checkBias, checkFloat32, checkRank } from './check.js';
import { linear } from './linear.js';
import { reshape } from './reshape.js';
import { unsqueeze } from './squeeze.js';

/**
 * A map that is linear in each of two inputs: `y[o] = Σ_{i, j} x1[i] · weight[o, i, j] · x2[j] + bias[o]`.
 *
 * @param input1 a float32 tensor
 * @param input2 a float32 tensor of the same shape but for the last dimension
 * @param weight a matrix for each output feature
 * @param bias one number for each output feature; none if null or left out
 * @returns `(*, in1Features), (*, in2Features) -> (*, outFeatures)`, with weight
 * `(outFeatures, in1Features, in2Features)` and bias `(outFeatures)`
 * @throws ShapeError when the shapes do not fit each other, DTypeError when a tensor is not float32
 * @example bilinear(ones([8, 20]), ones([8, 30]), ones([40, 20, 30])).shape // [8, 40]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.bilinear.html
 */
export function bilinear(input1: Tensor, input2: Tensor, weight: Tensor, bias: Tensor | null = null): Tensor {
  checkFloat32('bilinear', 'input1', input1);
  checkFloat32('bilinear', 'input2', input2);
  checkFloat32('bilinear', 'weight', weight);
  checkRank('bilinear', 'weight', weight, [3], '(outFeatures, in1Features, in2Features)');
  const [outFeatures, in1Features, in2Features] = weight.shape as [number, number, number];
  const batch = input1.shape.slice(0, -1);
  const fits =
    input1.shape.at(-1) === in1Features &&
    input2.shape.at(-1) === in2Features &&
    `${batch}` === `${input2.shape.slice(0, -1)}`;
  if (!fits) {
    throw new ShapeError(
      'bilinear',
      `the inputs must be (*, ${in1Features}) and (*, ${in2Features}) for weight of shape [${weight.shape.join(', ')}], ` +
        `received input1 of shape [${input1.shape.join(', ')}] and input2 of shape [${input2.shape.join(', ')}]`,
    );
  }
  if (bias !== null) checkBias('bilinear', bias, outFeatures, weight);
  const features = in1Features * in2Features;
  const products = mul(unsqueeze(input1, -1), unsqueeze(input2, -2));
  return linear(reshape(products, [...batch, features]), reshape(weight, [outFeatures, features]), bias);
}
