/** Changes a model so that the change gets past the parser: lengths are mended, or wrong in one place alone. */
import type {
  AttributeProto,
  GraphProto,
  ModelProto,
  NodeProto,
  TensorProto,
} from '../../../lib/onnx/schema.js';
import type { Random } from '../../support/random.js';
import { drawFloat, drawInteger, drawName } from '../values.js';
import { samples } from './nodes.js';

type Lists = Required<Pick<GraphProto, 'node' | 'initializer' | 'input' | 'output'>>;

/**
 * Changes one to four things in `model`, which is a copy of its own. In two models of three these are values alone, which
 * the checks at load mostly let pass: numbers that shapes, windows and memory are worked out from.
 */
export function mutateModel(model: ModelProto, random: Random): void {
  const graph = model.graph as Lists;
  const values = [
    () => mutateAttribute(graph, random),
    () => mutateElements(pickTensor(graph, random), random),
    () => mutateTensor(pickTensor(graph, random), random),
  ];
  const structure = [
    () => mutateEdge(graph, random),
    () => mutateNodes(graph, random),
    () => mutateInterface(graph, random),
    () => mutateModelItself(model, random),
  ];
  const kinds = random.oneIn(3) ? [...values, ...structure] : values;
  for (let n = 1 + random.below(4); n > 0; n--) random.pick(kinds)();
}

/** A weight, or the tensor of a node's attribute. */
function pickTensor({ node, initializer }: Lists, random: Random): TensorProto | undefined {
  const ofNodes = node.flatMap(({ attribute = [] }) => attribute.flatMap(({ t }) => t ?? []));
  const all = [...initializer, ...ofNodes];
  return all.length === 0 ? undefined : random.pick(all);
}

/** Bytes of an element, by ONNX's numbers of types. */
const sizes: Readonly<Record<number, number>> = {
  1: 4,
  2: 1,
  3: 1,
  5: 2,
  6: 4,
  7: 8,
  9: 1,
  10: 2,
  11: 8,
  16: 2,
};

/** Longer data than this is never made up. */
const MOST_BYTES = 1 << 16;

function mutateTensor(tensor: TensorProto | undefined, random: Random): void {
  if (tensor === undefined) return;
  const dims = [...(tensor.dims ?? [])] as number[];
  switch (random.below(6)) {
    case 0:
      if (dims.length > 0) dims[random.below(dims.length)] = drawInteger(random);
      tensor.dims = dims;
      mendData(tensor, random);
      break;
    case 1:
      if (random.oneIn(2))
        dims.splice(random.below(dims.length + 1), 0, random.pick([1, 1, 0, drawInteger(random)]));
      else dims.splice(random.below(dims.length + 1), 1);
      tensor.dims = dims;
      mendData(tensor, random);
      break;
    case 2:
      tensor.dataType = random.oneIn(4) ? drawInteger(random) % 2 ** 31 : random.below(24);
      mendData(tensor, random);
      break;
    case 3:
      if (tensor.rawData !== undefined)
        tensor.rawData = tensor.rawData.slice(0, random.below(tensor.rawData.length + 1));
      break;
    case 4:
      toExternal(tensor, random);
      break;
    default:
      mutateElements(tensor, random);
  }
}

/** Makes the data as long as the shape says, three times in four, where that is not too long. */
function mendData(tensor: TensorProto, random: Random): void {
  if (random.oneIn(4)) return;
  const numel = ((tensor.dims ?? []) as number[]).reduce((product, size) => product * size, 1);
  const byteLength = numel * (sizes[tensor.dataType ?? 0] ?? 4);
  if (!(byteLength >= 0 && byteLength <= MOST_BYTES)) return;
  const raw = new Uint8Array(byteLength);
  for (let i = 0; i < raw.length; i++) raw[i] = random.oneIn(2) ? 0 : random.below(256);
  for (const field of ['floatData', 'int32Data', 'int64Data', 'doubleData'] as const) delete tensor[field];
  tensor.rawData = raw;
}

