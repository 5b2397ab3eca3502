export type { BatchDim, Dim } from './dim.js';
export { Graph, type GraphAttributes, type Node, type Structure, type Value } from './graph.js';
export { runGraph } from './run.js';
export { type Traceable, type TraceOptions, trace } from './trace.js';
