/** Views: nodes that compute nothing, but arrange the elements of another value. */
import type { Attributes } from '../runtime/addon.js';
import { viewStrides } from '../tensor/shape.js';
import { atBatch } from './dim.js';
import type { GraphAttributes } from './graph.js';

/** Where the elements of a tensor are in its memory, counted in elements. */
export interface Layout {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
}

const views: Readonly<Record<string, (attributes: Attributes, base: Layout) => Layout | undefined>> = {
  expand({ shape }, base) {
    const sizes = shape as readonly number[];
    const added = sizes.length - base.shape.length;
    const strides = sizes.map((size, d) =>
      base.shape[d - added] === size ? (base.strides[d - added] as number) : 0,
    );
    return { shape: sizes, strides, offset: base.offset };
  },
  permute({ dims }, base) {
    const order = dims as readonly number[];
    const pick = (list: readonly number[]) => order.map((dim) => list[dim] as number);
    return { shape: pick(base.shape), strides: pick(base.strides), offset: base.offset };
  },
  reshape({ shape }, base) {
    const sizes = shape as readonly number[];
    const strides = viewStrides(base.shape, base.strides, sizes);
    return strides && { shape: sizes, strides, offset: base.offset };
  },
  select({ dim, index }, base) {
    const [d, at] = [dim as number, index as number];
    const offset = base.offset + at * (base.strides[d] as number);
    return { shape: base.shape.toSpliced(d, 1), strides: base.strides.toSpliced(d, 1), offset };
  },
  slice({ dim, start, length, step }, base) {
    const [d, from, size, by] = [dim as number, start as number, length as number, step as number];
    const stride = base.strides[d] as number;
    const offset = size === 0 ? base.offset : base.offset + from * stride;
    return { shape: base.shape.with(d, size), strides: base.strides.with(d, stride * by), offset };
  },
};

/** Whether `op` is a view. */
export function isView(op: string): boolean {
  return Object.hasOwn(views, op);
}

/** Where the elements of a view are; undefined where no strides arrange them so without a copy. */
export function viewLayout(op: string, attributes: Attributes, base: Layout): Layout | undefined {
  const layout = views[op];
  if (layout === undefined) throw new RangeError(`${op} is no view`);
  return layout(attributes, base);
}

/** The attributes of a node in a batch of `batch` rows. */
export function attributesAt(attributes: GraphAttributes, batch: number): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => {
      if (typeof value === 'boolean' || typeof value === 'string') return [key, value];
      return [key, isList(value) ? value.map((dim) => atBatch(dim, batch)) : atBatch(value, batch)];
    }),
  );
}

function isList<T, U>(value: T | readonly U[]): value is readonly U[] {
  return Array.isArray(value);
}
