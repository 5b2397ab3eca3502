/** Every family of convolt/models, compiled. */
import { expect, test } from 'vitest';
import { compile, manualSeed, models, nn, rand, randn, Tensor } from '../../lib/index.js';
import { relativeError } from '../support/fixtures.js';

/** The smallest network of each kind, and the side of its images. */
const networks: Partial<Record<models.ModelName, number>> = {
  alexnet: 64,
  convnext_tiny: 32,
  deeplabv3_mobilenet_v3_large: 64,
  densenet121: 32,
  efficientnet_b0: 64,
  efficientnet_v2_s: 32,
  fcn_resnet50: 32,
  googlenet: 32,
  inception_v3: 96,
  lraspp_mobilenet_v3_large: 64,
  mnasnet0_5: 64,
  mobilenet_v2: 64,
  mobilenet_v3_small: 64,
  regnet_x_400mf: 64,
  regnet_y_400mf: 64,
  resnet18: 64,
  resnet20: 32,
  resnext50_32x4d: 32,
  shufflenet_v2_x0_5: 64,
  squeezenet1_1: 64,
  vgg11_bn: 32,
};

/** Statistics and factors that normalisation does not start with, near enough to them that magnitudes stay sane. */
function fill(model: nn.Module): void {
  for (const module of model.modules()) {
    if (!(module instanceof nn.BatchNorm2d)) continue;
    const { numFeatures } = module;
    module.running_mean?.copy_(randn([numFeatures]).mul(0.1));
    module.running_var?.copy_(rand([numFeatures]).add(0.5));
    module.weight?.copy_(rand([numFeatures]).add(0.5));
    module.bias?.copy_(randn([numFeatures]).mul(0.1));
  }
}

function leaves(output: unknown): Tensor[] {
  return output instanceof Tensor ? [output] : Object.values(output as object).flatMap(leaves);
}

test.each(Object.entries(networks))('%s compiled gives what forward gives', async (name, size) => {
  manualSeed(1);
  const model = models.create(name as models.ModelName).eval();
  fill(model);
  const net = await compile(model, { input: [1, 3, size, size] });
  for (const batch of [1, 2, 5]) {
    const x = randn([batch, 3, size, size]);
    const expected = leaves(model.forward(x));
    const actual = leaves(await net.run(x));
    expect(actual.length).toBe(expected.length);
    for (const [i, output] of expected.entries())
      expect(relativeError(actual[i] as Tensor, output.contiguous())).toBeLessThan(1e-4);
  }
});
