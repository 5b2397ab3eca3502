import { expect, test } from 'vitest';
import { ArgumentError } from '../../lib/errors.js';
import { Identity, Module, ModuleDict, ModuleList, ReLU, Sequential } from '../../lib/nn/index.js';
import { Tensor } from '../../lib/tensor/tensor.js';

const names = (module: Module): string[] => [...module.namedModules()].map(([name]) => name);

test('Sequential names its modules by index, or by the keys of an object or a Map', () => {
  expect(names(new Sequential(new ReLU(), new Identity()))).toEqual(['', '0', '1']);
  expect(names(new Sequential({ a: new ReLU(), b: new Identity() }))).toEqual(['', 'a', 'b']);
  const map = new Map<string, Module>([
    ['10', new ReLU()],
    ['2', new ReLU()],
  ]);
  expect(names(new Sequential(map))).toEqual(['', '10', '2']);
  expect(names(new Sequential())).toEqual(['']);
});

test('Sequential runs its modules in order', () => {
  class Append extends Module {
    constructor(readonly letter: string) {
      super();
    }
    forward(x: string): string {
      return x + this.letter;
    }
  }
  const sequential = new Sequential(new Append('a'), new Append('b')).append(new Append('c'));
  expect(sequential.forward('' as never)).toBe('abc');
});

test('a subclass of Sequential can have children of its own', () => {
  class Block extends Sequential {
    extra = new Identity();
  }
  expect(names(new Block(new ReLU()))).toEqual(['', '0', 'extra']);
});

test('Sequential and ModuleList: at, length, iteration, append, extend', () => {
  const [a, b, c] = [new ReLU(), new Identity(), new ReLU()];
  for (const list of [new Sequential(a, b), new ModuleList([a, b])]) {
    expect(list.append(c).length).toBe(3);
    expect([...list]).toEqual([a, b, c]);
    expect(list.at(1)).toBe(b);
    expect(list.at(-1)).toBe(c);
    expect(list.extend([b]).at(3)).toBe(b);
    for (const index of [4, -5, 0.5, Number.NaN, null, '0'])
      expect(() => list.at(index as number)).toThrow(ArgumentError);
  }
  expect(() => new ModuleList().at(0)).toThrow(/empty/);
});

test('ModuleDict is a Map of modules', () => {
  const dict = new ModuleDict({ forward: new ReLU(), keys: new Identity() });
  expect(dict.size).toBe(2);
  expect([...dict.keys()]).toEqual(['forward', 'keys']);
  expect([...dict].map(([, module]) => module)).toEqual([...dict.values()]);
  const relu = new ReLU();
  expect(dict.set('forward', relu).get('forward')).toBe(relu);
  expect(dict.has('none')).toBe(false);
  expect(() => dict.get('none')).toThrow(/one of forward, keys/);
  expect(names(dict)).toEqual(['', 'forward', 'keys']);
});

test('what is not a module is refused by its place', () => {
  const x = Tensor.empty({ shape: [1], dtype: 'float32' });
  expect(() => new Sequential(new ReLU(), null as never)).toThrow(
    /modules\[1\] must be a Module, received null/,
  );
  expect(() => new Sequential({ a: 3 as never })).toThrow(/module of 'a'/);
  expect(() => new Sequential(null as never)).toThrow(ArgumentError);
  expect(() => new Sequential({ 'a.b': new ReLU() })).toThrow(/no dot/);
  expect(() => new ModuleList([x as never])).toThrow(ArgumentError);
  expect(() => new ModuleList(null as never)).toThrow(ArgumentError);
  expect(() => new ModuleList(new ReLU() as never)).toThrow(ArgumentError);
  expect(() => new ModuleDict(null as never)).toThrow(ArgumentError);
  expect(() => new ModuleDict({ a: null as never })).toThrow(ArgumentError);
});
