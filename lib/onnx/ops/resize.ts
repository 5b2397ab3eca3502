/** Tensors at other sizes. */
import { ShapeError } from '../../errors.js';
import * as F from '../../functional/index.js';
import { zeros } from '../../tensor/create.js';
import type { Tensor } from '../../tensor/tensor.js';
import type { OnnxNode } from '../node.js';
import {
  axisOf,
  inFloat32,
  integersOf,
  numbersOf,
  type Operators,
  operator,
  unsupported,
} from '../operator.js';

/** One dimension of a resize. */
interface Axis {
  readonly dim: number;
  readonly from: number;
  readonly to: number;
  readonly scale: number;
  /** The part of the input that is cut out, from 0 to 1. */
  readonly crop: readonly [start: number, end: number];
}

/** Where the element `i` of the output stands in the input. */
type Place = (i: number, axis: Axis) => number;

const places = {
  half_pixel: (i, { scale }) => (i + 0.5) / scale - 0.5,
  half_pixel_symmetric: (i, { from, to, scale }) => {
    const center = from / 2;
    const offset = center * (1 - to / (scale * from));
    return offset + (i + 0.5) / scale - 0.5;
  },
  pytorch_half_pixel: (i, { to, scale }) => (to > 1 ? (i + 0.5) / scale - 0.5 : 0),
  align_corners: (i, { from, scale }) => (from * scale === 1 ? 0 : (i * (from - 1)) / (from * scale - 1)),
  asymmetric: (i, { scale }) => i / scale,
  tf_half_pixel_for_nn: (i, { scale }) => (i + 0.5) / scale,
  tf_crop_and_resize: (i, { from, to, crop: [start, end] }) =>
    to > 1
      ? start * (from - 1) + (i * (end - start) * (from - 1)) / (to - 1)
      : 0.5 * (start + end) * (from - 1),
} as const satisfies Record<string, Place>;

