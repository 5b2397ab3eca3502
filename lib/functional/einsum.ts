import { ArgumentError, ShapeError } from '../errors.js';
import { numelOf } from '../tensor/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { mul } from './arithmetic.js';
import { checkFloat32 } from './check.js';
import { matmul } from './matmul.js';
import { permute } from './permute.js';
import { sum } from './reduce.js';
import { reshape } from './reshape.js';
import { expand } from './squeeze.js';

/** A tensor and a label for each of its dimensions; `.0`, `.1`, … are those of an ellipsis, counted from the right. */
interface Labelled {
  readonly tensor: Tensor;
  readonly labels: readonly string[];
}

/**
 * Sums of products in Einstein's notation: labels that the output lacks are summed over.
 *
 * Letters label dimensions, `...` those that broadcast. Without `->` the output has the ellipsis and then, in
 * alphabetical order, the labels that occur once. A label twice in one operand takes its diagonal. Operands are contracted
 * from left to right, two at a time, as matrix products.
 *
 * @param equation such as `'bhid,bhjd->bhij'`
 * @param operands float32 tensors
 * @throws ArgumentError for an equation that cannot be read or does not fit the operands; ShapeError where a label has two
 * sizes, neither of which is 1; DTypeError for other dtypes
 * @example einsum('ij,jk->ik', a, b) // the matrix product
 * @see https://pytorch.org/docs/stable/generated/torch.einsum.html
 */
export function einsum(equation: string, ...operands: Tensor[]): Tensor {
  if (typeof equation !== 'string') throw new ArgumentError('einsum', 'equation', 'a string', equation);
  const [left, right, ...more] = equation.replaceAll(' ', '').split('->') as [string, string?, ...string[]];
  if (more.length > 0) throw unreadable(equation, `with at most one '->'`);
  const terms = left.split(',');
  if (terms.length !== operands.length)
    throw unreadable(equation, `with a term for each of the ${operands.length} operands`);
  let inputs = operands.map((tensor, i) => {
    checkFloat32('einsum', `operands[${i}]`, tensor);
    return diagonals(tensor, labelsOf(terms[i] as string, tensor, i, equation));
  });
  const output = outputLabels(right, inputs, terms, equation);
  inputs = broadcast(inputs);
  let result = inputs[0] as Labelled;
  for (let i = 1; i < inputs.length; i++) {
    const kept = new Set([...output, ...inputs.slice(i + 1).flatMap(({ labels }) => labels)]);
    result = contract(result, inputs[i] as Labelled, kept);
  }
  result = sumOut(result, new Set(output));
  return permute(
    result.tensor,
    output.map((label) => result.labels.indexOf(label)),
  );
}

/** The labels of one term, an ellipsis spelt out. */
function labelsOf(term: string, tensor: Tensor, i: number, equation: string): string[] {
  const [, before, ellipsis, after] = /^([A-Za-z]*)(\.\.\.)?([A-Za-z]*)$/.exec(term) ?? [];
  if (before === undefined || after === undefined)
    throw unreadable(equation, `of letters and at most one '...' a term`);
  const named = before.length + after.length;
  if (ellipsis === undefined ? named !== tensor.ndim : named > tensor.ndim) {
    throw new ArgumentError(
      'einsum',
      'equation',
      `with a label for every dimension of operands[${i}] of shape [${tensor.shape.join(', ')}]`,
      equation,
    );
  }
  const rest = Array.from({ length: tensor.ndim - named }, (_, d) => `.${tensor.ndim - named - 1 - d}`);
  return [...before, ...rest, ...after];
}

/** A view without labels that occur twice. */
function diagonals(tensor: Tensor, labels: readonly string[]): Labelled {
  const unique = [...new Set(labels)];
  if (unique.length === labels.length) return { tensor, labels };
  const places = unique.map((label) => labels.flatMap((other, d) => (other === label ? [d] : [])));
  const shape = places.map(([first, ...others]) => {
    const size = tensor.shape[first as number] as number;
    const different = others.find((d) => tensor.shape[d] !== size);
    if (different !== undefined)
      throw twoSizes(labels[different] as string, size, tensor.shape[different] as number);
    return size;
  });
  const strides = places.map((dims) => dims.reduce((total, d) => total + tensor.stride(d), 0));
  return { tensor: tensor.asView('diagonal', { dims: places.flat() }, shape, strides), labels: unique };
}