/** Puts a hostile number where an honest one was: these are the sizes, axes and bounds that nodes compute with. */
function mutateElements(tensor: TensorProto | undefined, random: Random): void {
  if (tensor === undefined) return;
  const { int64Data, floatData, rawData } = tensor;
  if (int64Data !== undefined && int64Data.length > 0) {
    const copy = [...int64Data];
    copy[random.below(copy.length)] = drawInteger(random);
    tensor.int64Data = copy;
  } else if (floatData !== undefined && floatData.length > 0) {
    const copy = [...floatData];
    copy[random.below(copy.length)] = drawFloat(random);
    tensor.floatData = copy;
  } else if (rawData !== undefined && rawData.length >= 4) {
    const copy = rawData.slice();
    const view = new DataView(copy.buffer);
    const place = 4 * random.below(copy.length >> 2);
    if (tensor.dataType === 1) view.setFloat32(place, drawFloat(random), true);
    else view.setInt32(place, drawInteger(random), true);
    tensor.rawData = copy;
  }
}

/** The file `weights` stands beside the model. */
function toExternal(tensor: TensorProto, random: Random): void {
  tensor.dataLocation = 1;
  delete tensor.rawData;
  const locations = [
    'weights',
    'weights',
    'weights',
    './weights',
    'absent',
    '../outside',
    '/etc/hostname',
    '.',
    'link',
  ];
  const entries: Record<string, string> = {
    location: random.oneIn(8) ? drawName(random) : random.pick(locations),
  };
  if (random.oneIn(2)) entries.offset = `${drawInteger(random)}`;
  if (random.oneIn(3)) entries.length = random.pick(['-1', '1e3', '0x10', ' 4', `${drawInteger(random)}`]);
  tensor.externalData = Object.entries(entries).map(([key, value]) => ({ key, value }));
}

function mutateAttribute({ node }: Lists, random: Random): void {
  if (node.length === 0) return;
  const one = random.pick(node);
  const attributes = one.attribute ?? [];
  one.attribute = attributes;
  if (attributes.length === 0 || random.oneIn(8)) {
    // One that an operator somewhere knows.
    const foreign = random.pick(samples.filter((sample) => sample.attributes.length > 0));
    attributes.push({ ...random.pick(foreign.attributes) });
    return;
  }
  const at = random.below(attributes.length);
  const attribute: AttributeProto = { ...(attributes[at] as AttributeProto) };
  attributes[at] = attribute;
  switch (random.below(10)) {
    case 0:
      attributes.splice(at, 1);
      break;
    case 1:
      attributes.push({ ...attribute });
      break;
    case 2:
      attribute.type = random.below(12);
      break;
    case 3:
      attribute.name = random.oneIn(2)
        ? drawName(random)
        : random.pick(['axis', 'mode', 'pads', 'to', 'value', 'k']);
      break;
    default:
      mutateValue(attribute, random);
  }
}

function mutateValue(attribute: AttributeProto, random: Random): void {
  const { ints, floats } = attribute;
  if (attribute.i !== undefined) attribute.i = drawInteger(random);
  else if (attribute.f !== undefined) attribute.f = drawFloat(random);
  else if (attribute.s !== undefined) attribute.s = Buffer.from(drawName(random));
  else if (floats !== undefined)
    attribute.floats = floats.map((x) => (random.oneIn(2) ? x : drawFloat(random)));
  else if (ints !== undefined) {
    const list = [...ints];
    const at = random.below(list.length + 1);
    if (random.oneIn(4)) list.splice(at, random.below(2), drawInteger(random));
    else if (random.oneIn(8)) list.splice(at, 1);
    else list[Math.min(at, Math.max(0, list.length - 1))] = drawInteger(random);
    attribute.ints = list;
  }
}

