/** Graphs as text. */
import { type Dim, formatDim, formatShape } from './dim.js';
import type { GraphAttributes, Node, Outline, Value } from './graph.js';

/** An op a line: `conv1.conv2d: [N, 64, 112, 112] = conv2d(input, conv1.weight, none, stride=[2, 2], …)`. */
export function toText({ inputs, nodes, outputs, constants }: Outline): string {
  const parameters = [...constants.keys()].map((value) => `  ${typed(value)}\n`);
  const lines = nodes.map((node) => `  ${node.outputs.map(typed).join(', ')} = ${node.op}(${call(node)})\n`);
  return (
    `graph(${inputs.map(typed).join(', ')})\n` +
    (parameters.length > 0 ? `constants\n${parameters.join('')}` : '') +
    `ops\n${lines.join('')}` +
    `return ${outputs.map(({ name }) => name).join(', ')}\n`
  );
}

/** The graph in Graphviz's language: ops are boxes, and arrows bear shapes. */
export function toDot({ inputs, nodes, outputs, constants }: Outline): string {
  const producers = new Map<Value, string>();
  const lines: string[] = [];
  inputs.forEach((value, i) => {
    producers.set(value, `input${i}`);
    lines.push(`input${i} [shape=ellipse, label=${quoted(value.name)}]`);
  });
  nodes.forEach((node, i) => {
    for (const value of node.outputs) producers.set(value, `op${i}`);
    const weights = node.inputs.filter((value) => value !== null && constants.has(value)) as Value[];
    const label = [
      node.op,
      node.module,
      ...weights.map((value) => `${value.name} ${formatShape(value.shape)}`),
    ];
    lines.push(`op${i} [label=${quoted(label.filter((line) => line !== '').join('\n'))}]`);
    for (const value of node.inputs) {
      const producer = value && producers.get(value);
      if (value && producer) lines.push(`${producer} -> op${i} [label=${quoted(formatShape(value.shape))}]`);
    }
  });
  outputs.forEach((value, i) => {
    lines.push(`output${i} [shape=ellipse, label=${quoted(`output ${i}`)}]`);
    const producer = producers.get(value);
    if (producer) lines.push(`${producer} -> output${i} [label=${quoted(formatShape(value.shape))}]`);
  });
  return `digraph {\n  node [shape=box]\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;
}

function typed({ name, shape, dtype }: Value): string {
  return `${name}: ${dtype}${formatShape(shape)}`;
}

function call({ inputs, attributes }: Node): string {
  const names = inputs.map((value) => value?.name ?? 'none');
  return [
    ...names,
    ...Object.entries(attributes).map(([key, value]) => `${key}=${formatAttribute(value)}`),
  ].join(', ');
}

function formatAttribute(value: GraphAttributes[string]): string {
  if (Array.isArray(value)) return formatShape(value);
  return typeof value === 'object' ? formatDim(value as Dim) : `${value}`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
