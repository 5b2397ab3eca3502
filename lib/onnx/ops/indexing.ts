/** Elements by their places: slices, gathers, scatters, padding. */
import * as F from '../../functional/index.js';
import { zeros } from '../../tensor/create.js';
import { arange } from '../../tensor/sequences.js';
import type { Tensor } from '../../tensor/tensor.js';
import type { OnnxNode } from '../node.js';
import {
  axisOf,
  integersOf,
  numberOf,
  numbersOf,
  type Operators,
  operator,
  plain,
  vector,
} from '../operator.js';

function slice(
  x: Tensor,
  starts: readonly number[],
  ends: readonly number[],
  axes: readonly number[],
  steps: readonly number[],
): Tensor {
  return starts.reduce((result, start, i) => {
    const dim = axisOf(axes[i] ?? i, x.ndim);
    return sliceOne(result, dim, start, ends[i] as number, steps[i] ?? 1);
  }, x);
}

/** Backwards is forwards on the mirrored dimension. */
function sliceOne(x: Tensor, dim: number, start: number, end: number, step: number): Tensor {
  if (step > 0) return F.slice(x, dim, start, end, step);
  const size = x.shape[dim] as number;
  const mirrored = (index: number) => {
    const at = index < 0 ? index + size : index;
    return size - 1 - Math.max(-1, Math.min(size - 1, at));
  };
  return F.slice(F.flip(x, [dim]), dim, mirrored(start), mirrored(end), -step);
}

function asInt64(indices: Tensor): Tensor {
  return indices.to('int64');
}

/** Indices below 0 count from the end. */
function fromFront(indices: Tensor, size: number): Tensor {
  const wide = asInt64(indices);
  return F.where(F.lt(wide, 0), F.add(wide, size), wide);
}

/** Each index is replaced by what is there along an axis. */
function gather(x: Tensor, indices: Tensor, axis: number): Tensor {
  const dim = axisOf(axis, x.ndim);
  const shape = [...x.shape.slice(0, dim), ...indices.shape, ...x.shape.slice(dim + 1)];
  if (indices.numel() === 1) {
    const [index] = integersOf(indices) as [number];
    return F.select(x, dim, index).reshape(shape);
  }
  const flat = fromFront(indices, x.shape[dim] as number).reshape([indices.numel()]);
  return F.indexSelect(x, dim, flat).reshape(shape);
}

/** The places of vectors of indices in a tensor whose first dimensions are flattened, for each vector. */
function flatPlaces(indices: Tensor, sizes: readonly number[]): Tensor {
  const depth = indices.shape.at(-1) as number;
  let places = zeros(indices.shape.slice(0, -1), { dtype: 'int64' });
  for (let d = 0; d < depth; d++) {
    const size = sizes[d] as number;
    places = F.add(F.mul(places, size), fromFront(F.select(indices, -1, d), size));
  }
  return places;
}

function gatherNd(x: Tensor, indices: Tensor, batchDims: number): Tensor {
  const depth = indices.shape.at(-1) as number;
  const outer = x.shape.slice(0, batchDims);
  const batch = outer.reduce((product, size) => product * size, 1);
  const sizes = x.shape.slice(batchDims, batchDims + depth);
  const inner = x.shape.slice(batchDims + depth);
  const block = sizes.reduce((product, size) => product * size, 1);
  const places = flatPlaces(indices, sizes).reshape([batch, -1]);
  const offsets = F.mul(arange(batch), block).reshape([batch, 1]);
  const rows = x.reshape([batch * block, ...inner]);
  const taken = F.indexSelect(rows, 0, F.add(places, offsets).reshape([-1]));
  return taken.reshape([...indices.shape.slice(0, -1), ...inner]);
}

/** Writes rows to where vectors of indices point. */
function scatterNd(x: Tensor, indices: Tensor, updates: Tensor): Tensor {
  const depth = indices.shape.at(-1) as number;
  const sizes = x.shape.slice(0, depth);
  const rows = x.reshape([sizes.reduce((product, size) => product * size, 1), -1]);
  const places = flatPlaces(indices, sizes).reshape([-1, 1]);
  const source = updates.reshape([places.shape[0] as number, rows.shape[1] as number]);
  return F.scatter(rows, 0, F.expand(places, source.shape).contiguous(), source).reshape([...x.shape]);
}

/** Padding as ONNX has it, all starts before all ends, as PyTorch has it: pairs, last dimension first. */
function toPadding(pads: readonly number[], axes: readonly number[], rank: number): number[] {
  const padding = new Array<number>(2 * rank).fill(0);
  for (const [i, axis] of axes.entries()) {
    const fromEnd = rank - 1 - axisOf(axis, rank);
    padding[2 * fromEnd] = pads[i] as number;
    padding[2 * fromEnd + 1] = pads[i + axes.length] as number;
  }
  while (padding.length > 2 && padding.at(-1) === 0 && padding.at(-2) === 0) padding.length -= 2;
  return padding;
}

const padModes = { constant: 'constant', reflect: 'reflect', edge: 'replicate', wrap: 'circular' } as const;

function pad(
  x: Tensor,
  pads: readonly number[],
  axes: readonly number[],
  mode: keyof typeof padModes,
  value: number,
): Tensor {
  if (pads.every((size) => size === 0)) return x;
  const padding = toPadding(pads, axes, x.ndim);
  const floats = x.dtype === 'float32' ? x : x.to('float32');
  if (mode === 'constant') return F.pad(floats, padding, { value }).to(x.dtype);
  return alongEach(floats, padding, padModes[mode]).to(x.dtype);
}

