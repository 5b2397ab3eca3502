import { ArgumentError } from '../errors.js';
import { Tensor } from '../tensor/tensor.js';

/**
 * A tensor that is a parameter of the module whose property it is: it is listed by `parameters()`, saved by
 * `stateDict()` and filled by `loadStateDict()`.
 *
 * @example this.scale = new nn.Parameter(ones([64]))
 * @see https://pytorch.org/docs/stable/generated/torch.nn.parameter.Parameter.html
 */
export class Parameter extends Tensor {
  /** Whether `summary` counts it as trainable. Convolt does not train: there are no gradients. */
  requiresGrad: boolean;

  /**
   * @param data the values; the parameter shares their memory
   * @param options
   * @param options.requiresGrad see {@link Parameter.requiresGrad}
   */
  constructor(data: Tensor, { requiresGrad = true }: { requiresGrad?: boolean } = {}) {
    if (typeof requiresGrad !== 'boolean')
      throw new ArgumentError('Parameter', 'requiresGrad', 'a boolean', requiresGrad);
    if (!(data instanceof Tensor)) throw new ArgumentError('Parameter', 'data', 'a Tensor', data);
    super(data.storage, data.dtype, data.shape, data.stride(), data.storageOffset);
    this.requiresGrad = requiresGrad;
  }

  /** @internal A float32 parameter whose elements are whatever was in its memory. */
  static uninitialized(shape: readonly number[]): Parameter {
    return new Parameter(Tensor.empty({ shape, dtype: 'float32' }));
  }

  override toString(): string {
    return `Parameter containing:\n${super.toString()}`;
  }
}
