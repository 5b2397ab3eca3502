/** From a graph to a program for one batch size: steps over places in memory, without views. */
import { shapeAt } from '../graph/dim.js';
import type { Node, Outline, Value } from '../graph/graph.js';
import { attributesAt, isView, type Layout, viewLayout } from '../graph/views.js';
import type { ProgramDescription, ProgramStep } from '../runtime/addon.js';
import type { DType } from '../runtime/dispatch.js';
import { dtypeCode, elementSize } from '../tensor/dtype.js';
import { takesInput } from '../tensor/op-layout.js';
import { contiguousStrides, isContiguous, numelOf } from '../tensor/shape.js';
import { alignUp, type Lifetime, planArena } from './arena.js';
import { worthwhileThreads } from './flops.js';
import { lastUses, mayOverwrite } from './in-place.js';
import { type Part, partLayouts, partsOf } from './parts.js';

/** What the steps of a program are, for people. */
export interface StepInfo {
  readonly op: string;
  /** The module whose `forward` called it. */
  readonly module: string;
  readonly inputShapes: readonly (readonly number[] | null)[];
  readonly outputShapes: readonly (readonly number[])[];
  readonly attributes: ProgramStep['attributes'];
  readonly dtype: DType;
}

export interface LoweredGraph {
  readonly description: ProgramDescription;
  readonly steps: readonly StepInfo[];
  readonly outputs: readonly { shape: readonly number[]; dtype: DType }[];
}

/** @param batch the batch size, which makes all sizes plain numbers */
export function lower(graph: Outline, batch: number): LoweredGraph {
  return new Lowering(graph, batch).result();
}

/** A tensor of the program: where it is in a block, and how its elements lie there. */
interface Located {
  readonly block: Block;
  readonly layout: Layout;
  readonly dtype: DType;
}

/** Memory that one or more tensors view. */
interface Block {
  readonly bytes: number;
  readonly isConstant: boolean;
  /** In the constants. */
  readonly offset: number;
  readonly first: number;
  last: number;
  /** The last node of the graph that reads it. */
  dies: number;
}

class Lowering {
  readonly #graph: Outline;
  readonly #batch: number;
  readonly #located = new Map<Value, Located>();
  readonly #tensors: Located[] = [];
  readonly #numbers = new Map<Located, number>();
  readonly #ordered = new Map<Located, Located>();
  readonly #lastUses: ReadonlyMap<Value, number>;
  readonly #parts: ReadonlyMap<Value, Part>;
  /** The blocks of concatenations, from the first part that is made there. */
  readonly #wholes = new Map<Value, Block>();
  readonly #steps: ProgramStep[] = [];
  readonly #infos: StepInfo[] = [];

  constructor(graph: Outline, batch: number) {
    this.#graph = graph;
    this.#batch = batch;
    this.#lastUses = lastUses(graph);
    this.#parts = partsOf(graph, batch);
  }

