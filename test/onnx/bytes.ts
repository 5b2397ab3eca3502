/** Small models as files. */
import { encodeModel } from '../../lib/onnx/protobuf.js';
import type { GraphProto } from '../../lib/onnx/schema.js';
import { modelOf } from './messages.js';

/** The bytes of a model with an input x and an output y, unless the graph has others. */
export function bytesOf(graph: GraphProto, opset?: number): Uint8Array {
  return encodeModel(modelOf(graph, opset));
}
