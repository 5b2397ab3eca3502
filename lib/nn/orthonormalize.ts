import { tensor } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';

/**
 * Makes the rows of a matrix orthonormal, each from those before it, by Gram and Schmidt's method in its modified form.
 * Double precision makes up for the method's loss of orthogonality.
 *
 * @param matrix a float32 matrix with no more rows than columns, which are linearly independent
 */
export function orthonormalize(matrix: Tensor): Tensor {
  const columns = matrix.shape[1] as number;
  const values = Float64Array.from(matrix.contiguous().data as Float32Array);
  const rows = Array.from({ length: matrix.shape[0] as number }, (_, i) =>
    values.subarray(i * columns, (i + 1) * columns),
  );
  rows.forEach((row, i) => {
    scale(row, 1 / Math.sqrt(dot(row, row)));
    for (const later of rows.slice(i + 1)) subtract(later, row, dot(later, row));
  });
  return tensor(values, { shape: matrix.shape, dtype: 'float32' });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function scale(row: Float64Array, factor: number): void {
  for (let i = 0; i < row.length; i++) row[i] = (row[i] as number) * factor;
}

function subtract(row: Float64Array, other: Float64Array, factor: number): void {
  for (let i = 0; i < row.length; i++) row[i] = (row[i] as number) - factor * (other[i] as number);
}
