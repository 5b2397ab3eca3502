/** A node of an ONNX graph: its attributes, checked as they are read. */
import type { FileError } from '../errors.js';
import { invalidFile, quoted, word } from '../io/file-error.js';
import type { DType } from '../tensor/dtype.js';
import type { Tensor } from '../tensor/tensor.js';
import { fromOnnx, nameOf } from './dtypes.js';
import { toInteger } from './integers.js';
import { type AttributeProto, attributeType, type NodeProto } from './schema.js';
import { toTensorSync } from './tensor-proto.js';

/** What a node is, for an error: raised while a model is loaded, and collected. */
export class Unsupported extends Error {}

/** One node. Attributes come by their names in ONNX; a wrong type is a broken file. */
export class OnnxNode {
  /** Its own, or the op and its place in the graph. */
  readonly name: string;
  readonly op: string;
  /** The version of the operators that the model was made for. */
  readonly opset: number;
  /** The names of the inputs; `''` where an optional one is absent. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly #file: string;
  readonly #attributes = new Map<string, AttributeProto>();

  constructor(proto: NodeProto, index: number, context: { opset: number; file: string }) {
    this.op = proto.opType ?? '';
    this.name = proto.name || `${this.op}_${index}`;
    this.opset = context.opset;
    this.inputs = proto.input ?? [];
    this.outputs = proto.output ?? [];
    this.#file = context.file;
    for (const attribute of proto.attribute ?? []) {
      const { name = '' } = attribute;
      if (this.#attributes.has(name)) throw this.invalid(`has the attribute ${quoted(name)} twice`);
      this.#attributes.set(name, attribute);
    }
  }

  has(name: string): boolean {
    return this.#attributes.has(name);
  }

  int<D = never>(name: string, ...fallback: [D?]): number | D {
    const attribute = this.#get(name, 'INT', fallback);
    return attribute === undefined ? (fallback[0] as D) : this.#integer(name, attribute.i ?? 0);
  }

  /** An integer that means yes or no. */
  flag(name: string, fallback: boolean): boolean {
    return this.int(name, Number(fallback)) !== 0;
  }

  ints<D = never>(name: string, ...fallback: [D?]): number[] | D {
    const attribute = this.#get(name, 'INTS', fallback);
    if (attribute === undefined) return fallback[0] as D;
    return (attribute.ints ?? []).map((value) => this.#integer(name, value));
  }

  float<D = never>(name: string, ...fallback: [D?]): number | D {
    const attribute = this.#get(name, 'FLOAT', fallback);
    return attribute === undefined ? (fallback[0] as D) : (attribute.f ?? 0);
  }

  floats<D = never>(name: string, ...fallback: [D?]): number[] | D {
    const attribute = this.#get(name, 'FLOATS', fallback);
    return attribute === undefined ? (fallback[0] as D) : (attribute.floats ?? []);
  }

  string<D = never>(name: string, ...fallback: [D?]): string | D {
    const attribute = this.#get(name, 'STRING', fallback);
    return attribute === undefined ? (fallback[0] as D) : new TextDecoder().decode(attribute.s);
  }

  /** A string out of a few. Another one makes the op unsupported. */
  choice<const T extends string>(name: string, supported: readonly T[], fallback: T): T {
    const value = this.string(name, fallback);
    if (!supported.includes(value as T)) throw new Unsupported(`${name} ${quoted(value)}`);
    return value as T;
  }

  /** An element type. One that has no counterpart here makes the op unsupported. */
  dtype(name: string): DType {
    const number = this.int(name);
    const dtype = fromOnnx(number);
    if (dtype === undefined) throw new Unsupported(`to ${nameOf(number)}`);
    return dtype;
  }

  tensor(name: string): Tensor {
    const { t } = this.#get(name, 'TENSOR', []) as AttributeProto;
    if (!t) throw this.invalid(`lacks a value for the attribute ${quoted(name)}`);
    return toTensorSync({ name, ...t }, { name: `${this.#file}: ${this}` });
  }

  /** @throws FileError unless the first inputs, so many, are there */
  requireInputs(least: number): void {
    if (this.inputs.length < least || this.inputs.slice(0, least).includes(''))
      throw this.invalid(`has ${this.inputs.length} inputs; it needs ${least}`);
  }

  /** An error of the file, which says that this node `has` or `lacks` something. */
  invalid(what: string): FileError {
    return invalidFile({ name: this.#file }, `${this} ${what}`);
  }

  toString(): string {
    return `node ${quoted(this.name)} (${word(this.op)})`;
  }

  #get(
    name: string,
    type: keyof typeof attributeType,
    fallback: readonly unknown[],
  ): AttributeProto | undefined {
    const attribute = this.#attributes.get(name);
    if (attribute === undefined && fallback.length === 0)
      throw this.invalid(`lacks the attribute ${quoted(name)}`);
    // Files of 2017 have no types yet.
    if (attribute?.type && attribute.type !== attributeType[type])
      throw this.invalid(`has the attribute ${quoted(name)} with a value that is not of type ${type}`);
    return attribute;
  }

  #integer(name: string, value: NonNullable<AttributeProto['i']>): number {
    return toInteger(value, (why) => this.invalid(`has the attribute ${quoted(name)}, where ${why}`));
  }
}
