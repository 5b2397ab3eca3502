/** The one way from the functions of this room to the native ops that draw. */
import { ArgumentError } from '../errors.js';
import { checkOptions } from '../functional/check.js';
import { copy_ } from '../functional/copy.js';
import { permute } from '../functional/permute.js';
import type { Attributes } from '../runtime/addon.js';
import { runInto, Tensor } from '../tensor/tensor.js';
import { defaultGenerator, Generator } from './generator.js';

/** What every function that draws takes. */
export interface RandomOptions {
  /** Where the numbers come from; default: the default generator, which `manualSeed` seeds. */
  generator?: Generator;
}

let isDrawing = true;

/** Calls `body` while nothing is drawn: what would be filled stays as it is, and so do the generators. */
export function withoutDrawing<R>(body: () => R): R {
  const before = isDrawing;
  isDrawing = false;
  try {
    return body();
  } finally {
    isDrawing = before;
  }
}

/** Fills a tensor by an op. One whose elements lie out of order is filled in the order of its memory, as in PyTorch. */
export function draw(op: string, attributes: Attributes, output: Tensor, { generator }: RandomOptions): void {
  if (!isDrawing) return;
  const { state } = generator ?? defaultGenerator;
  if (output.isContiguous()) {
    runInto(op, attributes, [], [output, state]);
    return;
  }
  const ordered = inMemoryOrder(output);
  const drawn = Tensor.empty(ordered);
  runInto(op, attributes, [], [drawn, state]);
  copy_(ordered, drawn);
}

/** The tensor with its dimensions in the order of their strides, so that its elements follow each other in memory. */
export function inMemoryOrder(tensor: Tensor): Tensor {
  const strides = tensor.stride() as number[];
  const dims = strides.map((_, dim) => dim);
  return permute(
    tensor,
    dims.sort((a, b) => (strides[b] as number) - (strides[a] as number)),
  );
}

/** @throws ArgumentError unless `options` has no others than these, and its generator is one */
export function checkRandomOptions(where: string, options: RandomOptions, others: string[] = []): void {
  checkOptions(where, options, ['generator', ...others]);
  if (options.generator !== undefined && !(options.generator instanceof Generator))
    throw new ArgumentError(where, 'generator', 'a Generator', options.generator);
}
