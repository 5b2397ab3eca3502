import { describe, expect, test } from 'vitest';
import { load } from '../../lib/io/load.js';
import { readFixture } from '../support/fixtures.js';
import { join, le, safetensors } from './forge.js';
import { fixturePath, type Recorded, recordAll } from './tensors.js';

test('all dtypes, scalars, empty tensors, unaligned data, metadata, padding', async () => {
  const tensors = recordAll(await load(fixturePath('dtypes.safetensors')));
  expect(tensors).toStrictEqual(readFixture<Record<string, Recorded>>('io/safetensors_file'));
});

test.each([
  ['an empty file', '{}', 0],
  ['white space around the header', ' \n{ } ', 0],
  ['only metadata', '{"__metadata__":{"a":"b"}}', 0],
  [
    'a size of zero beside a huge one',
    '{"w":{"dtype":"F32","shape":[0,1099511627776],"data_offsets":[0,0]}}',
    1,
  ],
  [
    'a name with quotes, brackets, colons and backslashes',
    '{"\\\\\\"{[:]}\\"":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"\\\\":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}',
    2,
  ],
  ['names that objects have anyway', '{"__proto__":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}', 1],
])('%s is accepted', async (_name, header, size) => {
  const data = new Uint8Array(header.includes('U8') ? 1 : 0);
  expect((await load(safetensors(header, data))).size).toBe(size);
});

describe('a file that lies is refused', () => {
  const entry = (changes: object = {}) => ({ dtype: 'F32', shape: [2], data_offsets: [0, 8], ...changes });
  const file = (header: unknown, dataSize = 8) =>
    safetensors(typeof header === 'string' ? header : JSON.stringify(header), new Uint8Array(dataSize));
  const sound = file({ w: entry() });

  test('but for the lies it is accepted', async () => {
    expect((await load(sound)).get('w')?.shape).toStrictEqual([2]);
  });

  test.each([
    ['header longer than the file', join(le(1000, 8), sound.subarray(8)), 'cut off'],
    ['header longer than the format allows', join(le(100_000_001, 8), sound.subarray(8)), '100000000'],
    ['header length beyond exact numbers', join(le(2n ** 64n - 1n, 8), sound.subarray(8)), '100000000'],
    ['no JSON', file('{"w":'), 'JSON'],
    ['a comment', file('{/* */}', 0), 'JSON'],
    ['a trailing comma', file('{"__metadata__":{},}', 0), 'JSON'],
    ['text after the header', file('{}{}', 0), 'JSON'],
    ['not UTF-8', join(le(4, 8), '{"\xff"'), 'UTF-8'],
    ['deep nesting', file(`{"w":${'['.repeat(1e5)}`), 'nested'],
    ['a name twice', file(`{"w":${JSON.stringify(entry())},"\\u0077":${JSON.stringify(entry())}}`), 'twice'],
    ['a name twice, with white space before the colon', file('{"w" :1,"w"\n:2}'), 'twice'],
    ['a string without an end', file('{"w\\"'), 'JSON'],
    ['a key of a tensor twice', file('{"w":{"dtype":"F32","dtype":"F32"}}'), 'twice'],
    ['metadata that is not strings', file({ __metadata__: { a: 1 } }, 0), '__metadata__'],
    ['a tensor that is no object', file({ w: null }), '"w"'],
    ['no dtype', file({ w: entry({ dtype: undefined }) }), 'dtype'],
    ['no shape', file({ w: entry({ shape: undefined }) }), 'shape'],
    ['a negative size', file({ w: entry({ shape: [-2] }) }), 'shape'],
    ['a fractional size', file({ w: entry({ shape: [0.5, 4] }) }), 'shape'],
    ['no offsets', file({ w: entry({ data_offsets: undefined }) }), 'data_offsets'],
    ['one offset', file({ w: entry({ data_offsets: [0] }) }), 'data_offsets'],
    ['a negative offset', file({ w: entry({ data_offsets: [-8, 0] }) }), 'data_offsets'],
    ['offsets in reverse', file({ w: entry({ data_offsets: [8, 0] }) }), 'span -8'],
    ['offsets that do not fit the shape', file({ w: entry({ shape: [3] }) }), '12 bytes'],
    ['a shape that overflows', file({ w: entry({ shape: [2 ** 40, 2 ** 40] }) }), 'more elements'],
    ['data beyond the file', file({ w: entry({ shape: [3], data_offsets: [0, 12] }) }), 'cut off'],
    ['a petabyte', file({ w: entry({ shape: [2 ** 48], data_offsets: [0, 2 ** 50] }) }), 'cut off'],
    ['an overlap', file({ a: entry(), b: entry({ data_offsets: [4, 12] }) }, 12), 'overlaps'],
    ['a hole', file({ a: entry(), b: entry({ data_offsets: [12, 20] }) }, 20), 'belong to no tensor'],
    ['a hole at the start', file({ a: entry({ data_offsets: [4, 12] }) }, 12), 'belong to no tensor'],
    ['trailing bytes', file({ w: entry() }, 9), 'follow'],
  ])('%s', async (_name, bytes, message) => {
    await expect(load(bytes)).rejects.toMatchObject({
      code: 'CONVOLT_INVALID_FILE',
      message: expect.stringContaining(message),
    });
  });

  test.each([
    ['a dtype that Convolt lacks', file({ w: entry({ dtype: 'F8_E4M3' }) }), 'F8_E4M3'],
    ['nine dimensions', file({ w: entry({ shape: [2, 1, 1, 1, 1, 1, 1, 1, 1] }) }), '9 dimensions'],
  ])('%s is refused as unsupported', async (_name, bytes, message) => {
    await expect(load(bytes)).rejects.toMatchObject({
      code: 'CONVOLT_UNSUPPORTED_FILE',
      message: expect.stringContaining(message),
    });
  });
});
