/** Models that get their weights from a file: what they share, and when its memory comes back. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ArgumentError } from '../../lib/errors.js';
import { models, type Tensor } from '../../lib/index.js';
import { save } from '../../lib/io/index.js';
import { loadBeside } from '../../lib/io/load.js';

let folder: string;
let file: string;
let saved: ReadonlyMap<string, Tensor>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convolt-'));
  file = join(folder, 'weights.safetensors');
  saved = models.squeezenet1_1().stateDict();
  await save(file, saved);
});
afterAll(() => rm(folder, { recursive: true }));

function bytesOf(tensor: Tensor | undefined): Buffer {
  const { buffer, byteOffset, byteLength } = (tensor as Tensor).data;
  return Buffer.from(buffer, byteOffset, byteLength);
}

describe('the weights of a model', () => {
  test('are those of the file, in one block, each from a cache line on', async () => {
    const weights = [...(await models.squeezenet1_1({ weights: file })).stateDict()];
    for (const [name, tensor] of weights) expect(bytesOf(tensor).equals(bytesOf(saved.get(name)))).toBe(true);
    const [first] = weights.map(([, { data }]) => data);
    for (const [, { data }] of weights) {
      expect(data.buffer).toBe(first?.buffer);
      expect(Math.abs(data.byteOffset - (first?.byteOffset ?? 0)) % 64).toBe(0);
    }
  });

  test('may be given bytes', async () => {
    const model = await models.squeezenet1_1({ weights: await readFile(file) });
    expect(model.stateDict().get('classifier.1.bias')?.data).toStrictEqual(
      saved.get('classifier.1.bias')?.data,
    );
  });

  test.skipIf(process.platform !== 'linux')('are not waited for where the options are wrong', async () => {
    const openFiles = async () => (await readdir('/proc/self/fd')).length;
    const before = await openFiles();
    await expect(models.squeezenet1_1({ weights: file, numClasses: -1 })).rejects.toThrow(ArgumentError);
    expect(await openFiles()).toBe(before);
  });
});

test('the model is built once, while its weights are read', async () => {
  const events: string[] = [];
  const loading = loadBeside(file, () => events.push('built')).then(([built, tensors]) => {
    events.push('read');
    return [built, tensors.size];
  });
  expect(await loading).toStrictEqual([1, saved.size]);
  expect(events).toStrictEqual(['built', 'read']);
});

test('a file that is cut off is refused', async () => {
  const short = join(folder, 'short.safetensors');
  await save(short, saved);
  await truncate(short, 1_000_000);
  await expect(models.squeezenet1_1({ weights: short })).rejects.toMatchObject({
    code: 'CONVOLT_INVALID_FILE',
  });
});

const loop = `
  import { models, save } from ${JSON.stringify(new URL('../../dist/index.js', import.meta.url).href)};
  const [, file] = process.argv;
  await save(file, models.resnet18().stateDict());
  let largest = 0;
  const kept = [];
  for (let i = 0; i < 24; i++) {
    const { bn1 } = await models.resnet18({ weights: file });
    if (i < 2) kept.push(bn1.weight);
    largest = Math.max(largest, process.memoryUsage.rss());
  }
  console.log(kept.every(({ data }) => data.every((value) => value === 1)) ? largest : 'a tensor lost its memory');
`;

test('24 models of 47 MB do not pile up, and a tensor outlives its model', () => {
  const output = execFileSync(
    process.execPath,
    ['--input-type=module', '--eval', loop, join(folder, 'resnet18.safetensors')],
    { cwd: fileURLToPath(new URL('../..', import.meta.url)), encoding: 'utf8' },
  );
  expect(Number(output) / 2 ** 20).toBeLessThan(600);
}, 120_000);
