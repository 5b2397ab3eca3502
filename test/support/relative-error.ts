/** The project's measure of how far two tensors are apart. */

interface Numbers {
  dtype: string;
  shape: readonly number[];
  data: ArrayLike<number | bigint>;
}

/**
 * The largest absolute difference over the largest magnitude of `expected`; infinity where shapes differ, or where one
 * is NaN or infinite and the other is not the same.
 */
export function relativeError(actual: Numbers, expected: Numbers): number {
  if (`${actual.shape}` !== `${expected.shape}` || actual.dtype !== expected.dtype)
    return Number.POSITIVE_INFINITY;
  const a = actual.data;
  const b = expected.data;
  let difference = 0;
  let largest = 0;
  for (let i = 0; i < b.length; i++) {
    const x = Number(a[i]);
    const y = Number(b[i]);
    if (Number.isFinite(x) && Number.isFinite(y)) {
      difference = Math.max(difference, Math.abs(x - y));
      largest = Math.max(largest, Math.abs(y));
    } else if (!Object.is(x, y)) {
      return Number.POSITIVE_INFINITY;
    }
  }
  return difference === 0 ? 0 : difference / largest;
}
