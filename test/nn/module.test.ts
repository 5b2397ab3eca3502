import { inspect } from 'node:util';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { ArgumentError, type ConvoltError } from '../../lib/errors.js';
import { Identity, Module, ModuleList, Parameter, ReLU, Sequential } from '../../lib/nn/index.js';
import { Tensor } from '../../lib/tensor/tensor.js';

function vector(size = 2): Tensor {
  const tensor = Tensor.empty({ shape: [size], dtype: 'float32' });
  tensor.data.fill(0 as never);
  return tensor;
}

class Scale extends Module {
  scale = new Parameter(vector());

  constructor() {
    super();
    this.registerBuffer('mean', vector());
    this.registerBuffer('cache', vector(), { persistent: false });
    this.registerBuffer('absent', null);
  }

  forward(x: Tensor): Tensor {
    return x;
  }
}

class Net extends Module {
  readonly #secret = 7;
  stem = new Scale();
  layers: Sequential;
  shift = new Parameter(vector(), { requiresGrad: false });
  bias: Parameter | null = null;
  plain = [new ReLU()];
  notAParameter = vector();

  constructor() {
    super();
    this.layers = new Sequential(new Scale(), new ReLU());
    this.addModule('alias', this.stem);
  }

  secret = (): number => this.#secret;

  forward(x: Tensor): Tensor {
    return this.layers.forward(this.stem.forward(x));
  }
}

const names = <T>(entries: Iterable<[string, T]>): string[] => [...entries].map(([name]) => name);

describe('what a module holds', () => {
  const net = new Net();

  test('parameters are found by property, own ones first, then those of children, each once', () => {
    expect(names(net.namedParameters())).toEqual(['shift', 'stem.scale', 'layers.0.scale']);
    expect([...net.parameters()]).toEqual([net.shift, net.stem.scale, (net.layers.at(0) as Scale).scale]);
    expect(names(net.namedParameters({ recurse: false }))).toEqual(['shift']);
  });

  test('buffers are the registered ones, the passing ones too', () => {
    expect(names(net.namedBuffers())).toEqual(['stem.mean', 'stem.cache', 'layers.0.mean', 'layers.0.cache']);
    expect([...net.stem.buffers()]).toHaveLength(2);
  });

  test('modules are listed once, from the outside in; those in plain arrays are not found', () => {
    expect(names(net.namedModules())).toEqual(['', 'stem', 'layers', 'layers.0', 'layers.1']);
    expect(names(net.namedChildren())).toEqual(['stem', 'layers']);
    expect([...net.children()]).toEqual([net.stem, net.layers]);
    expect([...net.modules()][0]).toBe(net);
  });

  test('the state dict has parameters, persistent buffers and children in order, both names of a shared module', () => {
    expect(names(net.stateDict())).toEqual([
      'shift',
      'stem.scale',
      'stem.mean',
      'layers.0.scale',
      'layers.0.mean',
      'alias.scale',
      'alias.mean',
    ]);
    expect(net.stateDict().get('stem.scale')).toBe(net.stem.scale);
  });

  test('a buffer or parameter that was replaced is the one that is found', () => {
    const module = new Scale();
    const mean = vector();
    Object.assign(module, { mean });
    expect(module.stateDict().get('mean')).toBe(mean);
  });

  test('private fields and arrow functions of a subclass work', () => {
    expect(net.secret()).toBe(7);
  });

  test('names that would not be keys, or that are taken, are refused', () => {
    const module = new Scale();
    for (const name of ['', 'a.b', null, 'forward', 'training', 'apply', 'scale']) {
      expect(() => module.registerBuffer(name as string, vector())).toThrow(ArgumentError);
      expect(() => module.addModule(name as string, new ReLU())).toThrow(ArgumentError);
    }
    expect(() => module.registerBuffer('x', 3 as never)).toThrow(/Tensor or null/);
    expect(() => module.addModule('x', null as never)).toThrow(/module of 'x' must be a Module/);
    expect(() => new Parameter(null as never)).toThrow(ArgumentError);
  });
});

test('a parameter shares the memory of its tensor, and prints as in PyTorch', () => {
  const data = vector();
  const parameter = new Parameter(data);
  data.data[0] = 1;
  expect(String(parameter)).toBe('Parameter containing:\ntensor([1., 0.])');
  expect(inspect(parameter)).toBe(String(parameter));
  expect(() => new Parameter(data, { requiresGrad: 1 as never })).toThrow(ArgumentError);
});

test('train and eval reach every module; modules start in training, as in PyTorch', () => {
  const net = new Net();
  expect([...net.modules()].every((module) => module.training)).toBe(true);
  expect(net.eval()).toBe(net);
  expect([...net.modules()].some((module) => module.training)).toBe(false);
  expect(net.train().layers.training).toBe(true);
  expect(() => net.train(1 as never)).toThrow(ArgumentError);
});

