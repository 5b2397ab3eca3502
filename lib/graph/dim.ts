/** Sizes that may depend on the batch. */

/** The size `perRow * N + fixed`, where N is the batch size. */
export interface BatchDim {
  readonly perRow: number;
  readonly fixed: number;
}

/** A size: the same for every batch, or not. */
export type Dim = number | BatchDim;

/** The size in a batch of `batch` rows. */
export function atBatch(dim: Dim, batch: number): number {
  return typeof dim === 'number' ? dim : dim.perRow * batch + dim.fixed;
}

/** The sizes in a batch of `batch` rows. */
export function shapeAt(shape: readonly Dim[], batch: number): number[] {
  return shape.map((dim) => atBatch(dim, batch));
}

export function equalDims(a: Dim, b: Dim): boolean {
  return atBatch(a, 0) === atBatch(b, 0) && atBatch(a, 1) === atBatch(b, 1);
}

export function equalShapes(a: readonly Dim[], b: readonly Dim[]): boolean {
  return a.length === b.length && a.every((dim, d) => equalDims(dim, b[d] as Dim));
}

/**
 * The size that was `sizes[i]` in a batch of `batches[i]` rows: the first two determine it, all must agree.
 *
 * @returns undefined when no `perRow * N + fixed` of integers fits
 */
export function fitDim(sizes: readonly number[], batches: readonly number[]): Dim | undefined {
  const [first, second] = sizes as [number, number?];
  // NaN too may be the same for every batch, as an attribute.
  if (second === undefined || sizes.every((size) => Object.is(size, first))) return first;
  const [batch, next] = batches as [number, number];
  const perRow = (second - first) / (next - batch);
  const dim = { perRow, fixed: first - perRow * batch };
  const fits =
    Number.isInteger(perRow) && sizes.every((size, i) => atBatch(dim, batches[i] as number) === size);
  return fits ? dim : undefined;
}

/** `64`, `N`, `2N+1`. */
export function formatDim(dim: Dim): string {
  if (typeof dim === 'number') return `${dim}`;
  const rows = dim.perRow === 1 ? 'N' : `${dim.perRow}N`;
  if (dim.fixed === 0) return rows;
  return dim.fixed > 0 ? `${rows}+${dim.fixed}` : `${rows}${dim.fixed}`;
}

/** `[N, 3, 224, 224]`. */
export function formatShape(shape: readonly Dim[]): string {
  return `[${shape.map(formatDim).join(', ')}]`;
}
