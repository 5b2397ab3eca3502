/** Cases of a fixture that say which function they call, with what. */
import * as functional from '../../lib/functional/index.js';
import type { Tensor } from '../../lib/tensor/tensor.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from './fixtures.js';

const functions: Record<string, unknown> = { ...functional };

/** What `case` of test/fixtures/pool.py writes. */
export interface RecordedCase {
  function: string;
  input: string;
  arguments: unknown[];
  options: object;
  output: RecordedTensor | RecordedTensor[];
}

/** A fixture's cases, and what runs one: the function's output or outputs as recorded, and as they are. */
export function readCases(name: string) {
  const fixture = readFixture<{ inputs: Record<string, RecordedTensor>; cases: RecordedCase[] }>(name);
  const input = (given: RecordedCase) => toTensor(fixture.inputs[given.input] as RecordedTensor);
  const call = (given: RecordedCase, x: Tensor) => {
    const run = functions[given.function] as (...args: unknown[]) => Tensor | Tensor[];
    const options = Object.keys(given.options).length > 0 ? [given.options] : [];
    return [run(x, ...given.arguments, ...options)].flat();
  };
  /** The largest of the outputs' errors. */
  const error = (given: RecordedCase) => {
    const outputs = call(given, input(given));
    const expected = [given.output].flat();
    if (outputs.length !== expected.length) return Number.POSITIVE_INFINITY;
    return Math.max(...expected.map((output, i) => relativeError(outputs[i] as Tensor, toTensor(output))));
  };
  return { cases: fixture.cases, input, call, error };
}
