/** The constants of a graph, and those that a pass adds. */
import type { Tensor } from '../../tensor/tensor.js';
import type { Graph, Value } from '../graph.js';
import { Names } from '../names.js';
import { namesOf } from './uses.js';

export class Constants {
  readonly tensors: Map<Value, Tensor>;
  readonly names: Names;

  constructor(graph: Graph) {
    this.tensors = new Map(graph.constants);
    this.names = new Names(namesOf(graph));
  }

  /** The tensor of a value; null for an absent one, undefined for one that the graph computes. */
  get(value: Value | null): Tensor | null | undefined {
    return value && this.tensors.get(value);
  }

  /** @param name gets a number where it is taken, as by a layer that is called twice */
  add(name: string, tensor: Tensor): Value {
    const value = { name: this.names.unique(name), shape: tensor.shape, dtype: tensor.dtype };
    this.tensors.set(value, tensor);
    return value;
  }
}
