import { ArgumentError, ShapeError } from '../errors.js';
import { dispatch } from '../runtime/dispatch.js';
import { checkShape, numelOf } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { checkFloat32, checkOptions } from './check.js';
import { clone } from './copy.js';
import { checkEps } from './norm-checks.js';

/** The options of {@link layerNorm}. */
export interface LayerNormOptions {
  /** The scale of each element, of the normalised shape. Default: absent, all 1. */
  weight?: Tensor | null;
  /** The shift of each element, of the normalised shape. Default: absent, all 0. */
  bias?: Tensor | null;
  /** Added to the variance. Default: 1e-5. */
  eps?: number;
}

/**
 * Normalises the last dimensions by their own mean and variance.
 *
 * `y = (x - mean) / sqrt(variance + eps) * weight + bias`
 *
 * @param input float32, (…, *normalizedShape)
 * @param normalizedShape the sizes of the last dimensions
 * @param options weight, bias, eps (1e-5)
 * @returns a new tensor of the shape of `input`
 * @throws ArgumentError for a negative eps and an empty shape; DTypeError for other dtypes; ShapeError when the input does
 * not end in `normalizedShape`, or weight or bias have not that shape
 * @example layerNorm(tokens, [768], { weight, bias })
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.layer_norm.html
 */
export function layerNorm(
  input: Tensor,
  normalizedShape: readonly number[],
  options: LayerNormOptions = {},
): Tensor {
  checkFloat32('layerNorm', 'input', input);
  checkNormalizedShape('layerNorm', normalizedShape);
  checkOptions('layerNorm', options, ['weight', 'bias', 'eps']);
  const { weight = null, bias = null, eps = 1e-5 } = options;
  checkEps('layerNorm', eps);
  const expected = `[${normalizedShape.join(', ')}]`;
  const last = input.shape.slice(-normalizedShape.length);
  if (`${last}` !== `${normalizedShape}`) {
    const received = `[${input.shape.join(', ')}]`;
    throw new ShapeError(
      'layerNorm',
      `input must end in normalizedShape ${expected}, received shape ${received}`,
      {
        argument: 'input',
        expected,
        received,
      },
    );
  }
  for (const [argument, value] of Object.entries({ weight, bias })) {
    if (value === null) continue;
    checkFloat32('layerNorm', argument, value);
    if (`${value.shape}` !== `${normalizedShape}`) {
      const received = `[${value.shape.join(', ')}]`;
      throw new ShapeError(
        'layerNorm',
        `${argument} must have normalizedShape ${expected}, received ${received}`,
        {
          argument,
          expected,
          received,
        },
      );
    }
  }
  if (input.numel() === 0) return clone(input);
  const attributes = { length: numelOf(normalizedShape), inner: 1, groups: 1, eps };
  return dispatch('rowNorm', attributes, [input, weight, bias], [input])[0];
}

/** @throws ArgumentError unless `value` is a list of sizes, at least one */
export function checkNormalizedShape(where: string, value: unknown): asserts value is readonly number[] {
  if (checkShape(where, 'normalizedShape', value).length === 0)
    throw new ArgumentError(where, 'normalizedShape', 'at least one size', value);
}
