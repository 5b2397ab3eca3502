import { ShapeError } from '../errors.js';
import { checkInteger } from './check.js';

/**
 * The size of a convolution's output along one dimension; pooling follows the same formula.
 *
 * `floor((size + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1`
 *
 * @param size the input's size
 * @param kernel the kernel's size
 * @param padding zeros added at each end
 * @param stride the step between windows
 * @param dilation the step between the taps of the kernel
 * @throws ArgumentError when an argument is not an integer in its range, ShapeError when the kernel does not fit
 * @example convOutputSize(28, 3) // 26
 * @example convOutputSize(28, 3, 1) // 28
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Conv2d.html
 */
export function convOutputSize(size: number, kernel: number, padding = 0, stride = 1, dilation = 1): number {
  const where = 'convOutputSize';
  checkInteger(where, 'size', size, 0);
  checkInteger(where, 'kernel', kernel, 1);
  checkInteger(where, 'padding', padding, 0);
  checkInteger(where, 'stride', stride, 1);
  checkInteger(where, 'dilation', dilation, 1);
  const output = windowPositions(size + 2 * padding, kernel, stride, dilation);
  if (output < 1) {
    throw new ShapeError(
      where,
      `a kernel of ${kernel} with dilation ${dilation} does not fit a size of ${size} with padding ${padding}; ` +
        'pad more or use a smaller kernel',
    );
  }
  return output;
}

/** How many positions a window has on `size` elements, padding included; below 1 when it does not fit. */
export function windowPositions(size: number, kernel: number, stride: number, dilation: number): number {
  return Math.floor((size - dilation * (kernel - 1) - 1) / stride) + 1;
}
