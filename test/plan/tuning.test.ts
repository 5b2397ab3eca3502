import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { FileError } from '../../lib/errors.js';
import * as nn from '../../lib/nn/index.js';
import { attach, type CompileOptions, compile } from '../../lib/plan/index.js';
import { manualSeed, randn } from '../../lib/random/index.js';
import { addon } from '../../lib/runtime/addon.js';
import { relativeError } from '../support/fixtures.js';

manualSeed(3);
const input = [1, 8, 12, 12];
const model = new nn.Sequential(
  new nn.Conv2d(8, 16, 3, { padding: 1 }),
  new nn.ReLU(),
  new nn.Conv2d(16, 16, 1),
  new nn.Conv2d(16, 16, 3, { padding: 1 }),
).eval();
const image = randn(input);

const folder = mkdtempSync(join(tmpdir(), 'convolt-tune-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const freshFile = () => join(folder, `${files++}.json`);

/** By machine, geometry and algorithm. */
type Machines = Record<string, Record<string, Record<string, number>>>;
const read = (file: string): { machines: Machines } => JSON.parse(readFileSync(file, 'utf8'));
const compiled = (tune: CompileOptions['tune'], options: CompileOptions = {}) =>
  compile(model, { input, threads: 1, ...options, ...(tune === undefined ? {} : { tune }) });
const sources = async (tune: CompileOptions['tune'], options?: CompileOptions) =>
  (await compiled(tune, options)).choices.map(({ source }) => source);

/** Changes what a file says of the layers. */
function edit(file: string, change: (times: Record<string, number>) => void): void {
  const content = read(file);
  for (const layers of Object.values(content.machines)) Object.values(layers).forEach(change);
  writeFileSync(file, JSON.stringify(content));
}

const MEASURED = ['measured', 'only', 'measured'];
const REUSED = ['reused', 'only', 'reused'];
const ESTIMATED = ['estimated', 'only', 'estimated'];

describe.skipIf(addon.channelBlock === 1)('tune', () => {
  test('is off by default', async () => {
    const { choices } = await compiled(undefined);
    expect(choices.map(({ source }) => source)).toEqual(ESTIMATED);
    expect(choices[1]).toEqual({
      module: '2',
      layer: '16x12x12 -> 16x12x12, kernel 1x1, stride 1x1, padding 0,0,0,0, dilation 1x1, groups 1',
      algorithm: '1x1',
      source: 'only',
    });
  });

  test('without a file, measures once in a process, for each number of threads and batch size', async () => {
    expect(await sources(true)).toEqual(MEASURED);
    expect(await sources(true)).toEqual(REUSED);
    expect(await sources({ batch: 1 })).toEqual(REUSED);
    expect(await sources({ batch: 2 })).toEqual(MEASURED);
    expect(await sources(true, { threads: 2 })).toEqual(MEASURED);
  });

  test('takes the algorithm that the file says is the fastest, and measures nothing', async () => {
    const file = freshFile();
    expect(await sources({ file })).toEqual(MEASURED);
    for (const fastest of ['direct', 'F(2x2,3x3)', 'F(4x4,3x3)']) {
      edit(file, (times) => {
        for (const name of Object.keys(times)) times[name] = name === fastest ? 1 : 2;
      });
      const before = readFileSync(file, 'utf8');
      const net = await compiled({ file: pathToFileURL(file) });
      expect(net.choices.map(({ source }) => source)).toEqual(REUSED);
      expect(net.choices.map(({ algorithm }) => algorithm)).toEqual([fastest, '1x1', fastest]);
      expect(net.choices[0]?.milliseconds?.[fastest]).toBe(1);
      const { steps } = await net.profile(image);
      expect(steps.filter(({ algorithm }) => algorithm === fastest)).toHaveLength(2);
      expect(relativeError(net.runSync(image), model.forward(image))).toBeLessThan(1e-5);
      expect(readFileSync(file, 'utf8')).toBe(before);
    }
  });

  test('measures what the file does not have, and keeps the rest', async () => {
    const file = freshFile();
    await compiled({ file });
    edit(file, (times) => {
      times['F(2x2,3x3)'] = 1e-9;
    });
    const [machine] = Object.keys(read(file).machines);
    const other = new nn.Conv2d(8, 16, 3).eval();
    const net = await compile(other, { input, threads: 1, tune: { file } });
    expect(net.choices.map(({ source }) => source)).toEqual(['measured']);
    const { machines } = read(file);
    expect(Object.keys(machines)).toEqual([machine]);
    expect(
      Object.values(machines[machine as string] ?? {}).map((times) => times['F(2x2,3x3)'] === 1e-9),
    ).toEqual([true, true, false]);
  });

  test('measures apart what is in a network whose weights no cache keeps', async () => {
    const file = freshFile();
    expect(await sources({ file })).toEqual(MEASURED);
    const large = new nn.Sequential(model, new nn.Flatten(), new nn.Linear(16 * 12 * 12, 512)).eval();
    const { choices } = await compile(large, { input, threads: 1, tune: { file } });
    expect(choices.map(({ source }) => source)).toEqual(MEASURED);
    expect(await sources({ file })).toEqual(REUSED);
  });

  test('does not take what another machine or instruction set measured, and leaves it in the file', async () => {
    const file = freshFile();
    await compiled({ file });
    const foreign = readFileSync(file, 'utf8').replace(`, ${addon.isa}, `, ', abacus, ');
    writeFileSync(file, foreign);
    expect(await sources({ file })).toEqual(MEASURED);
    const { machines } = read(file);
    const [theirs, ours] = Object.keys(machines);
    expect(theirs).toContain('abacus');
    expect(ours).toContain(addon.isa);
    expect(machines[theirs as string]).toEqual(
      Object.values((JSON.parse(foreign) as typeof machines & { machines: Machines }).machines)[0],
    );
  });

  test('strict plans choose among what is left of the algorithms', async () => {
    const file = freshFile();
    expect(await sources({ file }, { precision: 'strict' })).toEqual(['only', 'only', 'only']);
    expect(() => read(file)).toThrow('ENOENT');
  });

  test('comes with the plan to other threads', async () => {
    const net = await compiled(true);
    expect(attach(net.share()).choices).toEqual(net.choices);
  });
});

describe('a file of tune', () => {
  test.each([
    ['no JSON', 'milliseconds'],
    ['another JSON file', '{"name": "convolt"}'],
    ['no object', 'null'],
    ['a list of machines', '{"format": "convolt tune", "version": 1, "machines": []}'],
    ['no time', '{"format": "convolt tune", "version": 1, "machines": {"a": {"b": {"direct": "1"}}}}'],
    [
      'a time that is not positive',
      '{"format": "convolt tune", "version": 1, "machines": {"a": {"b": {"direct": -1}}}}',
    ],
  ])('with %s is refused and left as it is', async (_, text) => {
    const file = freshFile();
    writeFileSync(file, text);
    const error = await compiled({ file }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(FileError);
    expect(error).toMatchObject({ code: 'CONVOLT_INVALID_FILE', file });
    expect(error.message).toContain('delete it to measure again');
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test('of a later version is refused', async () => {
    const file = freshFile();
    writeFileSync(file, '{"format": "convolt tune", "version": 2}');
    await expect(compiled({ file })).rejects.toMatchObject({ code: 'CONVOLT_UNSUPPORTED_FILE' });
  });
});

test.each([
  ['tune', 'yes'],
  ['tune', null],
  ['tune.batch', { batch: 0 }],
  ['tune.file', { file: 5 }],
])('%s cannot be %j', async (argument, tune) => {
  await expect(compiled(tune as never)).rejects.toMatchObject({ code: 'CONVOLT_INVALID_ARGUMENT', argument });
});
