/**
 * Filling tensors, as PyTorch's `nn.init`. What is random comes from the default generator: after `manualSeed` of the
 * same seed the numbers are PyTorch's.
 */
import { ArgumentError, ShapeError } from '../errors.js';
import { mul } from '../functional/arithmetic.js';
import { checkFloat32, checkInteger, checkOptions, checkRank, checkTensor } from '../functional/check.js';
import { contiguous, copy_, fill_ } from '../functional/copy.js';
import { select } from '../functional/slice.js';
import { normal_, truncatedNormal_, uniform_ } from '../random/distributions.js';
import { randn, randperm } from '../random/tensors.js';
import type { Tensor } from '../tensor/tensor.js';
import { orthonormalize } from './orthonormalize.js';

export { normal_, uniform_ };

const LINEAR = [
  'linear',
  'conv1d',
  'conv2d',
  'conv3d',
  'conv_transpose1d',
  'conv_transpose2d',
  'conv_transpose3d',
] as const;
const NONLINEARITIES = [...LINEAR, 'sigmoid', 'tanh', 'relu', 'leaky_relu', 'selu'] as const;

/** The functions that {@link calculateGain} knows, by PyTorch's names. */
export type Nonlinearity = (typeof NONLINEARITIES)[number];

/** The options of {@link truncNormal_}. */
export interface TruncNormalOptions {
  /** Default 0. */
  mean?: number;
  /** Default 1. */
  std?: number;
  /** The least number. Default -2. */
  a?: number;
  /** The largest number. Default 2. */
  b?: number;
}

/** The options of {@link kaimingUniform_} and {@link kaimingNormal_}. */
export interface KaimingOptions {
  /** The slope of the leaky ReLU that follows. Default 0. */
  a?: number;
  /** Whether to keep the variance forward (`'fan_in'`) or backward (`'fan_out'`). Default `'fan_in'`. */
  mode?: 'fan_in' | 'fan_out';
  /** What follows. Default `'leaky_relu'`. */
  nonlinearity?: Nonlinearity;
}

/** The options of {@link xavierUniform_}, {@link xavierNormal_} and {@link orthogonal_}. */
export interface GainOptions {
  /** A factor for all numbers; see {@link calculateGain}. Default 1. */
  gain?: number;
}

/**
 * The factor by which weights should be larger before a nonlinearity, for outputs to keep the variance of inputs.
 *
 * @param param the slope of `'leaky_relu'`, default 0.01
 * @throws ArgumentError for unknown names
 * @example calculateGain('relu') // sqrt(2)
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.calculate_gain
 */
export function calculateGain(nonlinearity: Nonlinearity, param = 0.01): number {
  if (!NONLINEARITIES.includes(nonlinearity)) {
    const expected = `one of ${NONLINEARITIES.join(', ')}`;
    throw new ArgumentError('calculateGain', 'nonlinearity', expected, nonlinearity);
  }
  checkNumber('calculateGain', 'param', param);
  if (nonlinearity === 'tanh') return 5 / 3;
  if (nonlinearity === 'relu') return Math.sqrt(2);
  if (nonlinearity === 'leaky_relu') return Math.sqrt(2 / (1 + param * param));
  if (nonlinearity === 'selu') return 3 / 4;
  return 1;
}

/**
 * Makes every element `value`.
 *
 * @returns `tensor`
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.constant_
 */
export function constant_<T extends Tensor>(tensor: T, value: number): T {
  fill_(tensor, value);
  return tensor;
}

/**
 * Makes every element 1.
 *
 * @returns `tensor`
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.ones_
 */
export function ones_<T extends Tensor>(tensor: T): T {
  return constant_(tensor, 1);
}

/**
 * Makes every element 0.
 *
 * @returns `tensor`
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.zeros_
 */
export function zeros_<T extends Tensor>(tensor: T): T {
  return constant_(tensor, 0);
}

/**
 * The identity: 1 on the diagonal of a matrix, else 0.
 *
 * @returns `tensor`
 * @throws ShapeError unless it is a matrix
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.eye_
 */
export function eye_<T extends Tensor>(tensor: T): T {
  checkTensor('eye_', 'tensor', tensor);
  checkRank('eye_', 'tensor', tensor, [2], '(rows, columns)');
  zeros_(tensor);
  for (let i = 0; i < Math.min(...tensor.shape); i++) fill_(at(tensor, [i, i]), 1);
  return tensor;
}

/**
 * The identity of a convolution: as many channels as can be go through unchanged, group by group.
 *
 * @param tensor a weight of (out, in, …kernel) with one to three dimensions of the kernel
 * @param options
 * @param options.groups the groups of the convolution, default 1
 * @returns `tensor`
 * @throws ShapeError for other ranks; ArgumentError for groups that do not divide the output channels
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.dirac_
 */
