// Makes one network for all contenders: `model.safetensors`, `model.onnx` and, for each batch size, the input as plain float32.
// Prints how many floating-point operations an image takes, or the reason why there is no such file. A process of its own, so that
// what it needs is gone before anything is measured.
//
//   node prepare.mjs '{"name": "resnet18", "input": [3, 224, 224], "batches": [1, 8], "folder": "/tmp/…"}'
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConvoltError, load, manualSeed, models, onnx, randn, save, trace } from '../../dist/index.js';

const DIGITS = fileURLToPath(new URL('../../examples/digits/digits.pth', import.meta.url));

const { name, input, options, batches, folder } = JSON.parse(process.argv[2]);
manualSeed(0);
const model = models.create(name, options);
if (name === 'digit_net') model.loadStateDict(await load(DIGITS));
settle(model);
model.eval();
await save(join(folder, 'model.safetensors'), model.stateDict());
for (const batch of batches) writeFileSync(join(folder, `input-${batch}`), randn([batch, ...input]).data);
try {
  await onnx.save(join(folder, 'model.onnx'), model, [{ shape: [1, ...input], dtype: 'float32' }]);
  console.log(JSON.stringify({ flops: flopsOf(model) }));
} catch (error) {
  if (!(error instanceof ConvoltError)) throw error;
  console.log(JSON.stringify({ reason: error.message.split('\n', 2).join('') }));
}

/**
 * Gives a fresh network what training would have given it. Normalisations get the statistics of a batch of noise: with those of
 * a fresh network activations shrink from layer to layer, down to denormal numbers, on which arithmetic is slow. Blocks of
 * ConvNeXt get a say in the output, so that comparing it means something.
 */
function settle(network) {
  const normalisations = [...network.modules()].filter((module) => 'momentum' in module);
  if (normalisations.length > 0) {
    network.eval();
    for (const module of normalisations) {
      module.momentum = null; // plain averages
      module.train();
    }
    network.forward(randn([4, ...input]));
  }
  for (const [key, tensor] of network.stateDict()) {
    if (key.endsWith('layer_scale')) tensor.fill_(0.1);
  }
}

/** What convolutions and linear layers take directly, two operations for a multiply-add, whatever an engine makes of it. */
function flopsOf(network) {
  let sum = 0;
  for (const { op, inputs, outputs } of trace(network, [{ shape: [1, ...input], dtype: 'float32' }]).nodes) {
    if (op !== 'conv2d' && op !== 'linear') continue;
    const sizes = [...outputs[0].shape.slice(1), ...inputs[1].shape.slice(1)];
    sum += 2 * sizes.reduce((product, size) => product * size, 1);
  }
  return sum;
}
