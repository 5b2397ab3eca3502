/** Tensors as text, as PyTorch prints them. */
import type { Tensor } from '../tensor/tensor.js';
import { checkTensor } from './check.js';
import { contiguous, to } from './copy.js';

const PRECISION = 4;
const LINE_WIDTH = 80;
/** Above this many elements, only the edges are shown: so many at each end of a dimension. */
const THRESHOLD = 1000;
const EDGE = 3;

type Value = number | bigint | boolean;

/**
 * A tensor as PyTorch prints it: four digits, columns aligned, scientific notation where magnitudes differ widely,
 * ellipses above 1,000 elements, the dtype unless it is float32, int64 or bool.
 *
 * @example format(tensor([[1, 2], [3, 4.5]]))
 * // tensor([[1.0000, 2.0000],
 * //         [3.0000, 4.5000]])
 * @see https://pytorch.org/docs/stable/generated/torch.set_printoptions.html
 */
export function format(input: Tensor): string {
  checkTensor('format', 'input', input);
  const prefix = 'tensor(';
  const suffixes: string[] = [];
  const isEmpty = input.numel() === 0;
  if (isEmpty && input.ndim !== 1) suffixes.push(`size=(${input.shape.join(', ')})`);
  const isDefault = input.dtype === 'float32' || (!isEmpty && ['int64', 'bool'].includes(input.dtype));
  if (!isDefault) suffixes.push(`dtype=${input.dtype}`);
  return withSuffixes(
    prefix + (isEmpty ? '[]' : new Printer(input).text(prefix.length)),
    suffixes,
    prefix.length,
  );
}

function withSuffixes(text: string, suffixes: readonly string[], indent: number): string {
  let result = text;
  let lastLine = text.length - text.lastIndexOf('\n') + 1;
  for (const suffix of suffixes) {
    const fits = lastLine + suffix.length + 2 <= LINE_WIDTH;
    result += fits ? `, ${suffix}` : `,\n${' '.repeat(indent)}${suffix}`;
    lastLine = fits ? lastLine + suffix.length + 2 : indent + suffix.length;
  }
  return `${result})`;
}

/** The elements of one tensor, with the format that suits them all. */
class Printer {
  readonly #shape: readonly number[];
  readonly #summarize: boolean;
  readonly #valueAt: (index: number) => Value;
  readonly #textOf: (value: Value) => string;
  readonly #width: number;

  constructor(input: Tensor) {
    this.#shape = input.shape;
    this.#summarize = input.numel() > THRESHOLD;
    const isHalf = input.dtype === 'float16' || input.dtype === 'bfloat16';
    const { data } = contiguous(isHalf ? to(input, 'float32') : input);
    const isBool = input.dtype === 'bool';
    this.#valueAt = (index) => (isBool ? data[index] !== 0 : (data[index] as number | bigint));
    const shown = [...this.#shownIndices(0, 0)].map(this.#valueAt);
    if (isHalf || input.dtype.startsWith('float')) {
      ({ textOf: this.#textOf, width: this.#width } = floatFormat(shown as number[]));
    } else {
      this.#textOf = String;
      this.#width = widest(shown.map(String));
    }
  }

  /** The nested brackets, of which the first stands at column `indent`. */
  text(indent: number): string {
    return this.#shape.length === 0 ? this.#element(0) : this.#brackets(0, 0, indent);
  }

  #element(index: number): string {
    return this.#textOf(this.#valueAt(index)).padStart(this.#width);
  }

  /** The indices along a dimension that are shown; undefined for the ellipsis. */
  #shown(dim: number): (number | undefined)[] {
    const size = this.#shape[dim] as number;
    const indices = Array.from({ length: this.#summarize ? Math.min(size, 2 * EDGE) : size }, (_, i) => i);
    if (!this.#summarize || size <= 2 * EDGE) return indices;
    return [...indices.slice(0, EDGE), undefined, ...indices.slice(0, EDGE).map((i) => size - EDGE + i)];
  }

  *#shownIndices(dim: number, offset: number): Generator<number> {
    if (dim === this.#shape.length) {
      yield offset;
      return;
    }
    for (const i of this.#shown(dim)) {
      if (i !== undefined) yield* this.#shownIndices(dim + 1, offset * (this.#shape[dim] as number) + i);
    }
  }

  #brackets(dim: number, offset: number, indent: number): string {
    const first = offset * (this.#shape[dim] as number);
    const innerDims = this.#shape.length - 1 - dim;
    const newLine = `\n${' '.repeat(indent + 1)}`;
    if (innerDims > 0) {
      const parts = this.#shown(dim).map((i) =>
        i === undefined ? '...' : this.#brackets(dim + 1, first + i, indent + 1),
      );
      return `[${parts.join(`,${'\n'.repeat(innerDims - 1)}${newLine}`)}]`;
    }
    const parts = this.#shown(dim).map((i) => (i === undefined ? ' ...' : this.#element(first + i)));
    const perLine = Math.max(1, Math.floor((LINE_WIDTH - indent) / (this.#width + 2)));
    const lines: string[] = [];
    for (let i = 0; i < parts.length; i += perLine) lines.push(parts.slice(i, i + perLine).join(', '));
    return `[${lines.join(`,${newLine}`)}]`;
  }
}

/** PyTorch's choice between `1.`, `1.5000` and `1.5000e+00`. Widths ignore zeros, NaN and infinities, as there. */
function floatFormat(values: readonly number[]): { textOf: (value: Value) => string; width: number } {
  const ordinary = values.filter((value) => Number.isFinite(value) && value !== 0);
  const largest = ordinary.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
  const smallest = ordinary.reduce(
    (size, value) => Math.min(size, Math.abs(value)),
    Number.POSITIVE_INFINITY,
  );
  const isWhole = ordinary.every(Number.isInteger);
  const isScientific =
    ordinary.length > 0 && (largest / smallest > 1000 || largest > 1e8 || (!isWhole && smallest < 1e-4));
  const textOf = (value: Value) => {
    const number = value as number;
    if (!Number.isFinite(number)) return String(number).replace('Infinity', 'inf').replace('NaN', 'nan');
    const sign = number < 0 || Object.is(number, -0) ? '-' : '';
    const size = Math.abs(number);
    if (isScientific) return sign + scientific(size);
    return sign + (isWhole ? `${size.toFixed(0)}.` : fixed(size));
  };
  return { textOf, width: widest(ordinary.map(textOf)) };
}

function widest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, text.length), 1);
}

/** JavaScript rounds ties away from zero where Python rounds them to even: those are recognised by their exact digits. */
function fixed(size: number): string {
  const up = size.toFixed(PRECISION);
  const isTie = /50{15}$/.test(size.toFixed(20)) && Number(up.at(-1)) % 2 === 1;
  return isTie ? (Number(up) - 10 ** -PRECISION).toFixed(PRECISION) : up;
}

function scientific(size: number): string {
  const [digits, exponent] = size.toExponential(PRECISION).split('e') as [string, string];
  const isTie =
    /50{15}$/.test(size.toExponential(20).split('e')[0] as string) && Number(digits.at(-1)) % 2 === 1;
  const rounded = isTie ? (Number(digits) - 10 ** -PRECISION).toFixed(PRECISION) : digits;
  return `${rounded}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
}
