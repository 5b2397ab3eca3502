/** The same elements in other shapes and places, and shapes as values. */

import { ShapeError } from '../../errors.js';
import * as F from '../../functional/index.js';
import type { Tensor } from '../../tensor/tensor.js';
import type { OnnxNode } from '../node.js';
import { axisOf, integersOf, type Operators, operator, plain, vector } from '../operator.js';

/** 0 keeps a size, -1 is what is left. */
function reshape(x: Tensor, sizes: readonly number[], allowZero: boolean): Tensor {
  return x.reshape(sizes.map((size, d) => (size === 0 && !allowZero ? sizeAt(x, d) : size)));
}

function sizeAt(x: Tensor, d: number): number {
  const size = x.shape[d];
  if (size === undefined) {
    throw new ShapeError(
      'Reshape',
      `a size of 0 keeps that of dimension ${d}, but the input is [${x.shape.join(', ')}]`,
    );
  }
  return size;
}

function flatten(x: Tensor, axis: number): Tensor {
  const at = axis < 0 ? axis + x.ndim : axis;
  const rows = x.shape.slice(0, at).reduce((product, size) => product * size, 1);
  const columns = x.shape.slice(at).reduce((product, size) => product * size, 1);
  return x.reshape([rows, columns]);
}

function squeeze(x: Tensor, axes: readonly number[] | undefined): Tensor {
  if (axes === undefined) return F.squeeze(x);
  const dims = new Set(axes.map((axis) => axisOf(axis, x.ndim)));
  for (const d of dims)
    if (x.shape[d] !== 1)
      throw new ShapeError('Squeeze', `dimension ${d} of [${x.shape.join(', ')}] has not the size 1`);
  return x.reshape(x.shape.filter((_, d) => !dims.has(d)));
}

function unsqueeze(x: Tensor, axes: readonly number[]): Tensor {
  const rank = x.ndim + axes.length;
  const dims = axes.map((axis) => axisOf(axis, rank)).sort((a, b) => a - b);
  return dims.reduce((result, d) => F.unsqueeze(result, d), x);
}

/** Axes that were an attribute before opset 13, and are an input since. */
function axesOf<T>(node: OnnxNode, tensor: Tensor | undefined, fallback: T): number[] | T {
  if (node.opset < 13) return node.ints('axes', fallback) as number[] | T;
  return tensor === undefined ? fallback : integersOf(tensor);
}

/** Sizes broadcast both ways: 1 keeps the input's. */
function expand(x: Tensor, sizes: readonly number[]): Tensor {
  const rank = Math.max(x.ndim, sizes.length);
  const shape = Array.from({ length: rank }, (_, d) => {
    const own = x.shape[d - rank + x.ndim] ?? 1;
    const wanted = sizes[d - rank + sizes.length] ?? 1;
    return wanted === 1 ? own : wanted;
  });
  return F.expand(x, shape);
}

/** Blocks of channels become blocks of pixels. `DCR`: a block's place is the outer part of the channel; `CRD`: the inner. */
function depthToSpace(x: Tensor, block: number, mode: 'DCR' | 'CRD'): Tensor {
  if (mode === 'CRD') return F.pixelShuffle(x, block);
  const [n, c, h, w] = x.shape as [number, number, number, number];
  const channels = c / (block * block);
  const parts = x.reshape([n, block, block, channels, h, w]).permute([0, 3, 4, 1, 5, 2]);
  return parts.reshape([n, channels, h * block, w * block]);
}

function spaceToDepth(x: Tensor, block: number): Tensor {
  const [n, c, h, w] = x.shape as [number, number, number, number];
  const parts = x.reshape([n, c, h / block, block, w / block, block]).permute([0, 3, 5, 1, 2, 4]);
  return parts.reshape([n, c * block * block, h / block, w / block]);
}

/** The sizes of equal parts; the last is smaller where they do not come out even. */
function evenParts(size: number, count: number): number[] {
  const part = Math.ceil(size / count);
  return Array.from({ length: count }, (_, i) => Math.max(0, Math.min(part, size - i * part)));
}

export const shapes: Operators = {
  Reshape: operator<[Tensor, Tensor]>(2, (node) => {
    const allowZero = node.flag('allowzero', false);
    return (x, shape) => reshape(x, integersOf(shape), allowZero);
  }),
  Flatten: operator<[Tensor]>(1, (node) => {
    const axis = node.int('axis', 1);
    return (x) => flatten(x, axis);
  }),
  Squeeze: operator<[Tensor, Tensor | undefined]>(
    [1, 2],
    (node) => (x, axes) => squeeze(x, axesOf(node, axes, undefined)),
  ),
  Unsqueeze: operator<[Tensor, Tensor | undefined]>(
    [1, 2],
    (node) => (x, axes) => unsqueeze(x, axesOf(node, axes, [])),
  ),
  Transpose: operator<[Tensor]>(1, (node) => {
    const perm = node.ints('perm', null);
    return (x) => x.permute(perm ?? x.shape.map((_, d) => x.ndim - 1 - d));
  }),
  Expand: plain<[Tensor, Tensor]>(2, (x, shape) => expand(x, integersOf(shape))),
  Tile: plain<[Tensor, Tensor]>(2, (x, repeats) => F.tile(x, integersOf(repeats))),
  Concat: operator<Tensor[]>([1, Number.POSITIVE_INFINITY], (node) => {
    const axis = node.int('axis');
    return (...tensors) => F.cat(tensors, axis);
  }),
  Split: operator<[Tensor, Tensor | undefined]>(
    [1, 2],
    (node) => {
      const axis = node.int('axis', 0);
      const fixed = node.opset < 13 ? node.ints('split', null) : null;
      const count = node.outputs.length;
      if (node.int('num_outputs', count) !== count)
        throw node.invalid(`has ${count} outputs, not num_outputs`);
      return (x, tensor) => {
        const dim = axisOf(axis, x.ndim);
        const sizes = tensor === undefined ? fixed : integersOf(tensor);
        return F.split(x, sizes ?? evenParts(x.shape[dim] as number, count), dim);
      };
    },
    Number.POSITIVE_INFINITY,
  ),
  DepthToSpace: operator<[Tensor]>(1, (node) => {
    const block = node.int('blocksize');
    const mode = node.choice('mode', ['DCR', 'CRD'], 'DCR');
    return (x) => depthToSpace(x, block, mode);
  }),
  SpaceToDepth: operator<[Tensor]>(1, (node) => {
    const block = node.int('blocksize');
    return (x) => spaceToDepth(x, block);
  }),
  Shape: operator<[Tensor]>(1, (node) => {
    const [start, end] = [node.int('start', 0), node.int('end', undefined)];
    return (x) => vector(x.shape.slice(start, end));
  }),
  Size: plain<[Tensor]>(1, (x) => vector([x.numel()]).reshape([])),
};
