/** What holds in every graph. */
import { ConvoltError } from '../errors.js';
import { contiguousStrides } from '../tensor/shape.js';
import { equalShapes, formatShape, shapeAt } from './dim.js';
import type { Graph, Node, Value } from './graph.js';
import { attributesAt, isView, viewLayout } from './views.js';

/** @throws ConvoltError `CONVOLT_INVALID_GRAPH`, see {@link Graph.validate} */
export function validate({ inputs, constants, nodes, outputs }: Graph): void {
  const made = new Set<Value>();
  const names = new Set<string>();
  const make = (value: Value, where: string) => {
    if (made.has(value)) throw invalid(`'${value.name}' is made twice, the second time by ${where}`);
    if (names.has(value.name)) throw invalid(`two values are named '${value.name}', one made by ${where}`);
    made.add(value);
    names.add(value.name);
  };
  for (const value of inputs) make(value, 'the inputs');
  for (const [value, { shape, dtype }] of constants) {
    make(value, 'the constants');
    if (!equalShapes(value.shape, shape) || value.dtype !== dtype) {
      throw invalid(
        `constant '${value.name}' is ${value.dtype} ${formatShape(value.shape)}, its tensor ${dtype} [${shape.join(', ')}]`,
      );
    }
  }
  for (const node of nodes) {
    for (const value of node.inputs) {
      if (value !== null && !made.has(value))
        throw invalid(`${named(node)} takes '${value.name}', which nothing makes before it`);
    }
    for (const value of node.outputs) make(value, named(node));
    if (isView(node.op)) checkView(node);
  }
  for (const { name } of outputs.filter((value) => !made.has(value)))
    throw invalid(`the output '${name}' is made by nothing`);
}

/** A view has the shape that its op gives, whatever the batch. */
function checkView(node: Node): void {
  const [input] = node.inputs;
  const [output] = node.outputs;
  if (!input || !output || node.inputs.length > 1 || node.outputs.length > 1)
    throw invalid(`${named(node)} must have one input and one output`);
  for (const batch of [1, 2]) {
    const shape = shapeAt(input.shape, batch);
    const base = { shape, strides: contiguousStrides(shape), offset: 0 };
    const layout = viewLayout(node.op, attributesAt(node.attributes, batch), base);
    if (layout === undefined || `${layout.shape}` !== `${shapeAt(output.shape, batch)}`) {
      throw invalid(
        `${named(node)} of ${formatShape(input.shape)} cannot have the shape ${formatShape(output.shape)}`,
      );
    }
  }
}

function named({ op, module }: Node): string {
  return module === '' ? `'${op}'` : `'${op}' in module '${module}'`;
}

function invalid(what: string): ConvoltError {
  return new ConvoltError('CONVOLT_INVALID_GRAPH', `graph: ${what}`);
}
