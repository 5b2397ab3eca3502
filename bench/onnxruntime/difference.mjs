/**
 * How far onnxruntime's output is from Convolt's: the largest difference over the largest magnitude, infinity for other
 * shapes and for what is not a number.
 */
export function difference(actual, expected) {
  if (`${actual.dims}` !== `${expected.shape}`) return Number.POSITIVE_INFINITY;
  const { data } = expected.contiguous();
  let [apart, largest] = [0, 0];
  for (let i = 0; i < data.length; i++) {
    apart = Math.max(apart, Math.abs(actual.data[i] - data[i]));
    largest = Math.max(largest, Math.abs(data[i]));
  }
  return Number.isNaN(apart) ? Number.POSITIVE_INFINITY : apart / largest;
}
