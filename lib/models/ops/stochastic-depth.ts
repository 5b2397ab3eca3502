import { ArgumentError } from '../../errors.js';
import { div_, mul } from '../../functional/arithmetic.js';
import { checkTensor } from '../../functional/check.js';
import { Module } from '../../nn/index.js';
import { python } from '../../nn/repr.js';
import { Tensor } from '../../tensor/tensor.js';

/**
 * Drops a residual branch at random while training; in inference it returns its input.
 *
 * `y = x * b / (1 - p)`, where `b` is 0 with the probability `p` and 1 otherwise, drawn from the default generator
 *
 * Shapes: `(N, …) -> (N, …)`.
 *
 * @throws ArgumentError for other probabilities and modes
 * @example new StochasticDepth(0.2, 'row')
 * @see https://arxiv.org/abs/1603.09382
 * @see https://pytorch.org/vision/0.14/generated/torchvision.ops.StochasticDepth.html
 */
export class StochasticDepth extends Module {
  readonly p: number;
  readonly mode: 'batch' | 'row';

  /**
   * @param p the probability
   * @param mode `'row'`: each sample has a `b` of its own; `'batch'`: all have the same
   */
  constructor(p: number, mode: 'batch' | 'row') {
    super();
    if (typeof p !== 'number' || !(p >= 0 && p <= 1))
      throw new ArgumentError('StochasticDepth', 'p', 'a number from 0 to 1', p);
    if (mode !== 'batch' && mode !== 'row')
      throw new ArgumentError('StochasticDepth', 'mode', "'batch' or 'row'", mode);
    this.p = p;
    this.mode = mode;
  }

  override forward(input: Tensor): Tensor {
    checkTensor('StochasticDepth', 'input', input);
    if (!this.training || this.p === 0) return input;
    const shape = input.shape.map((size, dim) => (dim === 0 && this.mode === 'row' ? size : 1));
    const survival = 1 - this.p;
    const noise = Tensor.empty({ shape, dtype: input.dtype }).bernoulli_(survival);
    return mul(input, survival > 0 ? div_(noise, survival) : noise);
  }

  override extraRepr(): string {
    return `p=${Number.isInteger(this.p) ? this.p.toFixed(1) : python(this.p)}, mode=${this.mode}`;
  }
}