const roundings = {
  round_prefer_floor: (x: number) => Math.ceil(x - 0.5),
  round_prefer_ceil: (x: number) => Math.floor(x + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
} as const;

type PlaceName = keyof typeof places;

/** What the attributes of a node say. */
interface Resizing {
  readonly mode: 'nearest' | 'linear' | 'cubic';
  readonly place: PlaceName;
  readonly rounding: keyof typeof roundings;
  readonly cubicA: number;
  readonly excludesOutside: boolean;
  readonly antialias: boolean;
  readonly extrapolation: number;
}

/** An element of the input and what it counts. */
type Tap = readonly [index: number, weight: number];

/** The elements of the input that an element of the output is made of. */
function tapsAt(x: number, size: number, { mode, rounding, cubicA: a, excludesOutside }: Resizing): Tap[] {
  if (mode === 'nearest') return [[clampIndex(roundings[rounding](x), size), 1]];
  const first = Math.floor(x);
  const t = x - first;
  const near = (d: number) => ((a + 2) * d - (a + 3)) * d * d + 1;
  const far = (d: number) => ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
  const taps: Tap[] =
    mode === 'linear'
      ? [
          [first, 1 - t],
          [first + 1, t],
        ]
      : [
          [first - 1, far(1 + t)],
          [first, near(t)],
          [first + 1, near(1 - t)],
          [first + 2, far(2 - t)],
        ];
  if (!excludesOutside) return taps.map(([index, weight]) => [clampIndex(index, size), weight]);
  const isInside = ([index]: Tap) => index >= 0 && index < size;
  const sum = taps.filter(isInside).reduce((total, [, weight]) => total + weight, 0);
  return taps.map((tap) => (isInside(tap) ? [tap[0], tap[1] / sum] : [clampIndex(tap[0], size), 0]));
}

function clampIndex(index: number, size: number): number {
  return Math.max(0, Math.min(size - 1, index));
}

/** How many elements of the input an element of the output is made of. */
const tapCounts = { nearest: 1, linear: 2, cubic: 4 } as const;

/**
 * Resizes one dimension: a weighted sum of a few selections of its elements. Indices and weights are tensors from the
 * start, so that a size out of a file is refused like that of any tensor.
 */
function resizeAxis(x: Tensor, axis: Axis, resizing: Resizing): Tensor {
  const { dim, from, to } = axis;
  const place = places[resizing.place];
  const shape = x.shape.map((_, d) => (d === dim ? to : 1));
  const selections = Array.from({ length: tapCounts[resizing.mode] }, () => ({
    indices: zeros([to], { dtype: 'int64' }),
    weights: zeros(shape),
  }));
  const outside = zeros(shape, { dtype: 'bool' });
  const elements = selections.map(({ indices, weights }) => [indices.data, weights.data] as const);
  const isOutside = outside.data as Uint8Array;
  for (let i = 0; i < to; i++) {
    const position = place(i, axis);
    if (position < 0 || position > from - 1) isOutside[i] = 1;
    for (const [t, [index, weight]] of tapsAt(position, from, resizing).entries()) {
      const [indices, weights] = elements[t] as (typeof elements)[number];
      indices[i] = BigInt(index);
      weights[i] = weight;
    }
  }
  const resized = selections
    .map(({ indices, weights }) => {
      const selected = F.indexSelect(x, dim, indices);
      return resizing.mode === 'nearest' ? selected : F.mul(selected, weights);
    })
    .reduce((a, b) => F.add(a, b));
  if (resizing.place !== 'tf_crop_and_resize' || !isOutside.includes(1)) return resized;
  return F.where(outside, resizing.extrapolation, resized);
}

/** The mode of `interpolate` that does the same, if one does. */
function interpolation(axes: readonly Axis[], rank: number, resizing: Resizing) {
  const { mode, place, rounding, cubicA, excludesOutside, antialias } = resizing;
  if (rank < 3 || rank > 5 || axes.some(({ dim }) => dim < 2)) return undefined;
  if (mode === 'nearest')
    return place === 'asymmetric' && rounding === 'floor' ? { mode: 'nearest' as const } : undefined;
  const isHalf = place === 'half_pixel' || (place === 'pytorch_half_pixel' && axes.every(({ to }) => to > 1));
  const isWhole = axes.every(({ from, to, scale }) => Math.abs(from * scale - to) < 1e-6 * to);
  const alignCorners = place === 'align_corners' && isWhole;
  if (!isHalf && !alignCorners) return undefined;
  if (mode === 'linear') {
    const name = (['linear', 'bilinear', 'trilinear'] as const)[rank - 3] as 'bilinear';
    return antialias && rank !== 4 ? undefined : { mode: name, alignCorners, antialias };
  }
  const matches = cubicA === (antialias ? -0.5 : -0.75) && !excludesOutside;
  return rank === 4 && matches ? { mode: 'bicubic' as const, alignCorners, antialias } : undefined;
}

/** Scales and sizes are numbers of the file, or come out of the model's own arithmetic. */
function checkAxes(x: Tensor, axes: readonly Axis[]): void {
  for (const { dim, to, scale, crop } of axes) {
    const fits = dim < x.ndim && Number.isSafeInteger(to) && to >= 0 && scale > 0;
    if (!fits || ![scale, ...crop].every(Number.isFinite)) {
      throw new ShapeError(
        'Resize',
        `dimension ${dim} of [${x.shape.join(', ')}] cannot get the size ${to} by the scale ${scale} of its part from ` +
          `${crop.join(' to ')}`,
      );
    }
  }
}

function resize(x: Tensor, axes: readonly Axis[], given: 'sizes' | 'scales', resizing: Resizing): Tensor {
  checkAxes(x, axes);
  if (
    axes.every(({ from, to, scale }) => from === to && scale === 1) &&
    resizing.place !== 'tf_crop_and_resize'
  )
    return x;
  const options = interpolation(axes, x.ndim, resizing);
  if (options !== undefined) {
    const all = x.shape
      .slice(2)
      .map((size, d) => axes.find(({ dim }) => dim === d + 2) ?? { to: size, scale: 1 });
    const target =
      given === 'sizes' ? { size: all.map(({ to }) => to) } : { scaleFactor: all.map(({ scale }) => scale) };
    return inFloat32(x, (floats) => F.interpolate(floats, { ...target, ...options }));
  }
  if (resizing.antialias) throw unsupported('Resize with antialias in this mode');
  const compute = (input: Tensor) =>
    axes.reduce(
      (result, axis) =>
        axis.from === axis.to && axis.scale === 1 && resizing.place !== 'tf_crop_and_resize'
          ? result
          : resizeAxis(result, axis, resizing),
      input,
    );
  return resizing.mode === 'nearest' ? compute(x) : inFloat32(x, compute);
}

/** Sizes that keep the ratio of height to width, by the smallest or the largest of the scales. */
function keepRatio(sizes: readonly number[], from: readonly number[], policy: string): number[] {
  const ratios = sizes.map((size, i) => size / (from[i] as number));
  const scale = policy === 'not_larger' ? Math.min(...ratios) : Math.max(...ratios);
  return from.map((size) => Math.floor(size * scale + 0.5));
}

function readResizing(node: OnnxNode): Resizing {
  const isOld = node.op === 'Upsample' || node.opset < 11;
  const mode = node.choice('mode', ['nearest', 'linear', 'bilinear', 'cubic'], 'nearest');
  return {
    mode: mode === 'bilinear' ? 'linear' : mode,
    place: isOld
      ? 'asymmetric'
      : node.choice('coordinate_transformation_mode', Object.keys(places) as PlaceName[], 'half_pixel'),
    rounding: isOld
      ? 'floor'
      : node.choice(
          'nearest_mode',
          Object.keys(roundings) as (keyof typeof roundings)[],
          'round_prefer_floor',
        ),
    cubicA: node.float('cubic_coeff_a', -0.75),
    excludesOutside: node.flag('exclude_outside', false),
    antialias: node.flag('antialias', false),
    extrapolation: node.float('extrapolation_value', 0),
  };
}

function checkCount(what: string, list: readonly number[], count: number): void {
  if (list.length !== count)
    throw new ShapeError('Resize', `${count} ${what} belong to these dimensions, received ${list.length}`);
}

function upsample(x: Tensor, scales: readonly number[], resizing: Resizing): Tensor {
  checkCount('scales', scales, x.ndim);
  const axes = scales.map((scale, dim) => {
    const from = x.shape[dim] as number;
    return { dim, from, to: Math.floor(from * scale), scale, crop: [0, 1] as const };
  });
  return resize(x, changing(axes, resizing), 'scales', resizing);
}

/** Without the dimensions that stay as they are. */
function changing(axes: readonly Axis[], { place }: Resizing): Axis[] {
  return axes.filter(({ from, to, scale }) => from !== to || scale !== 1 || place === 'tf_crop_and_resize');
}

type Optional = Tensor | undefined;

function present(input: Optional): input is Tensor {
  return input !== undefined && input.numel() > 0;
}

export const resizing: Operators = {
  Upsample: operator<[Tensor, Optional]>([1, 2], (node) => {
    const resizing = readResizing(node);
    if (node.opset >= 9) node.requireInputs(2);
    const fixed = node.opset < 9 ? node.floats('scales') : [];
    return (x, scales) => upsample(x, scales === undefined ? fixed : numbersOf(scales), resizing);
  }),
  Resize: operator<[Tensor, Optional, Optional, Optional]>([1, 4], (node) => {
    const resizing = readResizing(node);
    if (node.opset < 11) {
      node.requireInputs(2);
      return (x, scales) => upsample(x, numbersOf(scales as Tensor), resizing);
    }
    const someAxes = node.ints('axes', null);
    const policy = node.choice(
      'keep_aspect_ratio_policy',
      ['stretch', 'not_larger', 'not_smaller'],
      'stretch',
    );
    return (x, roi, scales, sizes) => {
      const dims = someAxes?.map((axis) => axisOf(axis, x.ndim)) ?? x.shape.map((_, d) => d);
      const from = dims.map((dim) => x.shape[dim] as number);
      const crop = present(roi) ? numbersOf(roi) : [];
      const bySize = present(sizes);
      if (!bySize && !present(scales)) throw node.invalid('has neither scales nor sizes');
      const wanted = bySize ? integersOf(sizes) : [];
      const to = bySize && policy !== 'stretch' ? keepRatio(wanted, from, policy) : wanted;
      const factors = bySize
        ? to.map((size, i) => (size === from[i] ? 1 : size / (from[i] as number)))
        : numbersOf(scales as Tensor);
      checkCount(bySize ? 'sizes' : 'scales', factors, dims.length);
      const axes = dims.map((dim, i): Axis => {
        const [size, scale] = [from[i] as number, factors[i] as number];
        const start = crop[i] ?? 0;
        const end = crop[i + dims.length] ?? 1;
        return { dim, from: size, to: to[i] ?? Math.floor(size * scale), scale, crop: [start, end] };
      });
      return resize(x, changing(axes, resizing), bySize ? 'sizes' : 'scales', resizing);
    };
  }),
};
