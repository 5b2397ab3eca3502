/** Normalisation. */
import type { Dim, Node } from '../../../graph/index.js';
import { ones, zeros } from '../../../tensor/create.js';
import { fixedSizes, inputOf, numberOf } from '../attributes.js';
import { product, reshape } from '../shapes.js';
import { type Converter, float, Unsupported, type Writer } from '../writer.js';

export const norms: Readonly<Record<string, Converter>> = {
  batchNorm(writer, node, [x, mean, variance, weight, bias]) {
    const channels = fixedSizes(inputOf(node, 1).shape);
    const scale = weight || writer.constant(ones(channels), 'scale');
    const shift = bias || writer.constant(zeros(channels), 'shift');
    const inputs = [x as string, scale, shift, mean as string, variance as string];
    return writer.op('BatchNormalization', inputs, { epsilon: float(numberOf(node, 'eps')) });
  },
  rowNorm(writer, node, inputs) {
    const isOfLastDims = numberOf(node, 'inner') === 1 && numberOf(node, 'groups') === 1;
    return isOfLastDims ? lastDimsNorm(writer, node, inputs) : groupNorm(writer, node, inputs);
  },
};

/** Each row is the last dimensions, and has a weight for each of its elements. */
function lastDimsNorm(writer: Writer, node: Node, [x]: readonly string[]): string {
  const { shape } = inputOf(node, 0);
  const count = dimsOf(shape, numberOf(node, 'length'));
  const sizes = fixedSizes(shape.slice(-count));
  const scale = parameter(writer, node, 1, sizes) ?? writer.constant(ones(sizes), 'scale');
  const bias = parameter(writer, node, 2, sizes) ?? '';
  const attributes = { axis: -count, epsilon: float(numberOf(node, 'eps')) };
  return writer.op('LayerNormalization', [x as string, scale, bias], attributes);
}

/**
 * Each row is a group of channels, and has a weight for each of them. As one channel each they go through
 * InstanceNormalization: GroupNormalization has changed its weights between opset 18 and 21.
 */
function groupNorm(writer: Writer, node: Node, [x]: readonly string[]): string {
  const { shape } = inputOf(node, 0);
  const groups = numberOf(node, 'groups');
  const rows = [shape[0] as Dim, groups, numberOf(node, 'length')];
  const same = [writer.constant(ones([groups]), 'scale'), writer.constant(zeros([groups]), 'shift')];
  const epsilon = float(numberOf(node, 'eps'));
  const grouped = reshape(writer, x as string, shape, rows);
  const normalized = writer.op('InstanceNormalization', [grouped, ...same], { epsilon });
  const y = reshape(writer, normalized, rows, shape);
  const perChannel = [shape[1] as Dim, ...shape.slice(2).fill(1)];
  const weight = parameter(writer, node, 1, perChannel);
  const bias = parameter(writer, node, 2, perChannel);
  const scaled = weight === undefined ? y : writer.op('Mul', [y, weight]);
  return bias === undefined ? scaled : writer.op('Add', [scaled, bias]);
}

/** How many of the last dimensions have so many elements together. */
function dimsOf(shape: readonly Dim[], elements: number): number {
  const count = shape.findIndex((_, i) => product(shape.slice(-i - 1)) === elements) + 1;
  if (count === 0) throw new Unsupported('its rows depend on the batch');
  return count;
}

/** A weight or bias in another shape; undefined where it is absent. */
function parameter(writer: Writer, node: Node, i: number, shape: readonly Dim[]): string | undefined {
  const value = node.inputs[i];
  if (!value) return undefined;
  return `${value.shape}` === `${shape}` ? value.name : reshape(writer, value.name, value.shape, shape);
}
