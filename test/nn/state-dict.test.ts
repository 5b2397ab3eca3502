import { describe, expect, test } from 'vitest';
import { ArgumentError, StateDictError } from '../../lib/errors.js';
import { Module, Parameter, Sequential } from '../../lib/nn/index.js';
import { tensor } from '../../lib/tensor/create.js';
import { Tensor } from '../../lib/tensor/tensor.js';

function filled(shape: number[], value: number): Tensor {
  const tensor = Tensor.empty({ shape, dtype: 'float32' });
  tensor.data.fill(value as never);
  return tensor;
}

class Layer extends Module {
  weight = new Parameter(filled([2, 3], 0));
  bias: Parameter | null = new Parameter(filled([2], 0));

  constructor() {
    super();
    this.registerBuffer('num_batches_tracked', filled([], 0));
  }

  forward(): void {}
}

const net = (): Sequential => new Sequential({ a: new Layer(), b: new Layer() });

const full = (): Map<string, Tensor> =>
  new Map([...net().stateDict()].map(([key, tensor], i) => [key, filled([...tensor.shape], i + 1)]));

const values = (module: Module): unknown[] => [...module.stateDict().values()].map(({ data }) => data[0]);

describe('loadStateDict', () => {
  test('copies into the tensors that are there', () => {
    const model = net();
    const parameter = (model.at(0) as Layer).weight;
    expect(model.loadStateDict(full())).toEqual({ missingKeys: [], unexpectedKeys: [] });
    expect(values(model)).toEqual([1, 2, 3, 4, 5, 6]);
    expect((model.at(0) as Layer).weight).toBe(parameter);
  });

  test('with assign takes the tensors themselves, where their dtype is right', () => {
    const model = net();
    const dict = full();
    const double = (dict.get('a.bias') as Tensor).to('float64');
    dict.set('a.bias', double);
    model.loadStateDict(dict, { assign: true });
    const state = model.stateDict();
    for (const key of ['a.weight', 'b.num_batches_tracked'])
      expect(state.get(key)?.storage).toBe(dict.get(key)?.storage);
    expect(state.get('a.bias')?.dtype).toBe('float32');
    expect(values(model)).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...model.parameters()]).toHaveLength([...net().parameters()].length);
    expect(() => model.loadStateDict(dict, { assign: 1 } as object)).toThrow(ArgumentError);
  });

  test('converts dtypes, and takes views of any strides', () => {
    const dict = new Map([...full()].map(([key, tensor]) => [key, tensor.to('float16')]));
    dict.set(
      'a.weight',
      tensor(
        [
          [1, 4],
          [2, 5],
          [3, 6],
        ],
        { dtype: 'float64' },
      ).t(),
    );
    const model = net();
    model.loadStateDict(dict);
    expect(values(model)).toEqual([1, 2, 3, 4, 5, 6]);
    expect((model.at(0) as Layer).weight.dtype).toBe('float32');
    expect((model.at(0) as Layer).weight.toArray()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
  });

  test('takes a plain object, and its own state dict', () => {
    const model = net();
    model.loadStateDict(Object.fromEntries(full()));
    expect(values(model)).toEqual([1, 2, 3, 4, 5, 6]);
    const twin = net();
    twin.loadStateDict(model.stateDict());
    expect(values(twin)).toEqual(values(model));
  });

  test('reports all that is missing, unexpected and of another size at once, and loads nothing', () => {
    const model = net();
    const dict = full();
    dict.delete('a.bias');
    dict.delete('b.weight');
    dict
      .set('c', filled([1], 0))
      .set('a.weight', filled([3, 2], 0))
      .set('b.bias', filled([], 0));
    let caught: unknown;
    try {
      model.loadStateDict(dict);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(StateDictError);
    const error = caught as StateDictError;
    expect(error.code).toBe('CONVOLT_STATE_DICT_MISMATCH');
    expect(error.missingKeys).toEqual(['a.bias', 'b.weight']);
    expect(error.unexpectedKeys).toEqual(['c']);
    expect(error.mismatched).toEqual([
      { key: 'a.weight', expected: [2, 3], received: [3, 2] },
      { key: 'b.bias', expected: [2], received: [] },
    ]);
    expect(error.message).toContain('size mismatch for a.weight: expected [2, 3], received [3, 2]');
    expect(values(model)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test('strict: false loads what fits and returns the rest, but sizes must agree', () => {
    const model = net();
    const dict = full();
    dict.delete('a.bias');
    dict.set('c', filled([1], 0));
    expect(model.loadStateDict(dict, { strict: false })).toEqual({
      missingKeys: ['a.bias'],
      unexpectedKeys: ['c'],
    });
    expect(values(model)).toEqual([1, 0, 3, 4, 5, 6]);
    dict.set('b.bias', filled([3], 0));
    expect(() => model.loadStateDict(dict, { strict: false })).toThrow(StateDictError);
  });

  test('a missing num_batches_tracked is not an error', () => {
    const dict = full();
    dict.delete('a.num_batches_tracked');
    expect(net().loadStateDict(dict)).toEqual({ missingKeys: [], unexpectedKeys: [] });
  });

  test('a parameter that is null has no key', () => {
    const layer = new Layer();
    layer.bias = null;
    const dict = new Map([['weight', filled([2, 3], 1)]]);
    expect([...layer.stateDict().keys()]).toEqual(['weight', 'num_batches_tracked']);
    layer.loadStateDict(dict);
    expect(() => layer.loadStateDict(dict.set('bias', filled([2], 0)))).toThrow(StateDictError);
  });

  test('what is not a state dict is refused', () => {
    for (const wrong of [null, undefined, 3, 'file.pth', [], filled([1], 0)])
      expect(() => net().loadStateDict(wrong as never)).toThrow(ArgumentError);
    const dict = Object.assign(Object.fromEntries(full()), { 'a.weight': null });
    expect(() => net().loadStateDict(dict as never)).toThrow(/'a\.weight' must be a Tensor, received null/);
    expect(() => net().loadStateDict(full(), { strict: 0 as never })).toThrow(ArgumentError);
  });
});
