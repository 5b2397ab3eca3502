/** What the factories of all models share: options, and weights from a file. */
import { ArgumentError } from '../errors.js';
import type { PathOrBytes } from '../io/index.js';
import { loadBeside } from '../io/load.js';
import { type Module, skipInit } from '../nn/index.js';
import type { Tensor } from '../tensor/tensor.js';

/** The option that makes a factory asynchronous. */
export interface WeightsOption {
  /**
   * The file, as `load` takes it, whose weights the model gets. Those of a safetensors file lie in one block of memory: a buffer
   * that is transferred away takes all of them with it.
   */
  weights: PathOrBytes;
}

/**
 * Makes a model with random parameters, or with `weights` a promise of one that has the parameters of a file. As in
 * PyTorch, the model is in training mode at first: call `eval()`.
 *
 * @example
 * const untrained = resnet18({ numClasses: 10 });
 * const model = (await resnet18({ weights: 'resnet18-f37072fd.pth' })).eval();
 */
export interface Factory<M extends Module, O extends object> {
  (options?: O & { weights?: undefined }): M;
  (options: O & WeightsOption): Promise<M>;
}

/** How a model treats the files of published weights, which may be older than its layout. */
export interface WeightsRules<O> {
  /** Options that have another default where weights are given. */
  defaults?: Partial<O>;
  /** Turns the entries of a file into those of the model. */
  fixUp?: (entries: Map<string, Tensor>, options: O) => Map<string, Tensor>;
}

/**
 * A {@link Factory}.
 *
 * @param where its name, for messages
 * @param build makes the model, and checks its options
 */
export function factory<M extends Module, O extends object>(
  where: string,
  build: (options: O) => M,
  { defaults, fixUp = (entries) => entries }: WeightsRules<O> = {},
): Factory<M, O> {
  const restore = async (weights: PathOrBytes, options: O): Promise<M> => {
    const [model, entries] = await loadBeside(weights, () => skipInit(() => build(options)));
    model.loadStateDict(fixUp(entries, options), { assign: true });
    return model;
  };
  const make = (options: Partial<O & WeightsOption> = {}): M | Promise<M> => {
    if (typeof options !== 'object' || options === null)
      throw new ArgumentError(where, 'options', 'an object', options);
    const { weights, ...rest } = options;
    const own = rest as unknown as O;
    return weights === undefined ? build(own) : restore(weights, { ...defaults, ...own });
  };
  return make as Factory<M, O>;
}
