/**
 * TensorFlow.js on its WebAssembly backend. It reads neither ONNX nor PyTorch's files, so the network's trace is run here op by op
 * with TensorFlow.js's ops, in their layout (NHWC) and with what they offer to be fast: normalisations folded into the weights,
 * bias and activation in the fused convolution. Only the ops of the networks in run.mjs are known. In Node.js the backend has
 * no threads.
 */
import { join } from 'node:path';
import { version_wasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { models, trace } from '../../../dist/index.js';
import { serve } from './serve.mjs';

/** A function that runs the graph on one NHWC tensor. */
function translate(graph) {
  const steps = fuse(graph).map((node) => ({ ...node, run: ops[node.op](node) }));
  return (x) => {
    const tensors = new Map([[graph.inputs[0], x]]);
    for (const { run, operands, result } of steps) {
      tensors.set(result, run(...operands.map((value) => tensors.get(value))));
    }
    return tensors.get(graph.outputs[0]);
  };
}

/**
 * The nodes as `{ op, attributes, operands, result, constants, activation }`: a convolution takes the normalisation and the
 * activation that follow it, where nothing else uses what lies between.
 */
function fuse({ nodes, constants }) {
  const uses = new Map();
  for (const { inputs } of nodes) for (const value of inputs) uses.set(value, (uses.get(value) ?? 0) + 1);
  const data = (value) => value && Float32Array.from(constants.get(value).contiguous().data);
  const made = [];
  const makers = new Map();
  for (const { op, attributes, inputs, outputs } of nodes) {
    const convolution = uses.get(inputs[0]) === 1 ? makers.get(inputs[0]) : undefined;
    if (convolution?.op === 'conv2d' && convolution.activation === undefined) {
      const isNormalisation = op === 'batchNorm';
      if (isNormalisation) foldInto(convolution, attributes.eps, inputs.slice(1).map(data));
      else if (op === 'relu') convolution.activation = 'relu';
      else if (isRelu6(op, attributes)) convolution.activation = 'relu6';
      if (isNormalisation || convolution.activation !== undefined) {
        convolution.result = outputs[0];
        makers.set(outputs[0], convolution);
        continue;
      }
    }
    const node = {
      op,
      attributes,
      operands: inputs.filter((value) => value !== null && !constants.has(value)),
      result: outputs[0],
      constants: inputs
        .slice(1)
        .map((value) => constants.has(value) && { data: data(value), shape: value.shape }),
    };
    made.push(node);
    makers.set(outputs[0], node);
  }
  return made;
}

const isRelu6 = (op, { minVal, maxVal }) => op === 'hardtanh' && minVal === 0 && maxVal === 6;

/** Multiplies the normalisation's scale into the weight, and makes a bias of its shift. */
function foldInto(convolution, eps, [mean, variance, weight, bias]) {
  const [kernel, given] = convolution.constants;
  const channels = kernel.shape[0];
  const each = kernel.data.length / channels;
  const shift = new Float32Array(channels);
  for (let c = 0; c < channels; c++) {
    const scale = weight[c] / Math.sqrt(variance[c] + eps);
    for (let i = 0; i < each; i++) kernel.data[c * each + i] *= scale;
    shift[c] = bias[c] + ((given ? given.data[c] : 0) - mean[c]) * scale;
  }
  convolution.constants[1] = { data: shift, shape: [channels] };
}

const pairs = ([top, bottom, left, right]) => [
  [0, 0],
  [top, bottom],
  [left, right],
  [0, 0],
];

/** For each op a function of the node that returns what runs it. */
const ops = {
  conv2d({ attributes, constants: [kernel, bias], activation = 'linear' }) {
    const { stride: strides, padding, dilation: dilations, groups } = attributes;
    const isDepthwise = groups > 1;
    if (isDepthwise && (groups !== kernel.shape[0] || kernel.shape[1] !== 1))
      throw new Error('conv2d: only convolutions of one group or of depth-wise channels are translated');
    const filter = tf.tidy(() => {
      const weight = tf.tensor(kernel.data, kernel.shape);
      return tf.transpose(weight, isDepthwise ? [2, 3, 0, 1] : [2, 3, 1, 0]);
    });
    const fixed = { filter, strides, dilations, pad: pairs(padding), activation };
    if (bias) fixed.bias = tf.tensor(bias.data);
    const run = isDepthwise ? tf.fused.depthwiseConv2d : tf.fused.conv2d;
    return (x) => run({ x, ...fixed });
  },
  linear({ constants: [{ data, shape }, bias] }) {
    const b = tf.tidy(() => tf.transpose(tf.tensor(data, shape)));
    const fixed = { b, bias: tf.tensor(bias.data) };
    return (a) => tf.fused.matMul({ a, ...fixed });
  },
  // Padding of a maximum is never chosen: the inputs of these networks' pools are not negative.
  maxPool2d({ attributes: { kernelSize, stride, padding } }) {
    const isPadded = padding.some((size) => size > 0);
    return (x) => tf.maxPool(isPadded ? tf.pad(x, pairs(padding)) : x, kernelSize, stride, 'valid');
  },
  adaptiveAvgPool2d: () => (x) => tf.mean(x, [1, 2], true),
  relu: () => tf.relu,
  add: () => tf.add,
  // Flattening takes the elements in the order of NCHW.
  reshape:
    ({ attributes }) =>
    (x) =>
      tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [x.shape[0], attributes.shape[1]]),
};

await serve(async ({ name, options, input, folder }) => {
  await tf.setBackend('wasm');
  await tf.ready();
  const weights = join(folder, 'model.safetensors');
  const model = (await models.create(name, { ...options, weights })).eval();
  const forward = translate(trace(model, [{ shape: [1, ...input], dtype: 'float32' }]));
  return {
    engine: `tfjs-backend-wasm ${version_wasm}`,
    prepare: (elements, shape) => {
      const x = tf.tidy(() => tf.transpose(tf.tensor(elements, shape), [0, 2, 3, 1]));
      return () => {
        const y = tf.tidy(() => forward(x));
        const result = y.dataSync();
        y.dispose();
        return result;
      };
    },
  };
});
