/** What becomes of each op of a graph in ONNX. */
import type { Converter } from '../writer.js';
import { activations } from './activation.js';
import { arithmetic } from './arithmetic.js';
import { products } from './convolution.js';
import { elementwise } from './elementwise.js';
import { indexing } from './indexing.js';
import { norms } from './norm.js';
import { pads } from './pad.js';
import { pools } from './pool.js';
import { reductions } from './reduce.js';
import { resampling } from './resample.js';
import { views } from './views.js';

export const converters: ReadonlyMap<string, Converter> = new Map(
  [
    activations,
    arithmetic,
    elementwise,
    indexing,
    norms,
    pads,
    pools,
    products,
    reductions,
    resampling,
    views,
  ].flatMap(Object.entries<Converter>),
);
