/** That the fuzzer sees what it is there to see. */
import { expect, test } from 'vitest';
import { DTypeError } from '../../lib/errors.js';
import { attempt, type Report } from './attempt.js';
import type { Stage } from './format.js';

const file = new Uint8Array();

function tried(load: () => readonly Stage[], isSound = true): Promise<Report> {
  const format = {
    name: 'test',
    draw: () => file,
    passesHeader: async () => isSound,
    load: async () => load(),
  };
  return attempt(format, 'path', file);
}

const refuse = () => {
  throw new DTypeError('test', 'x', 'float32', 'int64');
};

test('what loads and what is refused is no finding', async () => {
  const stages = [
    { name: 'one', run: () => 1 },
    { name: 'two', run: refuse },
  ];
  expect(await tried(() => stages)).toMatchObject({
    reached: true,
    load: 'loaded',
    stages: ['one ok', 'two CONVOLT_DTYPE_MISMATCH'],
    problems: [],
  });
  expect(await tried(refuse, false)).toMatchObject({
    reached: false,
    load: 'CONVOLT_DTYPE_MISMATCH',
    stages: [],
    problems: [],
  });
});

test('an error of no type of ours is one, while loading and after', async () => {
  const fail = () => {
    throw new TypeError('no');
  };
  const load = await tried(fail);
  expect(load).toMatchObject({ load: 'failed', problems: [expect.stringContaining('load: TypeError: no')] });
  const stage = await tried(() => [{ name: 'run', run: async () => fail() }]);
  expect(stage.problems).toEqual([expect.stringContaining('run: TypeError: no')]);
});

test('memory that is only asked for is one, and so is memory that is used', async () => {
  const asked = await tried(() => {
    Buffer.allocUnsafeSlow(2 ** 27);
    return [];
  });
  expect(asked.problems).toEqual([expect.stringContaining('load: 128 MiB of memory were asked for')]);
  if (process.platform !== 'linux') return;
  const used = await tried(() => {
    new Uint8Array(2 ** 29).fill(1);
    return [];
  });
  expect(used.problems).toEqual([expect.stringMatching(/memory: \d+ MiB more are resident/)]);
});

test('time is one', async () => {
  const slow = await tried(() => {
    const start = process.cpuUsage();
    for (let used = 0; used < 2.2e6; ) {
      const { user, system } = process.cpuUsage(start);
      used = user + system;
    }
    return [];
  });
  expect(slow.problems).toEqual([expect.stringMatching(/time: 2\.\d s/)]);
});
