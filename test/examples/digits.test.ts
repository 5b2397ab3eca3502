import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readUnseenDigits } from '../../examples/digits/data.js';
import { Net } from '../../examples/digits/network.js';
import { load } from '../../lib/index.js';
import { type RecordedTensor, readFixture, relativeError, toTensor } from '../support/fixtures.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const fixture = readFixture<{ count: number; right: number; indices: number[]; logits: RecordedTensor }>(
  'digits',
);

test('the logits of 100 unseen digits equal those of PyTorch', async () => {
  const model = new Net();
  model.loadStateDict(await load(`${root}/examples/digits/digits.pth`));
  model.eval();
  const { images } = readUnseenDigits();
  const chosen = images.slice(0, 0, 2000, 20);
  expect(fixture.indices).toEqual(Array.from({ length: 100 }, (_, i) => 20 * i));
  expect(relativeError(model.forward(chosen), toTensor(fixture.logits))).toBeLessThanOrEqual(1e-5);
});

test('the program gets as many unseen digits right as PyTorch did, at least 98 %', {
  timeout: 120_000,
}, () => {
  const { status, stdout, stderr } = spawnSync('node', [`${root}/build/examples/digits/main.js`], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(fixture.right / fixture.count).toBeGreaterThanOrEqual(0.98);
  expect(stdout).toContain(`${((100 * fixture.right) / fixture.count).toFixed(2)} %`);
  expect(stdout).toContain(`${fixture.count - fixture.right} wrong of 2,004`);
  expect(stdout).toMatch(/\d images a second/);
  expect(stdout, 'no colours in a pipe').not.toContain('\x1b');
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});
