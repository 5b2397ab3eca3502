/** Reads the attributes and the sizes of a graph's ops, where ONNX wants them to be plain numbers. */
import type { Dim, Node, Value } from '../../graph/index.js';
import { Unsupported } from './writer.js';

/** An attribute that is a number in every batch. */
export function numberOf({ attributes }: Node, key: string): number {
  const value = attributes[key];
  if (typeof value !== 'number') throw new Unsupported(`its ${key} depends on the batch`);
  return value;
}

/** An attribute that is a list of numbers, the same in every batch. */
export function numbersOf({ attributes }: Node, key: string): number[] {
  return fixedSizes(attributes[key] as readonly Dim[], `its ${key} depends on the batch`);
}

/** An attribute that may depend on the batch. */
export function dimOf({ attributes }: Node, key: string): Dim {
  return attributes[key] as Dim;
}

/** Sizes that must not depend on the batch. */
export function fixedSizes(sizes: readonly Dim[], refusal = 'a size depends on the batch'): number[] {
  return sizes.map((size) => {
    if (typeof size !== 'number') throw new Unsupported(refusal);
    return size;
  });
}

/** An input that is there. */
export function inputOf({ inputs }: Node, i: number): Value {
  return inputs[i] as Value;
}

/** The first output. */
export function outputOf({ outputs }: Node): Value {
  return outputs[0] as Value;
}
