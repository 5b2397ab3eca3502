import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { load } from '../../lib/io/load.js';
import { fourZeros, join, le, legacy, pickle, zip } from './forge.js';
import { record } from './tensors.js';

const { call, dict, global, int, list, object, storage, tensor, text, tuple } = pickle;

const four = storage('FloatStorage', '0', 4);
const honest = object(dict(text('w'), tensor(four, 0, [2, 2], [2, 1])));

/** A checkpoint in which one thing is wrong. */
const withTensor = (forged: Uint8Array) => legacy(object(dict(text('w'), forged)), { 0: fourZeros });

async function refusal(bytes: Uint8Array) {
  const error = await load(bytes).then(
    () => 'loaded',
    (reason: unknown) => reason,
  );
  return error as { code: string; message: string };
}

const zeros = {
  dtype: 'float32',
  shape: [2, 2],
  strides: [2, 1],
  offset: 0,
  data: [0, 0, 0, 0],
};

describe('legacy form', () => {
  test('the forged file is right but for the lies below', async () => {
    const tensors = await load(legacy(honest, { 0: fourZeros }));
    expect(record(tensors.get('w') as never)).toStrictEqual(zeros);
  });

  test.each([
    ['an offset beyond the storage', tensor(four, 4, [1], [1])],
    ['a shape beyond the storage', tensor(four, 0, [5], [1])],
    ['strides beyond the storage', tensor(four, 0, [2, 2], [3, 1])],
    ['a negative size', tensor(four, 0, [-1], [1])],
    ['a negative stride', tensor(four, 3, [2], [-1])],
    ['a negative offset', tensor(four, -1, [1], [1])],
    ['a shape whose product overflows', tensor(four, 0, [2n ** 40n, 2n ** 40n], [0, 0])],
    ['strides whose sum overflows', tensor(four, 0, [2n ** 52n, 2n ** 52n], [2n ** 52n, 2n ** 52n])],
    ['a size beyond exact numbers', tensor(four, 0, [2n ** 63n - 1n], [0])],
    ['fewer strides than sizes', tensor(four, 0, [2, 2], [1])],
    ['ten billion elements in a small file', tensor(storage('FloatStorage', '0', 1e10), 0, [1], [1])],
    ['more bytes than numbers count', tensor(storage('FloatStorage', '0', 2n ** 53n - 1n), 0, [1], [1])],
    ['no storage', tensor(int(1), 0, [1], [1])],
    ['a storage that the file lacks', tensor(storage('FloatStorage', '1', 4), 0, [4], [1])],
    ['one storage with two sizes', tuple(four, storage('FloatStorage', '0', 8))],
    [
      'a part outside of its storage',
      tensor(storage('FloatStorage', '0', 4, tuple(text('v'), int(2), int(3))), 0, [1], [1]),
    ],
    ['arguments that are no tuple', join(global('torch._utils', '_rebuild_tensor'), int(1), 'R')],
    ['a call of a class of storages', call(global('torch', 'FloatStorage'), int(1))],
    [
      'a tensor rebuilt by itself',
      call(
        global('torch._tensor', '_rebuild_from_type_v2'),
        global('torch._tensor', '_rebuild_from_type_v2'),
        global('torch', 'Tensor'),
        tuple(),
      ),
    ],
    ['an OrderedDict of what are not pairs', call(global('collections', 'OrderedDict'), list(int(1)))],
    ['a memo index that was never set', join('h\x07')],
    ['a long memo index that was never set', join('j\xff\xff\xff\xff')],
    ['a string of 4 GB', join('X\xff\xff\xff\xff')],
    ['a string beyond the end of the file', join('X', le(2 ** 20, 4))],
    ['a string that is not UTF-8', join('X', le(2, 4), '\xff\xff')],
    ['an integer beyond the end of the file', join('\x8a\xff')],
    ['a global without an end', join('c', 'torch'.repeat(1000))],
    ['a key without a value', join('}(', text('k'), 'u')],
    ['a call of what lies under a mark', join('R')],
    ['attributes of a number', join(int(1), dict(), 'b')],
    ['an append to a dict', join(dict(), int(1), 'a')],
  ])('%s', async (_name, forged) => {
    expect((await refusal(withTensor(forged))).code).toMatch(/^CONVOLT_(INVALID|UNSUPPORTED)_FILE$/);
  });

  test.each([
    ['os', 'system'],
    ['builtins', 'eval'],
    ['__builtin__', 'exec'],
    ['torch.hub', 'load'],
    ['numpy.core.multiarray', 'scalar'],
  ])('%s.%s is refused by name', async (module, name) => {
    const forged = withTensor(call(global(module, name), text('echo')));
    const { code, message } = await refusal(forged);
    expect(code).toBe('CONVOLT_UNSUPPORTED_FILE');
    expect(message).toContain(`${module === '__builtin__' ? 'builtins' : module}.${name}`);
  });

  test('a view in the old way is a part of its storage', async () => {
    const part = storage('FloatStorage', '0', 4, tuple(text('v'), int(1), int(2)));
    const bytes = withTensor(tensor(part, 1, [1], [1]));
    bytes.writeFloatLE(1.5, bytes.length - 8);
    const w = (await load(bytes)).get('w');
    expect(record(w as never)).toMatchObject({ offset: 2, data: [1.5] });
  });

  test('an OrderedDict from pairs, as Python 2 wrote them', async () => {
    const pairs = list(tuple(text('w'), tensor(four, 0, [2, 2], [2, 1])));
    const tensors = await load(
      legacy(object(call(global('collections', 'OrderedDict'), pairs)), { 0: fourZeros }),
    );
    expect(record(tensors.get('w') as never)).toStrictEqual(zeros);
  });

  test('a list that contains itself, a dict that contains itself', async () => {
    expect((await refusal(legacy(object(']q\x00h\x00a')))).message).toContain('a list');
    expect((await refusal(legacy(object('}q\x00(', text('k'), 'h\x00u')))).message).toContain('"k"');
  });

  test('an empty stack, items without a mark', async () => {
    expect((await refusal(legacy(object()))).code).toBe('CONVOLT_INVALID_FILE');
    expect((await refusal(legacy(object('}u')))).message).toContain('mark');
  });

  test('a hundred thousand nested lists', async () => {
    const nested = object(']'.repeat(1e5), 'a'.repeat(1e5 - 1));
    expect((await refusal(legacy(nested))).message).toContain('a list');
  });

  test('more objects than a checkpoint has', async () => {
    expect((await refusal(legacy(object('}'.repeat(1_000_001))))).message).toContain('objects');
  });

  test('more steps than a checkpoint has', async () => {
    expect((await refusal(legacy(object('K\x00'.repeat(5_000_001))))).message).toContain('steps');
  });

  test('a lazily negated tensor', async () => {
    const negated = call(
      global('torch._utils', '_rebuild_tensor_v2'),
      four,
      int(0),
      tuple(int(4)),
      tuple(int(1)),
      '\x89',
      dict(),
      dict(text('neg'), '\x88'),
    );
    expect((await refusal(withTensor(negated))).message).toContain('resolve_neg');
  });

  test('a pickled module, another protocol, another byte order, a plain pickle', async () => {
    const module = join(tuple(text('module'), global('torch', 'Tensor'), text('net.py'), text('…')), 'Q');
    expect((await refusal(legacy(object(module)))).message).toContain('model.state_dict()');
    expect((await refusal(legacy(join('\x80\x04N.')))).message).toContain('protocol 4');
    expect((await refusal(object(dict()))).message).toContain('torch.save');
    const bigEndian = legacy(honest, { 0: fourZeros });
    const system = bigEndian.indexOf('}(u');
    const forged = join(
      bigEndian.subarray(0, system),
      dict(text('little_endian'), '\x89'),
      bigEndian.subarray(system + 3),
    );
    expect((await refusal(forged)).message).toContain('big-endian');
  });

  test('storages that are listed twice, unknown, or of another length', async () => {
    const twice = join(legacy(honest, {}).subarray(0, -1 - list().length - 2));
    const keys = (...names: string[]) => object(list(...names.map(text)));
    expect((await refusal(join(twice, keys('0', '0'), fourZeros, fourZeros))).message).toContain('twice');
    expect((await refusal(join(twice, keys('0', '1'), fourZeros, fourZeros))).message).toContain('unknown');
    expect((await refusal(legacy(honest, { 0: join(le(3, 8), Buffer.alloc(12)) }))).message).toContain('3');
  });
});