  result(): LoweredGraph {
    const { inputs, constants, nodes, outputs } = this.#graph;
    let offset = 0;
    for (const value of constants.keys()) {
      const located = this.#create(value, { isConstant: true, offset, first: 0 });
      offset += alignUp(located.block.bytes);
    }
    for (const value of inputs) this.#create(value, { isConstant: false, offset: 0, first: -1 });
    for (const [index, node] of nodes.entries()) this.#lower(node, index);
    const results = outputs.map((value) => this.#inOrder(value, ''));
    for (const { block } of results) block.last = this.#steps.length;

    const numbers = {
      inputs: inputs.map((value) => this.#number(this.#at(value))),
      outputs: results.map((r) => this.#number(r)),
    };
    const blocks = [...new Set(this.#tensors.map(({ block }) => block))].filter(
      ({ isConstant }) => !isConstant,
    );
    const arena = planArena(blocks as Lifetime[]);
    const offsets = new Map(blocks.map((block, i) => [block, arena.offsets[i] as number]));
    return {
      description: {
        arenaBytes: arena.bytes,
        threads: worthwhileThreads(this.#infos),
        places: this.#tensors.map(({ block }) => (block.isConstant ? 1 : 0)),
        descriptors: this.#tensors.map((tensor) =>
          describe(tensor, offsets.get(tensor.block) ?? tensor.block.offset),
        ),
        steps: this.#steps,
        ...numbers,
      },
      steps: this.#infos,
      outputs: results.map(({ layout, dtype }) => ({ shape: layout.shape, dtype })),
    };
  }

  #lower(node: Node, index: number): void {
    const attributes = attributesAt(node.attributes, this.#batch);
    if (isView(node.op)) {
      const [input] = node.inputs as [Value];
      const [output] = node.outputs as [Value];
      const base = this.#at(input);
      const layout = viewLayout(node.op, attributes, base.layout);
      if (layout !== undefined) {
        this.#located.set(output, { ...base, layout });
      } else {
        // Whatever the strides of its base, a view of a copy in order exists.
        const copy = this.#inOrder(input, node.module);
        this.#located.set(output, {
          ...copy,
          layout: viewLayout(node.op, attributes, copy.layout) as Layout,
        });
      }
      return;
    }
    if (node.op === 'cat') {
      this.#lowerCat(node, attributes);
      return;
    }
    const operands = node.inputs.map((value, i) => {
      if (value === null) return null;
      const { shape, strides } = this.#at(value).layout;
      return takesInput(node.op, i, shape, strides) ? this.#at(value) : this.#inOrder(value, node.module);
    });
    const outputs = node.outputs.map((value) => {
      const base = this.#overwritten(node.op, operands, value, index);
      return base === undefined
        ? this.#create(value, { isConstant: false, offset: 0, first: this.#steps.length })
        : this.#replace(base, value);
    });
    this.#step(node, attributes, operands, outputs);
  }

  /** Copies the parts that were not made in their places. */
  #lowerCat(node: Node, attributes: ProgramStep['attributes']): void {
    const [value] = node.outputs as [Value];
    const output = this.#create(value, { isConstant: false, offset: 0, first: this.#steps.length });
    const inputs = (node.inputs as Value[]).map((input) => this.#at(input));
    const places = partLayouts(node, output.layout, this.#batch);
    const isThere = ({ block, layout }: Located, i: number) =>
      block === output.block && isSame(layout, places[i] as Layout);
    if (!inputs.some(isThere)) {
      this.#step(node, attributes, inputs, [output]);
      return;
    }
    for (const [i, input] of inputs.entries()) {
      const part = { block: output.block, layout: places[i] as Layout, dtype: output.dtype };
      if (!isThere(input, i)) this.#step({ op: 'copy', module: node.module }, {}, [input], [part]);
    }
  }

  /** An operand that the output may lie over: it has the output's layout, and nothing else needs its block any more. */
  #overwritten(
    op: string,
    operands: readonly (Located | null)[],
    output: Value,
    index: number,
  ): Located | undefined {
    if (this.#parts.has(output)) return undefined;
    const shape = `${shapeAt(output.shape, this.#batch)}`;
    return operands.find((operand, i): operand is Located => {
      if (operand === null || !mayOverwrite(op, i)) return false;
      const { block, layout, dtype } = operand;
      const fits = dtype === output.dtype && `${layout.shape}` === shape;
      if (!fits || block.isConstant || block.dies > index) return false;
      if (!isContiguous(layout.shape, layout.strides)) return false;
      return operands.every(
        (other, k) => other?.block !== block || (mayOverwrite(op, k) && isSame(other.layout, layout)),
      );
    });
  }

  /** The output of an op in the place of one of its operands. */
  #replace({ block, layout, dtype }: Located, value: Value): Located {
    const located = { block, layout, dtype };
    block.dies = this.#dies(value);
    this.#located.set(value, located);
    return located;
  }

  #step(
    { op, module }: Pick<Node, 'op' | 'module'>,
    attributes: ProgramStep['attributes'],
    inputs: readonly (Located | null)[],
    outputs: readonly Located[],
  ): void {
    for (const located of [...inputs, ...outputs]) {
      if (located !== null) located.block.last = this.#steps.length;
    }
    this.#steps.push({
      op,
      attributes,
      inputs: inputs.map((input) => (input === null ? -1 : this.#number(input))),
      outputs: outputs.map((output) => this.#number(output)),
    });
    this.#infos.push({
      op,
      module,
      inputShapes: inputs.map((input) => input?.layout.shape ?? null),
      outputShapes: outputs.map(({ layout }) => layout.shape),
      attributes,
      dtype: outputs[0]?.dtype ?? 'float32',
    });
  }

  /** The value where it is, or a copy whose elements lie in order. */
  #inOrder(value: Value, module: string): Located {
    const located = this.#at(value);
    if (isContiguous(located.layout.shape, located.layout.strides)) return located;
    const known = this.#ordered.get(located);
    if (known !== undefined) return known;
    const { shape } = located.layout;
    const place = { isConstant: false, offset: 0, first: this.#steps.length, dies: this.#dies(value) };
    const copy = allocate(shape, located.dtype, place);
    this.#step({ op: 'copy', module }, {}, [located], [copy]);
    this.#ordered.set(located, copy);
    return copy;
  }

  #create(value: Value, place: Pick<Block, 'isConstant' | 'offset' | 'first'>): Located {
    const part = this.#parts.get(value);
    const whole = part?.whole ?? value;
    const shape = shapeAt(whole.shape, this.#batch);
    const made = allocate(shape, whole.dtype, { ...place, dies: this.#dies(whole) });
    const block = this.#wholes.get(whole) ?? made.block;
    if (part !== undefined) this.#wholes.set(whole, block);
    block.dies = Math.max(block.dies, this.#dies(value)); // a part may be read after the whole
    const located = { block, layout: part?.layout ?? made.layout, dtype: value.dtype };
    this.#located.set(value, located);
    return located;
  }

  #dies(value: Value): number {
    return this.#lastUses.get(value) ?? -1;
  }

  #at(value: Value): Located {
    return this.#located.get(value) as Located;
  }

  #number(located: Located): number {
    const known = this.#numbers.get(located);
    if (known !== undefined) return known;
    this.#numbers.set(located, this.#tensors.length);
    return this.#tensors.push(located) - 1;
  }
}

function allocate(
  shape: readonly number[],
  dtype: DType,
  place: Pick<Block, 'isConstant' | 'offset' | 'first' | 'dies'>,
): Located {
  const bytes = numelOf(shape) * elementSize(dtype);
  const layout = { shape, strides: contiguousStrides(shape), offset: 0 };
  return { block: { bytes, last: place.first, ...place }, layout, dtype };
}

function isSame(a: Layout, b: Layout): boolean {
  return a.offset === b.offset && `${a.shape}` === `${b.shape}` && `${a.strides}` === `${b.strides}`;
}

/** What the addon reads, as `Tensor.descriptor` has it, from the start of the arena or of the constants. */
function describe({ layout, dtype }: Located, offset: number): Float64Array {
  const isEmpty = numelOf(layout.shape) === 0; // a slice of nothing may begin behind it
  const start = offset / elementSize(dtype) + (isEmpty ? 0 : layout.offset);
  return Float64Array.of(dtypeCode(dtype), start, ...layout.shape, ...layout.strides);
}
