/** What the networks that classify each pixel share. */
import { ArgumentError } from '../../errors.js';
import { checkBoolean, checkInteger, checkOptions } from '../../functional/check.js';
import { interpolate } from '../../functional/interpolate.js';
import { Container } from '../../nn/container.js';
import { Module } from '../../nn/index.js';
import type { Tensor } from '../../tensor/tensor.js';
import type { MobileNetV3 } from '../mobilenet-v3.js';
import { InvertedResidual } from '../mobilenet-v3.js';
import type { Conv2dNormActivation } from '../ops/conv-norm-activation.js';

/** The options of the factories. */
export interface SegmentationOptions {
  /** The background is one of them. Default 21, the classes of {@link vocClasses}. */
  numClasses?: number;
  /** Whether there is a second classifier, of features from the middle. Default false, but true with `weights`. */
  auxLoss?: boolean;
}

/** What a network gives for images `(N, 3, H, W)`: scores `(N, numClasses, H, W)`. */
export interface SegmentationOutput {
  out: Tensor;
  /** The second classifier's, where there is one. */
  aux?: Tensor;
}

/** The first children of a model, up to the last whose output is wanted. They run one after another. */
export class IntermediateLayerGetter extends Container {
  /** @param returnLayers by the names of children, the names of their outputs */
  constructor(
    model: Module,
    readonly returnLayers: Readonly<Record<string, string>>,
  ) {
    super();
    const wanted = new Set(Object.keys(returnLayers));
    for (const [name, module] of model.namedChildren()) {
      if (wanted.size === 0) break;
      this.addModule(name, module);
      wanted.delete(name);
    }
    if (wanted.size > 0)
      throw new ArgumentError('IntermediateLayerGetter', 'returnLayers', "names of the model's children", [
        ...wanted,
      ]);
  }

  override forward(x: Tensor): Record<string, Tensor> {
    const outputs: Record<string, Tensor> = {};
    for (const [name, module] of this.namedChildren()) {
      x = module.forward(x);
      const output = this.returnLayers[name];
      if (output !== undefined) outputs[output] = x;
    }
    return outputs;
  }
}

/**
 * Features of a backbone, a classifier of each place, and its scores at the size of the image.
 *
 * Shapes: `(N, 3, H, W) -> { out: (N, numClasses, H, W), aux: (N, numClasses, H, W) }`, `aux` only with a second
 * classifier.
 */
export abstract class SimpleSegmentationModel extends Module {
  backbone: Module;
  classifier: Module;
  aux_classifier: Module | null;

  /**
   * @param backbone gives `{ out }`, and with an `auxClassifier` also `aux`
   * @param classifier of `out`
   * @param auxClassifier of `aux`
   */
  constructor(backbone: Module, classifier: Module, auxClassifier: Module | null = null) {
    super();
    this.backbone = backbone;
    this.classifier = classifier;
    this.aux_classifier = auxClassifier;
  }

  override forward(x: Tensor): SegmentationOutput {
    const features: Record<string, Tensor> = this.backbone.forward(x);
    const out = resizeLike(this.classifier.forward(features.out), x);
    if (this.aux_classifier === null) return { out };
    return { out, aux: resizeLike(this.aux_classifier.forward(features.aux), x) };
  }
}

/** Images resized to the height and width of others. */
export function resizeLike(images: Tensor, others: Tensor): Tensor {
  const size = others.shape.slice(-2) as [number, number];
  return interpolate(images, { size, mode: 'bilinear', alignCorners: false });
}

/** Checks the options of a factory, and completes them. */
export function checkSegmentation(
  where: string,
  options: SegmentationOptions,
): Required<SegmentationOptions> {
  checkOptions(where, options, ['numClasses', 'auxLoss']);
  const { numClasses = 21, auxLoss = false } = options;
  checkInteger(where, 'numClasses', numClasses, 1);
  checkBoolean(where, 'auxLoss', auxLoss);
  return { numClasses, auxLoss };
}

/** Files of published weights have the second classifier: it is left out where it is not wanted. */
export const segmentationWeights = {
  defaults: { auxLoss: true },
  fixUp: (entries: Map<string, Tensor>, { auxLoss }: SegmentationOptions): Map<string, Tensor> =>
    auxLoss ? entries : new Map([...entries].filter(([key]) => !key.startsWith('aux_classifier.'))),
};

/** Two layers of a MobileNet V3's features, by name and with their channels: of 1/8 of the image's size, and the last. */
export function mobilenetLayers({ features }: MobileNetV3): {
  low: [string, number];
  high: [string, number];
} {
  const blocks = [...features];
  const strided = [...blocks.keys()].filter((i) => {
    const block = blocks[i];
    return block instanceof InvertedResidual && block.isStrided;
  });
  const low = strided.at(-3) as number; // Behind it the image is halved twice more, or would be but for dilation.
  const high = blocks.length - 1;
  return {
    low: [String(low), (blocks[low] as InvertedResidual).outChannels],
    high: [String(high), (blocks[high] as Conv2dNormActivation).outChannels],
  };
}
