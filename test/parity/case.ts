/** The cases that draw.py writes: configurations in Convolt's calling convention, and what PyTorch made of them. */
import { type DType, functional, type nn, randint, randn, randperm, Tensor, tensor } from 'convolt';

/** A tensor that both sides draw alike from the seeded stream; see cases/drawing.py. */
export interface TensorSpec {
  tensor: number[];
  dtype?: DType;
  fill?: 'normal' | 'uniform' | 'integers' | 'eighths' | 'permutation' | 'values';
  low?: number;
  high?: number;
  values?: (number | string)[];
  order?: number[];
  step?: number;
}

/** A tensor, number or string that PyTorch returned. */
export type Expected = { dtype: DType; shape: number[]; bytes: string } | { value: unknown };

export interface Case {
  kind: 'function' | 'layer';
  name: string;
  index: number;
  seed: number;
  /** The arguments of the function, or of the layer's `forward`. */
  call: unknown[];
  /** The arguments of the layer's constructor. */
  new?: unknown[];
  train?: boolean;
  /** Whether the layer's parameters and statistics are drawn anew. */
  fill?: boolean;
  /** How PyTorch prints the layer. */
  printed?: string;
  /** What PyTorch returned, in order. */
  expected?: Expected[];
  /** Why PyTorch refused the call. */
  refused?: string;
}

/** The cases of a file of draw.py. */
export function parseCases(lines: string): Case[] {
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Case);
}

/** An argument of a case, its tensors drawn from the default generator. */
export function toArgument(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toArgument);
  if (typeof value !== 'object' || value === null) return value;
  if ('tensor' in value) return makeTensor(value as TensorSpec);
  if ('undefined' in value) return undefined;
  if ('number' in value) return toNumber(value.number as string);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, toArgument(item)]));
}

function makeTensor(spec: TensorSpec): Tensor {
  const { order = [], step = 1 } = spec;
  const drawn = [...spec.tensor];
  for (const [d, place] of order.entries()) drawn[place] = spec.tensor[d] as number;
  if (step > 1) drawn.push((drawn.pop() as number) * step);
  let made = functional.to(fillTensor(spec, drawn), spec.dtype ?? 'float32');
  if (order.length > 0) made = made.permute(order);
  return step > 1 ? made.slice(-1, 0, undefined, step) : made;
}

function fillTensor(
  { fill = 'normal', low = 0, high = 1, values = [] }: TensorSpec,
  shape: number[],
): Tensor {
  switch (fill) {
    case 'normal':
      return randn(shape);
    case 'uniform':
      return Tensor.empty({ shape, dtype: 'float32' }).uniform_(low, high);
    case 'integers':
      return randint(low, high, shape);
    case 'eighths':
      return functional.to(randint(low, high, shape), 'float32').mul(0.125);
    case 'permutation':
      return randperm(shape.reduce((product, size) => product * size, 1)).reshape(shape);
    case 'values':
      return tensor(
        values.map((value) => (typeof value === 'string' ? toNumber(value) : value)),
        { shape },
      );
  }
}

function toNumber(text: string): number {
  return Number(text.replace('inf', 'Infinity'));
}

/** A recorded tensor as a Tensor. */
export function decode({ dtype, shape, bytes }: { dtype: DType; shape: number[]; bytes: string }): Tensor {
  const made = Tensor.empty({ dtype, shape });
  const { data } = made;
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength).set(Buffer.from(bytes, 'base64'));
  return made;
}

/** Draws the parameters and statistics of a layer anew, from 0.5 to 1.5. */
export function fillState(layer: nn.Module): void {
  for (const value of layer.stateDict().values()) if (value.dtype === 'float32') value.uniform_(0.5, 1.5);
}
