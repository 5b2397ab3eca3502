/** Normalisation. */
import { ones, zeros } from '../../../tensor/create.js';
import { fixedSizes, inputOf, numberOf } from '../attributes.js';
import { type Converter, float } from '../writer.js';

export const norms: Readonly<Record<string, Converter>> = {
  batchNorm(writer, node, [x, mean, variance, weight, bias]) {
    const channels = fixedSizes(inputOf(node, 1).shape);
    const scale = weight || writer.constant(ones(channels), 'scale');
    const shift = bias || writer.constant(zeros(channels), 'shift');
    const inputs = [x as string, scale, shift, mean as string, variance as string];
    return writer.op('BatchNormalization', inputs, { epsilon: float(numberOf(node, 'eps')) });
  },
};
