import { ArgumentError, ConvoltError } from '../errors.js';
import { enterModule, leaveModule, outermostModule } from '../runtime/module-stack.js';
import { Tensor } from '../tensor/tensor.js';
import { Parameter } from './parameter.js';
import { indent } from './repr.js';
import {
  fillState,
  type IncompatibleKeys,
  type LoadStateDictOptions,
  type StateDict,
  type StateEntry,
} from './state-dict.js';

/**
 * A function that sees every call of a module's `forward`, when it has run. What it returns, unless that is undefined,
 * takes the place of the output.
 */
// biome-ignore lint/suspicious/noExplicitAny: the arguments and the output are whatever the module's forward has
export type ForwardHook = (module: Module, args: any[], output: any) => unknown;

/**
 * A function that sees every call of a module's `forward` before it runs. The list that it returns, unless it returns
 * undefined, takes the place of the arguments.
 */
// biome-ignore lint/suspicious/noExplicitAny: the arguments are whatever the module's forward has
export type ForwardPreHook = (module: Module, args: any[]) => unknown[] | undefined;

/** What registering a hook returns: `remove()` takes the hook off again. */
export interface HookHandle {
  remove(): void;
}

/**
 * The base of all layers and networks, as PyTorch's. A network is a subclass that makes its layers in the constructor (or
 * in class fields) and uses them in `forward`:
 *
 * ```ts
 * class Net extends nn.Module {
 *   conv1 = new nn.Conv2d(1, 32, 3);
 *   fc = new nn.Linear(32 * 26 * 26, 10);
 *
 *   forward(x: Tensor): Tensor {
 *     x = functional.relu(this.conv1.forward(x));
 *     return this.fc.forward(x.flatten(1));
 *   }
 * }
 * ```
 *
 * Parameters ({@link Parameter}), buffers ({@link registerBuffer}) and child modules are found by property: **the name of
 * the property is the key in the state dict**, so properties whose keys come from PyTorch keep PyTorch's spelling
 * (`running_mean`). They are listed in the order in which the properties came to be
 * (declared fields count when they are declared). As in PyTorch, a module inside a plain
 * array or object is not found; `nn.ModuleList` and `nn.ModuleDict` are for that.
 *
 * A module is called by its `forward`. The constructor wraps the most derived `forward`, so that hooks, `summary` and
 * error messages see every call, while `super.forward` stays the plain method.
 *
 * There is no training: no gradients, no optimisers. `training` is true at first, as in PyTorch, and the layers that
 * differ then (dropout, batch normalisation) compute as in training: call `eval()` before use.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Module.html
 */
export abstract class Module {
  /** True until `eval()`. */
  training = true;
  readonly #buffers = new Map<string, { persistent: boolean }>();
  readonly #preHooks = new Set<{ hook: ForwardPreHook }>();
  readonly #hooks = new Set<{ hook: ForwardHook }>();
  #wrapped: unknown;

  constructor() {
    this.#wrapForward();
  }

  /** Computes the output. A subclass gives it a signature of its own. */
  // biome-ignore lint/suspicious/noExplicitAny: only with any can every subclass have its own parameters
  abstract forward(...args: any[]): any;

  /**
   * Makes `tensor` a buffer of this module: a tensor that belongs to its state without being a parameter, such as
   * running statistics. It becomes the property `name`.
   *
   * @param name the property and state-dict key
   * @param tensor null keeps the name for a buffer that is absent
   * @param options
   * @param options.persistent whether it is part of the state dict
   */
  registerBuffer(
    name: string,
    tensor: Tensor | null,
    { persistent = true }: { persistent?: boolean } = {},
  ): void {
    checkName('registerBuffer', name);
    if (!this.#buffers.has(name)) this.#checkFree('registerBuffer', name);
    if (tensor !== null && !(tensor instanceof Tensor)) {
      throw new ArgumentError('registerBuffer', `tensor of '${name}'`, 'a Tensor or null', tensor);
    }
    this.#buffers.set(name, { persistent });
    Object.assign(this, { [name]: tensor });
  }

  /** Adds a child module under a name that is computed: the property `name`, or a container's next entry. */
  addModule(name: string, module: Module): void {
    checkName('addModule', name);
    checkModule('addModule', `module of '${name}'`, module);
    this.setChild(name, module);
  }

  /** @internal Where `addModule` puts a child. */
  protected setChild(name: string, module: Module): void {
    if (!((this as Record<string, unknown>)[name] instanceof Module)) this.#checkFree('addModule', name);
    Object.assign(this, { [name]: module });
  }

  /** @internal The child modules by name, in order; containers add theirs. */
  protected *ownChildren(): Iterable<[string, Module]> {
    for (const [name, value] of Object.entries(this)) if (value instanceof Module) yield [name, value];
  }

  *#ownParameters(): Iterable<[string, Parameter]> {
    for (const [name, value] of Object.entries(this)) if (value instanceof Parameter) yield [name, value];
  }

