/**
 * Filling tensors with random numbers, as PyTorch's `nn.init`. The numbers come from `Math.random`: there is no seed yet,
 * and they are not those of PyTorch's generator, only of its distributions.
 */
import { ArgumentError, ShapeError } from '../errors.js';
import { checkFloat32 } from '../functional/check.js';
import type { Tensor } from '../tensor/tensor.js';

/**
 * Fills a tensor with numbers drawn evenly from `[low, high)`.
 *
 * @returns `tensor`
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.uniform_
 */
export function uniform_<T extends Tensor>(tensor: T, low = 0, high = 1): T {
  checkFloat32('uniform_', 'tensor', tensor);
  if (!Number.isFinite(low)) throw new ArgumentError('uniform_', 'low', 'a finite number', low);
  if (!Number.isFinite(high) || high < low)
    throw new ArgumentError('uniform_', 'high', `a finite number of at least ${low}`, high);
  const { data } = tensor;
  for (let i = 0; i < data.length; i++) data[i] = low + (high - low) * Math.random();
  return tensor;
}

/**
 * He's initialisation: evenly from `±sqrt(6 / ((1 + a²) fanIn))`, for layers before a leaky ReLU of slope `a`.
 *
 * @returns `tensor`
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.kaiming_uniform_
 */
export function kaimingUniform_<T extends Tensor>(tensor: T, { a = 0 }: { a?: number } = {}): T {
  const { fanIn } = fans('kaimingUniform_', tensor);
  const bound = Math.sqrt(6 / ((1 + a * a) * fanIn));
  return uniform_(tensor, -bound, bound);
}

/**
 * Glorot's initialisation: evenly from `±sqrt(6 / (fanIn + fanOut))`.
 *
 * @returns `tensor`
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.xavier_uniform_
 */
export function xavierUniform_<T extends Tensor>(tensor: T): T {
  const { fanIn, fanOut } = fans('xavierUniform_', tensor);
  const bound = Math.sqrt(6 / (fanIn + fanOut));
  return uniform_(tensor, -bound, bound);
}

/** @internal PyTorch's default of convolutions and linear layers: weights and bias within `±1 / sqrt(fanIn)`. */
export function resetAffine(weight: Tensor, bias: Tensor | null): void {
  kaimingUniform_(weight, { a: Math.sqrt(5) });
  const bound = 1 / Math.sqrt(fans('resetAffine', weight).fanIn);
  if (bias !== null) uniform_(bias, -bound, bound);
}

/** How many inputs each output has, and outputs each input, of a weight `(out, in, …kernel)`. */
function fans(where: string, tensor: Tensor): { fanIn: number; fanOut: number } {
  checkFloat32(where, 'tensor', tensor);
  if (tensor.ndim < 2 || tensor.numel() === 0) {
    throw new ShapeError(
      where,
      `tensor must be (out, in, …) and not empty, received shape [${tensor.shape.join(', ')}]`,
    );
  }
  const [outputs, inputs] = tensor.shape as [number, number];
  const receptiveField = tensor.numel() / (outputs * inputs);
  return { fanIn: inputs * receptiveField, fanOut: outputs * receptiveField };
}