test('apply calls children first', () => {
  const seen: string[] = [];
  new Sequential(new Sequential(new ReLU()), new Identity()).apply((module) => {
    seen.push(module.constructor.name);
  });
  expect(seen).toEqual(['ReLU', 'Sequential', 'Identity', 'Sequential']);
});

describe('forward', () => {
  class Two extends Module {
    forward(a: Tensor, b: Tensor): [Tensor, Tensor] {
      return [b, a];
    }
  }

  class Three extends Two {
    override forward(a: Tensor, b: Tensor): [Tensor, Tensor] {
      const [x, y] = super.forward(a, b);
      return [y, x];
    }
  }

  test('a subclass gives it its own signature', () => {
    expectTypeOf(new Net().forward).toEqualTypeOf<(x: Tensor) => Tensor>();
    expectTypeOf(new Two().forward).toEqualTypeOf<(a: Tensor, b: Tensor) => [Tensor, Tensor]>();
  });

  test('hooks see arguments and output, can replace the output, and can be removed', () => {
    const two = new Two();
    const [a, b, c] = [vector(), vector(), vector()];
    const calls: unknown[] = [];
    const handle = two.registerForwardHook((module, args, output) => {
      calls.push([module, args, output]);
    });
    const replacing = two.registerForwardHook(() => [c, c]);
    expect(two.forward(a, b)).toEqual([c, c]);
    expect(calls).toEqual([[two, [a, b], [b, a]]]);
    handle.remove();
    replacing.remove();
    expect(two.forward(a, b)[0]).toBe(b);
    expect(calls).toHaveLength(1);
    expect(() => two.registerForwardHook(null as never)).toThrow(ArgumentError);
  });

  test('hooks before the call see the arguments and can replace them', () => {
    const two = new Two();
    const [a, b, c] = [vector(), vector(), vector()];
    const seen: unknown[] = [];
    const handle = two.registerForwardPreHook((module, args) => {
      seen.push(module, args);
      return [c, args[1]];
    });
    expect(two.forward(a, b)[1]).toBe(c);
    expect(seen).toEqual([two, [a, b]]);
    handle.remove();
    expect(two.forward(a, b)[1]).toBe(a);
    expect(() => two.registerForwardPreHook(3 as never)).toThrow(ArgumentError);
  });

  test('a hook runs once a call, though forward calls super.forward', () => {
    const three = new Three();
    let calls = 0;
    three.registerForwardHook(() => {
      calls++;
    });
    const a = vector();
    expect(three.forward(a, vector())[0]).toBe(a);
    expect(calls).toBe(1);
  });

  test('hooks see a forward that is an arrow function, or that was assigned', () => {
    class Arrow extends Module {
      forward = (x: number): number => x + 1;
    }
    const arrow = new Arrow();
    arrow.registerForwardHook((_module, _args, output) => output * 10);
    expect(arrow.forward(1)).toBe(20);
    arrow.forward = (x) => x - 1;
    arrow.registerForwardHook((_module, _args, output) => output + 1);
    expect(arrow.forward(3)).toBe(21);
  });

  test('a module without one says so', () => {
    // @ts-expect-error: TypeScript asks for a forward
    class Empty extends Module {}
    const empty = new Empty() as Module;
    expect(() => empty.forward()).toThrow(expect.objectContaining({ code: 'CONVOLT_NO_FORWARD' }));
    const list: Module = new ModuleList([]);
    expect(() => list.forward()).toThrow(expect.objectContaining({ code: 'CONVOLT_NO_FORWARD' }));
  });

  test('an error tells the layer it arose in, by its path from the outermost module', () => {
    const net = new Net();
    const caught = catchError(() => net.forward(null as never));
    expect(caught).toBeInstanceOf(ArgumentError);
    expect(caught.layer).toBe('layers.1 (ReLU)');
    expect(caught.message).toMatch(/^layers\.1 \(ReLU\): relu: input must be a Tensor/);
    expect(caught.stack).toContain(caught.message);
    expect(catchError(() => new ReLU().forward(null as never)).layer).toBe('ReLU');
    expect(catchError(() => net.layers.forward(null as never)).layer).toBe('1 (ReLU)');
  });

  function catchError(body: () => unknown): ConvoltError {
    try {
      body();
    } catch (error) {
      return error as ConvoltError;
    }
    throw new Error('nothing was thrown');
  }
});

test('a module prints as in PyTorch, nested modules indented, shared ones under each name', () => {
  class Described extends Module {
    relu = new ReLU();
    override extraRepr(): string {
      return 'first\nsecond';
    }
    forward(): void {}
  }
  const net = new Sequential(new Sequential(new ReLU(), new Identity()), new Described(), new Sequential());
  const text = [
    'Sequential(',
    '  (0): Sequential(',
    '    (0): ReLU()',
    '    (1): Identity()',
    '  )',
    '  (1): Described(',
    '    first',
    '    second',
    '    (relu): ReLU()',
    '  )',
    '  (2): Sequential()',
    ')',
  ].join('\n');
  expect(String(net)).toBe(text);
  expect(inspect(net)).toBe(text);
});
