/** One graph from recordings of the same network at several batch sizes. */
import { ConvoltError } from '../errors.js';
import { contiguous } from '../functional/copy.js';
import { equal } from '../functional/equal.js';
import { slice } from '../functional/slice.js';
import { expand } from '../functional/squeeze.js';
import type { Attributes } from '../runtime/addon.js';
import type { Tensor } from '../tensor/tensor.js';
import { type Dim, fitDim } from './dim.js';
import { Graph, type GraphAttributes, type Node, type Structure, type Value } from './graph.js';
import { Names } from './names.js';
import type { RecordedNode, RecordedValue, Recorder } from './record.js';

/** What one run left behind. */
export interface Recording {
  readonly batch: number;
  readonly recorder: Recorder;
  readonly inputs: readonly RecordedValue[];
  readonly outputs: readonly RecordedValue[];
  readonly outputStructure: Structure<number>;
}

/** What is the same at every batch size. */
export interface Frame {
  readonly inputStructure: readonly Structure<number>[];
  readonly inputNames: readonly string[];
  readonly constantNames: ReadonlyMap<Tensor, string>;
}

/**
 * @param recordings at different batch sizes; with a single one all sizes are fixed
 * @throws ConvoltError `CONVOLT_NOT_TRACEABLE` where the recordings differ in more than sizes, or in sizes that are not
 * `a * N + b`
 */
export function generalize(recordings: readonly Recording[], frame: Frame): Graph {
  return new Generalization(recordings, frame).graph();
}

class Generalization {
  readonly #recordings: readonly Recording[];
  readonly #first: Recording;
  readonly #frame: Frame;
  readonly #batches: readonly number[];
  /** For each recording: its values, and what they are in the graph. */
  readonly #values: readonly Map<RecordedValue, Value>[];
  readonly #names = new Names();

  constructor(recordings: readonly Recording[], frame: Frame) {
    this.#recordings = recordings;
    this.#first = recordings[0] as Recording;
    this.#frame = frame;
    this.#batches = recordings.map(({ batch }) => batch);
    this.#values = recordings.map(() => new Map());
  }

