/** What the two Inception networks share beside their unit: their options, and what is peculiar to their weights. */
import { ConvoltError } from '../errors.js';
import { checkBoolean, checkInteger } from '../functional/check.js';
import type { Module } from '../nn/index.js';
import { tensor } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';

/** The options that GoogLeNet and Inception v3 share. */
export interface InceptionOptions {
  /** Default 1000. */
  numClasses?: number;
  /** Whether there are auxiliary classifiers. They serve training only: the model in `eval` mode does not run them. */
  auxLogits?: boolean;
  /**
   * Whether inputs are normalised by ImageNet's mean and standard deviation, while the weights were trained with 0.5 and
   * 0.5: the model then converts them. Default false, but true with `weights`, since the published ones are such.
   */
  transformInput?: boolean;
  /** Whether the parameters are drawn as torchvision does, rather than by the layers' defaults. Default true. */
  initWeights?: boolean;
}

/** @throws ArgumentError for wrong values */
export function checkInception(where: string, options: Required<InceptionOptions>): void {
  checkInteger(where, 'numClasses', options.numClasses, 1);
  for (const option of ['auxLogits', 'transformInput', 'initWeights'] as const)
    checkBoolean(where, option, options[option]);
}

/** @throws ConvoltError `CONVOLT_TRAINING_MODE` where the auxiliary classifiers would have to run */
export function checkAuxiliary(model: Module, classifier: Module | null): void {
  if (classifier === null || !model.training) return;
  throw new ConvoltError(
    'CONVOLT_TRAINING_MODE',
    `${model.constructor.name}: running the auxiliary classifiers of training mode is not built; call eval() on the model first`,
  );
}

const perChannel = (values: number[]) => tensor(values, { shape: [3, 1, 1] });
const SCALE = perChannel([0.229 / 0.5, 0.224 / 0.5, 0.225 / 0.5]);
const SHIFT = perChannel([(0.485 - 0.5) / 0.5, (0.456 - 0.5) / 0.5, (0.406 - 0.5) / 0.5]);

/** Images that are normalised by ImageNet's mean and standard deviation, normalised by 0.5 and 0.5 instead. */
export function renormalise(x: Tensor): Tensor {
  return x.mul(SCALE).add(SHIFT);
}

/** The entries of a file without those of auxiliary classifiers that the model does not have. */
export function withoutAuxiliary(
  entries: Map<string, Tensor>,
  options: InceptionOptions,
  classifiers: RegExp,
): Map<string, Tensor> {
  if (options.auxLogits) return entries;
  return new Map([...entries].filter(([key]) => !classifiers.test(key)));
}