export function dirac_<T extends Tensor>(tensor: T, options: { groups?: number } = {}): T {
  checkTensor('dirac_', 'tensor', tensor);
  checkRank('dirac_', 'tensor', tensor, [3, 4, 5], '(out, in, …kernel) with a kernel of 1 to 3 dimensions');
  checkOptions('dirac_', options, ['groups']);
  const { groups = 1 } = options;
  checkInteger('dirac_', 'groups', groups, 1);
  const [outputs, inputs, ...kernel] = tensor.shape as [number, number, ...number[]];
  if (outputs % groups !== 0)
    throw new ArgumentError('dirac_', 'groups', `a divisor of the ${outputs} output channels`, groups);
  zeros_(tensor);
  const middle = kernel.map((size) => Math.floor(size / 2));
  const outputsOfGroup = outputs / groups;
  for (let group = 0; group < groups; group++) {
    for (let channel = 0; channel < Math.min(outputsOfGroup, inputs); channel++)
      fill_(at(tensor, [group * outputsOfGroup + channel, channel, ...middle]), 1);
  }
  return tensor;
}

/**
 * Normal numbers within `[a, b]`.
 *
 * `mean + std √2 erf⁻¹(u)`, with a u drawn evenly between the values of erf at the bounds
 *
 * @returns `tensor`
 * @throws ArgumentError unless all are finite, `std` is positive, and `a` is not above `b`
 * @example truncNormal_(layer.weight, { std: 0.02 })
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.trunc_normal_
 */
export function truncNormal_<T extends Tensor>(tensor: T, options: TruncNormalOptions = {}): T {
  checkFloat32('truncNormal_', 'tensor', tensor);
  checkOptions('truncNormal_', options, ['mean', 'std', 'a', 'b']);
  const { mean = 0, std = 1, a = -2, b = 2 } = options;
  checkNumber('truncNormal_', 'mean', mean);
  checkNumber('truncNormal_', 'a', a);
  if (!Number.isFinite(std) || std <= 0)
    throw new ArgumentError('truncNormal_', 'std', 'a finite number above 0', std);
  if (!Number.isFinite(b) || b < a)
    throw new ArgumentError('truncNormal_', 'b', `a finite number of at least a (${a})`, b);
  return truncatedNormal_(tensor, mean, std, a, b);
}

/**
 * Glorot's initialisation: evenly from `±gain sqrt(6 / (fanIn + fanOut))`.
 *
 * @param tensor a weight of (out, in, …kernel)
 * @returns `tensor`
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.xavier_uniform_
 */
export function xavierUniform_<T extends Tensor>(tensor: T, options: GainOptions = {}): T {
  const bound = Math.sqrt(3) * xavierStd('xavierUniform_', tensor, options);
  return tensor.numel() === 0 ? tensor : uniform_(tensor, -bound, bound);
}

/**
 * Glorot's initialisation: normal numbers of variance `gain² 2 / (fanIn + fanOut)`.
 *
 * @param tensor a weight of (out, in, …kernel)
 * @returns `tensor`
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.xavier_normal_
 */
export function xavierNormal_<T extends Tensor>(tensor: T, options: GainOptions = {}): T {
  const std = xavierStd('xavierNormal_', tensor, options);
  return tensor.numel() === 0 ? tensor : normal_(tensor, 0, std);
}

/**
 * He's initialisation: evenly from `±gain sqrt(3 / fan)`.
 *
 * @param tensor a weight of (out, in, …kernel)
 * @returns `tensor`
 * @example kaimingUniform_(layer.weight, { mode: 'fan_out', nonlinearity: 'relu' })
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.kaiming_uniform_
 */
export function kaimingUniform_<T extends Tensor>(tensor: T, options: KaimingOptions = {}): T {
  const bound = Math.sqrt(3) * kaimingStd('kaimingUniform_', tensor, options);
  return tensor.numel() === 0 ? tensor : uniform_(tensor, -bound, bound);
}

/**
 * He's initialisation: normal numbers of variance `gain² / fan`.
 *
 * @param tensor a weight of (out, in, …kernel)
 * @returns `tensor`
 * @example kaimingNormal_(layer.weight, { mode: 'fan_out', nonlinearity: 'relu' })
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.kaiming_normal_
 */
export function kaimingNormal_<T extends Tensor>(tensor: T, options: KaimingOptions = {}): T {
  const std = kaimingStd('kaimingNormal_', tensor, options);
  return tensor.numel() === 0 ? tensor : normal_(tensor, 0, std);
}

/**
 * A random matrix of orthonormal rows or columns, whichever are fewer, times `gain`. Dimensions after the first count as
 * one.
 *
 * It is the Q of the QR decomposition of normal numbers, with the signs that make R's diagonal positive. As sums run in
 * another order than LAPACK's, its last bits are not PyTorch's.
 *
 * @returns `tensor`
 * @throws ShapeError for tensors of less than two dimensions
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.orthogonal_
 */
