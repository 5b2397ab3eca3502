/** Passes on networks that people use: how many ops and steps there are before and after, as docs/passes.md says. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Graph } from '../../../lib/graph/index.js';
import { channelsFirst } from '../../../lib/graph/passes/channels-first.js';
import { mergeCommonSubexpressions } from '../../../lib/graph/passes/common-subexpressions.js';
import { removeDeadCode } from '../../../lib/graph/passes/dead-code.js';
import { foldAffine } from '../../../lib/graph/passes/fold-affine.js';
import { foldConstants } from '../../../lib/graph/passes/fold-constants.js';
import { fuseActivation } from '../../../lib/graph/passes/fuse-activation.js';
import { fuseResidual } from '../../../lib/graph/passes/fuse-residual.js';
import { type Pass, passes } from '../../../lib/graph/passes/index.js';
import { padIntoConv } from '../../../lib/graph/passes/pad-into-conv.js';
import { poolBeforeConv } from '../../../lib/graph/passes/pool-before-conv.js';
import { pushTransposes } from '../../../lib/graph/passes/push-transposes.js';
import { removeIdentities } from '../../../lib/graph/passes/remove-identities.js';
import * as models from '../../../lib/models/index.js';
import * as nn from '../../../lib/nn/index.js';
import { lower } from '../../../lib/plan/lower.js';
import { manualSeed } from '../../../lib/random/index.js';
import { expectSame, traced, trained } from './graphs.js';
import * as networks from './real-networks.js';

const image = [1, 3, 64, 64];

/** The name of a pass, that of a network, and both; the shape of the input. */
const rows: [string, string, Pass, () => nn.Module, number[]][] = [
  [
    'dead-code',
    "ResNet-18 behind torchvision 0.2's transformInput",
    removeDeadCode,
    () => new networks.TransformedInput(models.resnet18()),
    image,
  ],
  ['remove-identities', 'AlexNet', removeIdentities, () => models.alexnet(), [1, 3, 224, 224]],
  ['remove-identities', 'DenseNet-121', removeIdentities, () => models.densenet121(), image],
  ['remove-identities', 'ShuffleNet V2 x0.5', removeIdentities, () => models.shufflenetV2X0_5(), image],
  ['channels-first', 'ConvNeXt Tiny', channelsFirst, () => models.convnextTiny(), image],
  ['push-transposes', "Keras's CIFAR-10 example", pushTransposes, networks.kerasCifar10, [1, 32, 32, 3]],
  ['push-transposes', 'ConvNeXt Tiny', pushTransposes, () => models.convnextTiny(), image],
  ['fold-constants', "ConvNeXt of the authors' code", foldConstants, networks.authorsConvNeXt, image],
  [
    'common-subexpressions',
    "ConvNeXt of the authors' code",
    mergeCommonSubexpressions,
    networks.authorsConvNeXt,
    image,
  ],
  ['fold-affine', 'ResNet-18', foldAffine, () => models.resnet18(), image],
  ['fold-affine', 'ConvNeXt Tiny', foldAffine, () => models.convnextTiny(), image],
  ['fold-affine', "DCGAN's generator", foldAffine, networks.dcganGenerator, [1, 100, 1, 1]],
  ['fold-affine', "PointNet's T-Net", foldAffine, () => new networks.PointNetTransform(), [1, 3, 50]],
  ['pad-into-conv', "Keras's MobileNet", padIntoConv, networks.kerasMobileNet, image],
  ['pool-before-conv', 'DenseNet-121', poolBeforeConv, () => models.densenet121(), image],
  ['fuse-residual', 'ResNet-18', fuseResidual, () => models.resnet18(), image],
  ['fuse-activation', 'MobileNet V3 Small', fuseActivation, () => models.mobilenetV3Small(), image],
];

/** How many ops a graph has, and how many steps of a plan they make. */
const counts = (graph: Graph) => [graph.nodes.length, lower(graph, 1).steps.length];

const page = readFileSync(new URL('../../../docs/passes.md', import.meta.url), 'utf8');

test.each(rows)('%s: %s', (name, network, pass, make, shape) => {
  manualSeed(0);
  const model = make().eval();
  for (const module of model.modules()) if (module instanceof nn.BatchNorm2d) trained(module);
  const all = [removeDeadCode, ...passes];
  const before = all
    .slice(0, all.indexOf(pass))
    .reduce((graph, one) => removeDeadCode(one(graph)), traced(model, shape));
  const after = removeDeadCode(pass(before));
  const [ops, steps] = counts(before).map((count, i) => `${count} → ${counts(after)[i]}`);
  expect(page).toContain(`| \`${name}\` | ${network} | ${ops} | ${steps} |`);
  expectSame(before, after, 1e-4);
});