  graph(): Graph {
    const inputs = this.#first.inputs.map((_, i) =>
      this.#value(
        this.#frame.inputNames[i] as string,
        this.#at(({ inputs }) => inputs[i] as RecordedValue),
        'the inputs',
      ),
    );
    const { constants, views } = this.#constants();
    const counts = this.#at(({ recorder }) => recorder.nodes.length);
    const nodes = this.#first.recorder.nodes
      .slice(0, Math.min(...counts))
      .map((_, i) => this.#node(this.#at(({ recorder }) => recorder.nodes[i] as RecordedNode)));
    if (new Set(counts).size > 1) throw this.#refusal('', `forward ran ${counts.join(' or ')} ops`);
    const outputs = this.#first.outputs.map((_, i) =>
      this.#known(
        this.#at(({ outputs }) => outputs[i] as RecordedValue),
        '',
      ),
    );
    return new Graph({
      inputs,
      constants,
      nodes: [...views, ...nodes],
      outputs,
      inputStructure: this.#frame.inputStructure,
      outputStructure: this.#first.outputStructure,
    });
  }

  /** The constants, and views of those that `forward` made as large as the batch, such as `zeros([x.size(0), 3])`. */
  #constants(): { constants: Map<Value, Tensor>; views: Node[] } {
    const lists = this.#at(({ recorder }) => [...recorder.constants]);
    if (new Set(lists.map((list) => list.length)).size > 1)
      throw this.#refusal('', 'forward used different numbers of tensors');
    const constants = new Map<Value, Tensor>();
    const views: Node[] = [];
    for (const i of (lists[0] as unknown[]).keys()) {
      const entries = lists.map((list) => list[i] as [Tensor, RecordedValue]);
      const tensors = entries.map(([tensor]) => tensor);
      const values = entries.map(([, value]) => value);
      const [tensor] = tensors as [Tensor];
      const name = this.#frame.constantNames.get(tensor) ?? 'constant';
      if (haveSameBytes(tensors)) {
        constants.set(this.#value(name, values, ''), tensor);
        continue;
      }
      const shape = this.#fitAll(
        tensors.map((one) => one.shape),
        '',
        'a tensor that forward made (not from its inputs)',
      );
      const rows = tensors.map((one) => firstRows(one, shape));
      if (rows.includes(undefined) || !haveSameBytes(rows as Tensor[]))
        throw this.#refusal('', 'a tensor that forward made (not from its inputs) was another');
      const [row] = rows as [Tensor];
      const base = { name: this.#names.unique(name), shape: row.shape, dtype: row.dtype };
      constants.set(base, row);
      const outputs = [this.#value(`${name}.expand`, values, '')];
      views.push({ op: 'expand', attributes: { shape }, inputs: [base], outputs, module: '' });
    }
    return { constants, views };
  }

  #node(recorded: readonly RecordedNode[]): Node {
    const [{ op, module, inputs, outputs }] = recorded as [RecordedNode];
    const other = recorded.find(
      (node) => node.op !== op || node.module !== module || node.outputs.length !== outputs.length,
    );
    if (other !== undefined) throw this.#refusal(module, `forward called ${op} or ${other.op}`);
    const name = module === '' ? op : `${module}.${op}`;
    return {
      op,
      module,
      attributes: this.#attributes(
        op,
        module,
        recorded.map(({ attributes }) => attributes),
      ),
      inputs: inputs.map((input, i) =>
        input === null
          ? null
          : this.#known(
              recorded.map((node) => node.inputs[i] as RecordedValue),
              module,
            ),
      ),
      outputs: outputs.map((_, i) =>
        this.#value(
          name,
          recorded.map((node) => node.outputs[i] as RecordedValue),
          module,
        ),
      ),
    };
  }

  #attributes(op: string, module: string, recorded: readonly Attributes[]): GraphAttributes {
    const [first] = recorded as [Attributes];
    return Object.fromEntries(
      Object.entries(first).map(([key, value]) => {
        const values = recorded.map((attributes) => attributes[key]);
        const what = `${key} of ${op}`;
        if (typeof value === 'number') return [key, this.#fit(values as number[], module, what)];
        if (typeof value === 'object')
          return [key, this.#fitAll(values as (readonly number[])[], module, what)];
        if (values.some((other) => other !== value))
          throw this.#refusal(module, `${what} was ${values.join(' or ')}`);
        return [key, value];
      }),
    );
  }

  /** A new value of the graph. */
  #value(wanted: string, recorded: readonly RecordedValue[], module: string): Value {
    const [{ dtype }] = recorded as [RecordedValue];
    const shape = this.#fitAll(
      recorded.map((value) => value.shape),
      module,
      'a shape',
    );
    const value = { name: this.#names.unique(wanted), shape, dtype };
    for (const [i, one] of recorded.entries()) this.#values[i]?.set(one, value);
    return value;
  }

  /** The value of the graph that these are. */
  #known(recorded: readonly RecordedValue[], module: string): Value {
    const values = recorded.map((value, i) => this.#values[i]?.get(value));
    const [value] = values;
    if (value === undefined || values.some((other) => other !== value))
      throw this.#refusal(module, 'forward used other values');
    return value;
  }

  #fitAll(lists: readonly (readonly number[])[], module: string, what: string): Dim[] {
    const [first] = lists as [readonly number[]];
    if (lists.some((list) => list.length !== first.length))
      throw this.#refusal(module, `${what} was ${lists.map((list) => `[${list.join(', ')}]`).join(' or ')}`);
    return first.map((_, d) =>
      this.#fit(
        lists.map((list) => list[d] as number),
        module,
        what,
      ),
    );
  }

  #fit(numbers: readonly number[], module: string, what: string): Dim {
    const dim = fitDim(numbers, this.#batches);
    if (dim === undefined) {
      throw this.#refusal(module, `${what} had ${numbers.join(', ')}, which is no a * N + b`);
    }
    return dim;
  }

  #at<T>(get: (recording: Recording) => T): T[] {
    return this.#recordings.map(get);
  }

  #refusal(module: string, what: string): ConvoltError {
    const where = module === '' ? '' : ` in module '${module}'`;
    return new ConvoltError(
      'CONVOLT_NOT_TRACEABLE',
      `trace: in batches of ${this.#batches.join(', ')}${where} ${what}; where that is meant, pass { batch: 'fixed' } for a ` +
        'graph of the one batch size of the example inputs',
    );
  }
}

/** A tensor without repetition along the dimensions that depend on the batch; undefined where its elements differ there. */
function firstRows(tensor: Tensor, shape: readonly Dim[]): Tensor | undefined {
  let rows = tensor;
  for (const [d, dim] of shape.entries()) if (typeof dim !== 'number') rows = slice(rows, d, 0, 1);
  return equal(expand(rows, tensor.shape), tensor) ? contiguous(rows) : undefined;
}

function haveSameBytes(tensors: readonly Tensor[]): boolean {
  const [first] = tensors as [Tensor];
  const likeFirst = (tensor: Tensor) =>
    tensor.dtype === first.dtype && `${tensor.shape}` === `${first.shape}`;
  return tensors.every(
    (tensor) => tensor === first || (likeFirst(tensor) && bytesOf(tensor).equals(bytesOf(first))),
  );
}

function bytesOf(tensor: Tensor): Buffer {
  const { data } = contiguous(tensor);
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