describe('zip form', () => {
  const data = { name: 'net/data/0', data: Buffer.alloc(16) };
  const main = { name: 'net/data.pkl', data: honest };

  test('the forged file is right but for the lies below', async () => {
    expect(record((await load(zip([main, data]))).get('w') as never)).toStrictEqual(zeros);
    expect((await load(zip([main, data, { name: 'net/byteorder', data: 'little' }]))).size).toBe(1);
  });

  test('a compressed pickle is inflated', async () => {
    const deflated = { ...main, data: deflateRawSync(honest), method: 8, size: honest.length };
    expect((await load(zip([deflated, data]))).size).toBe(1);
  });

  const bomb = deflateRawSync(Buffer.alloc(80e6));
  test.each([
    ['a zip bomb', [{ ...main, data: bomb, method: 8, size: 80e6 }, data], 'at most'],
    ['a zip bomb that denies its size', [{ ...main, data: bomb, method: 8, size: 1000 }, data], 'damaged'],
    ['a pickle that is not deflated data', [{ ...main, method: 8 }, data], 'damaged'],
    ['a storage that is missing', [main], 'is not in the file'],
    ['a storage that is too short', [main, { ...data, data: Buffer.alloc(12) }], 'has 12'],
    ['a storage that ends outside', [main, { ...data, size: 1e6, compressedSize: 1e6 }], 'outside'],
    ['sizes that differ', [main, { ...data, compressedSize: 8 }], 'damaged'],
    [
      'a compressed storage',
      [main, { ...data, method: 8, data: deflateRawSync(data.data), size: 16 }],
      'compressed',
    ],
    ['an encrypted storage', [main, { ...data, flags: 1, size: 4 }], 'encrypted'],
    ['two entries of one name', [main, data, data], 'two entries'],
    ['entries that overlap', [main, data, { name: 'net/data/1', data: '', offset: 4 }], 'overlaps'],
    ['a big-endian file', [main, data, { name: 'net/byteorder', data: 'big' }], '"big"'],
    ['two checkpoints', [main, data, { name: 'other/data.pkl', data: honest }], 'several'],
    ['no checkpoint', [data], '"net/data/0"'],
    ['TorchScript', [main, data, { name: 'net/constants.pkl', data: '' }], 'TorchScript'],
    ['Keras', [{ name: 'model.weights.h5', data: '' }], 'Keras'],
    ['NumPy', [{ name: 'w.npy', data: '' }], 'NumPy'],
    ['an empty archive', [], 'not of torch.save'],
  ])('%s', async (_name, entries, message) => {
    const error = await refusal(zip(entries));
    expect(error.code).toMatch(/^CONVOLT_(INVALID|UNSUPPORTED)_FILE$/);
    expect(error.message).toContain(message);
  });
});