  *#ownBuffers({ persistent }: { persistent: boolean }): Iterable<[string, Tensor]> {
    for (const [name, buffer] of this.#buffers) {
      const value = (this as Record<string, unknown>)[name];
      if (value instanceof Tensor && (buffer.persistent || !persistent)) yield [name, value];
    }
  }

  /** The direct children by name, each once. */
  *namedChildren(): Iterable<[string, Module]> {
    yield* unique(this.ownChildren());
  }

  /** The direct children, each once. */
  *children(): Iterable<Module> {
    for (const [, module] of this.namedChildren()) yield module;
  }

  /** This module (by the name `''`) and all modules inside it, each once, by names such as `features.0`. */
  *namedModules(): Iterable<[string, Module]> {
    yield* this.#walk('', new Set());
  }

  /** This module and all modules inside it, each once. */
  *modules(): Iterable<Module> {
    for (const [, module] of this.namedModules()) yield module;
  }

  *#walk(prefix: string, seen: Set<Module>): Iterable<[string, Module]> {
    if (seen.has(this)) return;
    seen.add(this);
    yield [prefix, this];
    for (const [name, child] of this.ownChildren()) yield* child.#walk(join(prefix, name), seen);
  }

  /**
   * All parameters by their full names, each once.
   *
   * @param options
   * @param options.recurse false: only those of this very module
   */
  *namedParameters({ recurse = true }: { recurse?: boolean } = {}): Iterable<[string, Parameter]> {
    yield* unique(this.#collect(recurse, (module) => module.#ownParameters()));
  }

  /** All parameters, each once. */
  *parameters(options: { recurse?: boolean } = {}): Iterable<Parameter> {
    for (const [, parameter] of this.namedParameters(options)) yield parameter;
  }

  /** All buffers by their full names, each once. */
  *namedBuffers({ recurse = true }: { recurse?: boolean } = {}): Iterable<[string, Tensor]> {
    yield* unique(this.#collect(recurse, (module) => module.#ownBuffers({ persistent: false })));
  }

  /** All buffers, each once. */
  *buffers(options: { recurse?: boolean } = {}): Iterable<Tensor> {
    for (const [, buffer] of this.namedBuffers(options)) yield buffer;
  }

  *#collect<T>(recurse: boolean, own: (module: Module) => Iterable<[string, T]>): Iterable<[string, T]> {
    const modules: Iterable<[string, Module]> = recurse ? this.namedModules() : [['', this]];
    for (const [prefix, module] of modules) {
      for (const [name, value] of own(module)) yield [join(prefix, name), value];
    }
  }

  /**
   * The parameters and persistent buffers by PyTorch's keys, in PyTorch's order. They are the module's own tensors, not
   * copies. A module that has two names is listed under both.
   */
  stateDict(): Map<string, Tensor> {
    return new Map([...this.#state('')].map(([key, { tensor }]) => [key, tensor]));
  }

  *#state(prefix: string): Iterable<[string, StateEntry]> {
    for (const [name, parameter] of this.#ownParameters()) {
      const { requiresGrad } = parameter;
      const put = (tensor: Tensor) =>
        Object.assign(this, { [name]: new Parameter(tensor, { requiresGrad }) });
      yield [join(prefix, name), { tensor: parameter, put }];
    }
    for (const [name, tensor] of this.#ownBuffers({ persistent: true }))
      yield [join(prefix, name), { tensor, put: (other) => Object.assign(this, { [name]: other }) }];
    for (const [name, child] of this.ownChildren()) yield* child.#state(join(prefix, name));
  }

  /**
   * Copies a state dict into this module's parameters and buffers, converting dtypes.
   *
   * `num_batches_tracked` may be missing: files from before PyTorch 0.4.1 lack it, and it plays no part in inference.
   *
   * @param stateDict what `load` returned, or a plain object of tensors
   * @param options see {@link LoadStateDictOptions}
   * @returns the missing and unexpected keys, both empty when strict
   * @throws StateDictError when a key is missing or unexpected (strict only), or when a shape differs (always); it lists
   * all of them, and nothing was loaded
   * @example model.loadStateDict(await load('digits.pth'))
   */
  loadStateDict(stateDict: StateDict, options: LoadStateDictOptions = {}): IncompatibleKeys {
    return fillState(this.constructor.name, new Map(this.#state('')), stateDict, options);
  }

  /** Sets `training` of this module and all modules inside it. */
  train(mode = true): this {
    if (typeof mode !== 'boolean') throw new ArgumentError('train', 'mode', 'a boolean', mode);
    for (const module of this.modules()) module.training = mode;
    return this;
  }

  /** Sets the module to inference: `train(false)`. */
  eval(): this {
    return this.train(false);
  }

  /** Calls `fn` with every module inside this one, children first, and then with this one. */
  apply(fn: (module: Module) => void): this {
    for (const child of this.children()) child.apply(fn);
    fn(this);
    return this;
  }

  /** Has `hook` called before every `forward` of this module. */
  registerForwardPreHook(hook: ForwardPreHook): HookHandle {
    return this.#register('registerForwardPreHook', this.#preHooks, hook);
  }

  /** Has `hook` called after every `forward` of this module. */
  registerForwardHook(hook: ForwardHook): HookHandle {
    return this.#register('registerForwardHook', this.#hooks, hook);
  }

  #register<H>(where: string, hooks: Set<{ hook: H }>, hook: H): HookHandle {
    if (typeof hook !== 'function') throw new ArgumentError(where, 'hook', 'a function', hook);
    // A class field or an assignment may have replaced the forward that the constructor wrapped.
    if (this.forward !== this.#wrapped) this.#wrapForward();
    const entry = { hook };
    hooks.add(entry);
    return { remove: () => hooks.delete(entry) };
  }

  /** What stands between the parentheses of the printed module; several lines are printed one below another. */
  extraRepr(): string {
    return '';
  }

  /** The module as PyTorch prints it. */
  toString(): string {
    const extra = this.extraRepr();
    const lines = extra === '' ? [] : extra.split('\n');
    const single = lines.length === 1;
    for (const [name, child] of this.ownChildren()) lines.push(`(${name}): ${child}`);
    const body = single && lines.length === 1 ? extra : lines.map((line) => indent(`\n${line}`)).join('');
    return `${this.constructor.name}(${body}${body.startsWith('\n') ? '\n' : ''})`;
  }

  /** @internal What `console.log` shows. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }

  #checkFree(where: string, name: string): void {
    const value = (this as Record<string, unknown>)[name];
    if (value !== undefined && value !== null) {
      throw new ArgumentError(where, 'name', `no property that ${this.constructor.name} has already`, name);
    }
  }

  #wrapForward(): void {
    const forward = this.forward;
    this.#wrapped = (...args: unknown[]): unknown => {
      enterModule(this);
      try {
        if (typeof forward !== 'function') throw noForward(this);
        let inputs = args;
        for (const { hook } of [...this.#preHooks]) inputs = hook(this, inputs) ?? inputs;
        let output = forward.apply(this, inputs);
        for (const { hook } of [...this.#hooks]) output = hook(this, inputs, output) ?? output;
        return output;
      } catch (error) {
        if (error instanceof ConvoltError) error.locate(() => pathOf(this));
        throw error;
      } finally {
        leaveModule();
      }
    };
    Object.defineProperty(this, 'forward', { value: this.#wrapped, writable: true, configurable: true });
  }
}

function checkName(where: string, name: unknown): void {
  if (typeof name !== 'string' || name === '' || name.includes('.')) {
    throw new ArgumentError(where, 'name', 'a string that is not empty and has no dot', name);
  }
}

/** @throws ArgumentError unless `value` is a Module */
export function checkModule(where: string, argument: string, value: unknown): asserts value is Module {
  if (!(value instanceof Module)) throw new ArgumentError(where, argument, 'a Module', value);
}

function noForward(module: Module): ConvoltError {
  const name = module.constructor.name;
  return new ConvoltError('CONVOLT_NO_FORWARD', `${name} has no forward, which computes a module's output`);
}

/** `features.0 (Conv2d)`: where a module is inside the one that the running call came in by. */
function pathOf(module: Module): string {
  const type = module.constructor.name;
  const outermost = outermostModule() as Module;
  for (const [name, candidate] of outermost.namedModules()) {
    if (candidate === module && name !== '') return `${name} (${type})`;
  }
  return type;
}

function join(prefix: string, name: string): string {
  return prefix === '' ? name : `${prefix}.${name}`;
}

/** The entries whose values did not come before. */
function* unique<T>(entries: Iterable<[string, T]>): Iterable<[string, T]> {
  const seen = new Set<T>();
  for (const entry of entries) {
    if (seen.has(entry[1])) continue;
    seen.add(entry[1]);
    yield entry;
  }
}