function outputLabels(
  right: string | undefined,
  inputs: readonly Labelled[],
  terms: readonly string[],
  equation: string,
): string[] {
  const present = new Set(inputs.flatMap(({ labels }) => labels));
  const ellipsis = [...present]
    .filter((label) => label.startsWith('.'))
    .sort((a, b) => Number(b.slice(1)) - Number(a.slice(1)));
  if (right === undefined) {
    const letters = [...terms.join('').replaceAll(/[.,]/g, '')].sort();
    return [
      ...ellipsis,
      ...letters.filter((label, i) => label !== letters[i - 1] && label !== letters[i + 1]),
    ];
  }
  const [, before, dots, after] = /^([A-Za-z]*)(\.\.\.)?([A-Za-z]*)$/.exec(right) ?? [];
  if (before === undefined || after === undefined)
    throw unreadable(equation, `of letters and at most one '...' a term`);
  const output = [...before, ...(dots === undefined ? [] : ellipsis), ...after];
  if (new Set(output).size !== output.length) throw unreadable(equation, 'with no label twice in the output');
  const unknown = output.find((label) => !present.has(label));
  if (unknown !== undefined)
    throw unreadable(equation, `with output labels that an operand has, '${unknown}' is in none`);
  return output;
}

/** Every label with one size: dimensions of size 1 are expanded to it. */
function broadcast(inputs: readonly Labelled[]): Labelled[] {
  const sizes = new Map<string, number>();
  for (const { tensor, labels } of inputs) {
    labels.forEach((label, d) => {
      const size = tensor.shape[d] as number;
      const known = sizes.get(label) ?? 1;
      if (size !== known && size !== 1 && known !== 1) throw twoSizes(label, known, size);
      sizes.set(label, known === 1 ? size : known);
    });
  }
  return inputs.map(({ tensor, labels }) => ({
    tensor: expand(
      tensor,
      labels.map((label) => sizes.get(label) as number),
    ),
    labels,
  }));
}

/** The product of two operands, summed over the labels that are not kept. */
function contract(left: Labelled, right: Labelled, kept: ReadonlySet<string>): Labelled {
  const a = sumOut(left, new Set([...kept, ...right.labels]));
  const b = sumOut(right, new Set([...kept, ...left.labels]));
  const shared = a.labels.filter((label) => b.labels.includes(label));
  const batch = shared.filter((label) => kept.has(label));
  const summed = shared.filter((label) => !kept.has(label));
  const onlyA = a.labels.filter((label) => !shared.includes(label));
  const onlyB = b.labels.filter((label) => !shared.includes(label));
  const labels = [...batch, ...onlyA, ...onlyB];
  const sizesOf = ({ tensor, labels }: Labelled, wanted: readonly string[]) =>
    wanted.map((label) => tensor.shape[labels.indexOf(label)] as number);
  const matrices = (operand: Labelled, rows: readonly string[], columns: readonly string[]) =>
    reshape(
      permute(
        operand.tensor,
        [...batch, ...rows, ...columns].map((label) => operand.labels.indexOf(label)),
      ),
      [batch, rows, columns].map((group) => numelOf(sizesOf(operand, group))),
    );
  const [x, y] = [matrices(a, onlyA, summed), matrices(b, summed, onlyB)];
  // Nothing to sum over is a product of a column and a row.
  const result = summed.length === 0 ? mul(x, y) : matmul(x, y);
  return {
    tensor: reshape(result, [...sizesOf(a, batch), ...sizesOf(a, onlyA), ...sizesOf(b, onlyB)]),
    labels,
  };
}

function sumOut({ tensor, labels }: Labelled, kept: ReadonlySet<string>): Labelled {
  const dims = labels.flatMap((label, d) => (kept.has(label) ? [] : [d]));
  if (dims.length === 0) return { tensor, labels };
  return { tensor: sum(tensor, dims), labels: labels.filter((label) => kept.has(label)) };
}

function unreadable(equation: string, expected: string): ArgumentError {
  return new ArgumentError('einsum', 'equation', `an equation ${expected}`, equation);
}

function twoSizes(label: string, a: number, b: number): ShapeError {
  return new ShapeError('einsum', `label '${label}' has size ${a} in one place and ${b} in another`);
}
