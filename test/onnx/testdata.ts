/**
 * The backend tests of ONNX, as Debian's package libonnx-testdata has them: models with inputs and outputs.
 *
 * @see https://github.com/onnx/onnx/tree/main/onnx/backend/test/data
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConvoltError, type Tensor } from '../../lib/index.js';
import { load } from '../../lib/onnx/load.js';
import { decodeTensor } from '../../lib/onnx/protobuf.js';
import { toTensorSync } from '../../lib/onnx/tensor-proto.js';

export const TESTDATA = '/usr/share/libonnx-testdata/data';

export const isInstalled = existsSync(TESTDATA);

/** The folders of cases. */
export const suites = ['node', 'pytorch-converted', 'pytorch-operator', 'simple'] as const;

/** A case that ran, or the reason why it did not. */
export type Outcome = { ran: true; ops: string[] } | { ran: false; reason: string };

export function casesOf(suite: string): string[] {
  return isInstalled ? readdirSync(join(TESTDATA, suite)).sort() : [];
}

/** Files that are not what they say, so that nothing can be learned from them. */
const broken: Readonly<Record<string, string>> = {
  test_cast_BFLOAT16_to_FLOAT: 'files that say uint16 for bfloat16, which they cut instead of rounding',
  test_cast_FLOAT_to_BFLOAT16: 'files that say uint16 for bfloat16, which they cut instead of rounding',
  test_castlike_BFLOAT16_to_FLOAT: 'inputs of another shape than the model says',
  test_castlike_BFLOAT16_to_FLOAT_expanded: 'inputs of another shape than the model says',
  test_castlike_FLOAT_to_BFLOAT16: 'inputs of another shape than the model says',
  test_castlike_FLOAT_to_BFLOAT16_expanded: 'inputs of another shape than the model says',
};

/** The tolerance of ONNX's own runner. */
const tolerance = { relative: 1e-3, absolute: 1e-7 };

/** @throws Error where the outputs are not the expected ones */
export async function runCase(suite: string, name: string): Promise<Outcome> {
  const reason = broken[name];
  if (reason !== undefined) return { ran: false, reason };
  const folder = join(TESTDATA, suite, name);
  const model = await loadOrReason(join(folder, 'model.onnx'));
  if (typeof model === 'string') return { ran: false, reason: model };
  for (const set of readdirSync(folder).filter((entry) => entry.startsWith('test_data_set_'))) {
    const inputs = model.inputs.map((_, i) => tensorOf(join(folder, set, `input_${i}.pb`)));
    const result = runOrReason(() => model.forward(...inputs));
    if (typeof result === 'string') return { ran: false, reason: result };
    const outputs = Array.isArray(result) ? result : [result];
    for (const [i, output] of outputs.entries()) {
      compare(output, tensorOf(join(folder, set, `output_${i}.pb`)), `${set}, output ${i}`);
    }
  }
  const ops = [...model.namedModules()].slice(1).map(([, node]) => (node as { op: string }).op);
  return { ran: true, ops: [...new Set(ops)] };
}

async function loadOrReason(path: string) {
  try {
    return await load(path);
  } catch (error) {
    if (!(error instanceof ConvoltError)) throw error;
    if (error.code === 'CONVOLT_UNSUPPORTED_OP') {
      const ops = [...error.message.matchAll(/^ {2}(.*) at "/gm)].map((match) => match[1] as string);
      return [...new Set(ops)].sort().join(', ');
    }
    if (error.code === 'CONVOLT_UNSUPPORTED_FILE') {
      const [, reason = error.message] = error.message.match(/ is (of \w+( \d+)?|no tensor)/) ?? [];
      return reason;
    }
    throw error;
  }
}

/** What depends on values shows only when the model runs. */
function runOrReason<T>(run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ConvoltError) || error.code !== 'CONVOLT_UNSUPPORTED_OP') throw error;
    return error.message.replace(/.*has no counterpart for /, '');
  }
}

function tensorOf(path: string): Tensor {
  return toTensorSync(decodeTensor(readFileSync(path), path), { name: path });
}

function compare(actual: Tensor, expected: Tensor, where: string): void {
  const spec = ({ dtype, shape }: Tensor) => `${dtype} [${shape.join(', ')}]`;
  if (spec(actual) !== spec(expected))
    throw new Error(`${where} is ${spec(actual)}, expected ${spec(expected)}`);
  const [a, e] = [actual, expected].map(
    (tensor) => tensor.to('float64').contiguous().data as Float64Array,
  ) as [Float64Array, Float64Array];
  for (const [i, want] of e.entries()) {
    const got = a[i] as number;
    const equal = Object.is(got, want) || got === want;
    if (!equal && !(Math.abs(got - want) <= tolerance.absolute + tolerance.relative * Math.abs(want)))
      throw new Error(`${where} has ${got} at ${i}, expected ${want}`);
  }
}