export function orthogonal_<T extends Tensor>(tensor: T, options: GainOptions = {}): T {
  checkFloat32('orthogonal_', 'tensor', tensor);
  checkWeight('orthogonal_', tensor);
  const gain = toGain('orthogonal_', options);
  if (tensor.numel() === 0) return tensor;
  const rows = tensor.shape[0] as number;
  const columns = tensor.numel() / rows;
  const drawn = randn([rows, columns]);
  const wide = rows < columns;
  const q = orthonormalize(wide ? drawn : drawn.t());
  copy_(tensor, mul(wide ? q : q.t(), gain).reshape([...tensor.shape]));
  return tensor;
}

/**
 * A matrix of normal numbers, of which the same part of each column is 0.
 *
 * @param sparsity the part of each column that is 0, rounded up to whole elements
 * @param options
 * @param options.std the standard deviation of the others, default 0.01
 * @returns `tensor`
 * @throws ShapeError unless it is a matrix
 * @see https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.sparse_
 */
export function sparse_<T extends Tensor>(tensor: T, sparsity: number, options: { std?: number } = {}): T {
  checkFloat32('sparse_', 'tensor', tensor);
  checkRank('sparse_', 'tensor', tensor, [2], '(rows, columns)');
  if (typeof sparsity !== 'number' || !(sparsity >= 0 && sparsity <= 1))
    throw new ArgumentError('sparse_', 'sparsity', 'a number from 0 to 1', sparsity);
  checkOptions('sparse_', options, ['std']);
  normal_(tensor, 0, options.std ?? 0.01);
  const [rows, columns] = tensor.shape as [number, number];
  const zeros = Math.ceil(sparsity * rows);
  const values = contiguous(tensor);
  for (let column = 0; column < columns; column++) {
    for (const row of randperm(rows).data.subarray(0, zeros)) values.data[Number(row) * columns + column] = 0;
  }
  if (values !== tensor) copy_(tensor, values);
  return tensor;
}

/** @internal PyTorch's default of convolutions and linear layers: weights and bias within `±1 / sqrt(fanIn)`. */
export function resetAffine(weight: Tensor, bias: Tensor | null): void {
  kaimingUniform_(weight, { a: Math.sqrt(5) });
  if (bias === null) return;
  const { fanIn } = fans('resetAffine', weight);
  const bound = fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0;
  uniform_(bias, -bound, bound);
}

// The order of operations in these is PyTorch's: the last bit of a bound shows in the numbers.

function xavierStd(where: string, tensor: Tensor, options: GainOptions): number {
  const { fanIn, fanOut } = fans(where, tensor);
  return toGain(where, options) * Math.sqrt(2 / (fanIn + fanOut));
}

function kaimingStd(where: string, tensor: Tensor, options: KaimingOptions): number {
  const { fanIn, fanOut } = fans(where, tensor);
  checkOptions(where, options, ['a', 'mode', 'nonlinearity']);
  const { a = 0, mode = 'fan_in', nonlinearity = 'leaky_relu' } = options;
  checkNumber(where, 'a', a);
  if (mode !== 'fan_in' && mode !== 'fan_out')
    throw new ArgumentError(where, 'mode', "'fan_in' or 'fan_out'", mode);
  return calculateGain(nonlinearity, a) / Math.sqrt(mode === 'fan_in' ? fanIn : fanOut);
}

function toGain(where: string, options: GainOptions): number {
  checkOptions(where, options, ['gain']);
  const { gain = 1 } = options;
  checkNumber(where, 'gain', gain);
  return gain;
}

/** How many inputs each output has, and outputs each input, of a weight `(out, in, …kernel)`. */
function fans(where: string, tensor: Tensor): { fanIn: number; fanOut: number } {
  checkFloat32(where, 'tensor', tensor);
  checkWeight(where, tensor);
  const [outputs, inputs, ...kernel] = tensor.shape as [number, number, ...number[]];
  const receptiveField = kernel.reduce((product, size) => product * size, 1);
  return { fanIn: inputs * receptiveField, fanOut: outputs * receptiveField };
}

function checkWeight(where: string, tensor: Tensor): void {
  if (tensor.ndim >= 2) return;
  const received = `received shape [${tensor.shape.join(', ')}]`;
  throw new ShapeError(where, `tensor must be (out, in, …), ${received}`, { argument: 'tensor', received });
}

function checkNumber(where: string, argument: string, value: unknown): void {
  if (!Number.isFinite(value)) throw new ArgumentError(where, argument, 'a finite number', value);
}

/** One element, as a 0-d view. */
function at(tensor: Tensor, indices: readonly number[]): Tensor {
  return indices.reduce((view, index) => select(view, 0, index), tensor);
}