/** Wires a node to another value, to none, to itself, or to what is made after it. */
function mutateEdge({ node, initializer, input }: Lists, random: Random): void {
  if (node.length === 0) return;
  const names = [
    ...node.flatMap(({ output = [] }) => output),
    ...initializer.map(({ name = '' }) => name),
    ...input.map(({ name = '' }) => name),
  ];
  const one = random.pick(node);
  const name = random.oneIn(8) ? drawName(random) : random.pick(names);
  const list = [...((random.oneIn(6) ? one.output : one.input) ?? [])];
  const isOutput = `${list}` === `${one.output}` && random.oneIn(2);
  const at = random.below(list.length + 1);
  list.splice(at, random.oneIn(4) ? 0 : 1, ...(random.oneIn(8) ? [] : [name]));
  if (isOutput) one.output = list;
  else one.input = list;
}

function mutateNodes(graph: Lists, random: Random): void {
  const { node } = graph;
  if (node.length === 0) return;
  const at = random.below(node.length);
  const one = node[at] as NodeProto;
  switch (random.below(6)) {
    case 0:
      node.splice(at, 1);
      break;
    case 1:
      node.push(structuredClone(one));
      break;
    case 2:
      node.reverse();
      break;
    case 3:
      one.domain = random.pick(['ai.onnx', 'com.microsoft', drawName(random)]);
      break;
    case 4:
      one.opType = random.pick([...'LSTM If Loop __proto__ constructor'.split(' '), drawName(random)]);
      break;
    default:
      one.opType = random.pick(samples).op;
  }
}

function mutateInterface({ input, output }: Lists, random: Random): void {
  const value = random.pick([...input, ...output]);
  switch (random.below(5)) {
    case 0:
      value.name = random.oneIn(2) ? drawName(random) : 'v0';
      break;
    case 1:
      value.type = random.oneIn(2) ? null : { tensorType: null };
      break;
    case 2:
      if (value.type?.tensorType) value.type.tensorType.elemType = random.below(20);
      break;
    case 3:
      output.push({ ...value, name: random.pick(['v0', 'v1', 'x']) });
      break;
    default: {
      const dim = value.type?.tensorType?.shape?.dim;
      const size = random.oneIn(4) ? { dimParam: drawName(random) } : { dimValue: drawInteger(random) };
      dim?.splice(random.below(dim.length + 1), random.below(2), size);
    }
  }
}

function mutateModelItself(model: ModelProto, random: Random): void {
  const graph = model.graph as (GraphProto & Lists) | null;
  if (graph === null) return;
  switch (random.below(8)) {
    case 0:
      model.opsetImport = [
        { domain: '', version: random.oneIn(2) ? drawInteger(random) : 5 + random.below(20) },
      ];
      break;
    case 1:
      model.opsetImport = random.oneIn(2) ? [] : [{ domain: 'ai.onnx.ml', version: 1 }];
      break;
    case 2:
      graph.initializer.push({
        ...random.pick([...graph.initializer, { name: 'x', dims: [1], dataType: 1 }]),
      });
      break;
    case 3:
      graph.sparseInitializer = [{}];
      break;
    case 4:
      nest(graph, 1 + random.below(30));
      break;
    case 5:
      model.functions = [{ name: 'Relu', domain: '' }];
      break;
    case 6:
      graph.name = 'n'.repeat(random.below(1 << 16));
      break;
    default:
      if (random.oneIn(4)) model.graph = null;
  }
}

/** A graph in an attribute of a node in a graph, and so on. */
function nest(graph: Lists, depth: number): void {
  let inner: GraphProto = { node: [{ opType: 'Relu' }] };
  for (let d = 0; d < depth; d++)
    inner = { node: [{ opType: 'If', attribute: [{ name: 'then_branch', type: 5, g: inner }] }] };
  graph.node.push({ opType: 'If', attribute: [{ name: 'then_branch', type: 5, g: inner }] });
}