/** The other modes take the last three dimensions at most, so each dimension becomes the last but one in turn. */
function alongEach(
  x: Tensor,
  padding: readonly number[],
  mode: 'reflect' | 'replicate' | 'circular',
): Tensor {
  let result = x;
  for (let pair = 0; 2 * pair < padding.length; pair++) {
    const [before, after] = padding.slice(2 * pair, 2 * pair + 2) as [number, number];
    if (before === 0 && after === 0) continue;
    const dim = x.ndim - 1 - pair;
    const size = result.shape[dim] as number;
    const outer = result.shape.slice(0, dim);
    const inner = result.shape.slice(dim + 1);
    const flat = result.reshape([1, outer.reduce(product, 1), size, inner.reduce(product, 1)]);
    const longer = F.pad(flat, [0, 0, before, after], { mode });
    result = longer.reshape([...outer, size + before + after, ...inner]);
  }
  return result;
}

function product(a: number, b: number): number {
  return a * b;
}

/** The input at 1, and 0 elsewhere, along a new axis. */
function oneHot(indices: Tensor, depth: number, values: Tensor, axis: number): Tensor {
  const dim = axisOf(axis, indices.ndim + 1);
  const [off, on] = numbersOf(values) as [number, number];
  const classes = arange(depth).reshape([depth, ...new Array<number>(indices.ndim - dim).fill(1)]);
  const hot = F.eq(F.unsqueeze(F.remainder(fromFront(indices, depth), depth), dim), classes);
  return F.add(F.mul(hot.to('float64'), on - off), off).to(values.dtype);
}

function trilu(node: OnnxNode): (x: Tensor, k?: Tensor) => Tensor {
  const keep = node.flag('upper', true) ? F.triu : F.tril;
  return (x, k) => keep(x, k === undefined ? 0 : numberOf(k));
}

function scatterElements(node: OnnxNode): (x: Tensor, indices: Tensor, updates: Tensor) => Tensor {
  node.choice('reduction', ['none'], 'none');
  const axis = node.int('axis', 0);
  return (x, indices, updates) =>
    F.scatter(x, axis, fromFront(indices, x.shape[axisOf(axis, x.ndim)] as number), updates);
}

export const indexing: Operators = {
  Slice: operator<[Tensor, Tensor, Tensor, Tensor | undefined, Tensor | undefined]>([1, 5], (node) => {
    if (node.opset < 10) {
      const [starts, ends] = [node.ints('starts'), node.ints('ends')];
      const axes = node.ints('axes', []);
      return (x) => slice(x, starts, ends, axes, []);
    }
    node.requireInputs(3);
    return (x, starts, ends, axes, steps) =>
      slice(
        x,
        integersOf(starts),
        integersOf(ends),
        axes ? integersOf(axes) : [],
        steps ? integersOf(steps) : [],
      );
  }),
  Gather: operator<[Tensor, Tensor]>(2, (node) => {
    const axis = node.int('axis', 0);
    return (x, indices) => gather(x, indices, axis);
  }),
  GatherElements: operator<[Tensor, Tensor]>(2, (node) => {
    const axis = node.int('axis', 0);
    return (x, indices) => F.gather(x, axis, fromFront(indices, x.shape[axisOf(axis, x.ndim)] as number));
  }),
  GatherND: operator<[Tensor, Tensor]>(2, (node) => {
    const batchDims = node.int('batch_dims', 0);
    return (x, indices) => gatherNd(x, indices, batchDims);
  }),
  // Scatter is the name that ScatterElements had before opset 11.
  Scatter: operator(3, scatterElements),
  ScatterElements: operator(3, scatterElements),
  ScatterND: operator<[Tensor, Tensor, Tensor]>(3, (node) => {
    node.choice('reduction', ['none'], 'none');
    return scatterNd;
  }),
  Pad: operator<[Tensor, Tensor | undefined, Tensor | undefined, Tensor | undefined]>([1, 4], (node) => {
    const mode = node.choice('mode', ['constant', 'reflect', 'edge', 'wrap'], 'constant');
    if (node.opset >= 11) node.requireInputs(2);
    const fixed = node.opset < 11 ? node.ints('pads') : [];
    const fixedValue = node.opset < 11 ? node.float('value', 0) : 0;
    return (x, pads = vector(fixed), value, axes) => {
      const all = axes === undefined ? x.shape.map((_, d) => d) : integersOf(axes);
      return pad(x, integersOf(pads), all, mode, value === undefined ? fixedValue : numberOf(value));
    };
  }),
  OneHot: operator<[Tensor, Tensor, Tensor]>(3, (node) => {
    const axis = node.int('axis', -1);
    return (indices, depth, values) => oneHot(indices, numberOf(depth), values, axis);
  }),
  NonZero: plain<[Tensor]>(1, (x) => F.t(F.nonzero(x))),
  Compress: operator<[Tensor, Tensor]>(2, (node) => {
    const axis = node.int('axis', null);
    return (x, condition) => {
      const places = F.nonzero(condition).reshape([-1]);
      return axis === null ? F.indexSelect(x.reshape([-1]), 0, places) : F.indexSelect(x, axis, places);
    };
  }),
  Trilu: operator<[Tensor, Tensor | undefined]>([1, 2], trilu),
};
