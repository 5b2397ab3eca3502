/** A compiled network that runs off the main thread. */
import { randomUUID } from 'node:crypto';
import { serialize } from 'node:v8';
import { ArgumentError, ConvoltError, ShapeError } from '../errors.js';
import { clone, contiguous } from '../functional/copy.js';
import { slice } from '../functional/slice.js';
import { shapeAt } from '../graph/dim.js';
import type { Outline, Structure } from '../graph/graph.js';
import { toText } from '../graph/print.js';
import { batchOf } from '../graph/run.js';
import { putTogether, takeApart } from '../graph/structure.js';
import { addon, type Handle } from '../runtime/addon.js';
import { encode, Tensor } from '../tensor/tensor.js';
import { type LoweredGraph, lower } from './lower.js';
import { Profile } from './profile.js';
import { rowsAreIndependent } from './rows.js';
import { runProgram, Slots, throwIfAborted } from './slots.js';
import type { Choice } from './tuning.js';

/** The options of {@link Plan.run}. */
export interface RunOptions {
  /** Stops the run before its next step; the promise is rejected with an `AbortError`. */
  signal?: AbortSignal;
  /** Where the results go, in the structure that `forward` returns: contiguous tensors of the right shapes. */
  out?: Structure<Tensor>;
}

/** How a plan runs, and why so. */
export interface Resources {
  readonly threads: number;
  readonly concurrency: number;
  /** Nothing by default: a plan of a graph as it is. */
  readonly choices?: readonly Choice[];
}

/** What `attach` needs beside the constants. */
export interface Description {
  readonly outline: Outline;
  readonly resources: Resources;
}

/** The network prepared for one batch size. */
interface Program {
  readonly handle: Handle<'Program'>;
  readonly lowered: LoweredGraph;
}

/** What a run is about. */
interface Call {
  readonly inputs: readonly Tensor[];
  readonly rows: number;
  readonly outputs: readonly Tensor[];
  readonly out: Structure<Tensor> | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Rows `start` to `start + rows` of a call. */
interface Part {
  readonly start: number;
  readonly rows: number;
  readonly program: Program;
}

/** Large batches run in parts whose arena is about as large as a cache. */
const PART_BYTES = 32 << 20;
/** Programs for this many batch sizes are kept. */
const MOST_PROGRAMS = 16;

/**
 * A network that {@link compile} prepared.
 *
 * `await net.run(x)` computes on threads of the pool, never on the main one. Runs that come while all slots are taken
 * wait in turn. Any batch size is fine; a row's result does not depend on the batch it came in, bit by bit.
 *
 * Memory is freed by the garbage collector with the plan, or at once by `dispose()` (`using net = await compile(…)`).
 */
export class Plan {
  /** How many threads a run may use. */
  readonly threads: number;
  /** How many runs may be under way at the same time. */
  readonly concurrency: number;
  /** Which algorithm each convolution has, and why: estimated, or measured with `compile`'s option `tune`. */
  readonly choices: readonly Choice[];
  readonly #outline: Outline;
  readonly #constants: Handle<'Constants'>;
  readonly #programs = new Map<number, Program>();
  readonly #slots: Slots;
  /** How many rows a part has; infinity where rows depend on each other. */
  readonly #partRows: number;
  #running = 0;
  #disposed = false;
  #token: string | undefined;

  /**
   * @internal Use {@link compile}.
   *
   * @param outline of the graph as the passes left it
   * @param constants in the outline's order
   */
  constructor(
    outline: Outline,
    constants: Handle<'Constants'>,
    { threads, concurrency, choices = [] }: Resources,
  ) {
    this.#outline = outline;
    this.threads = threads;
    this.concurrency = concurrency;
    this.choices = choices;
    this.#constants = constants;
    this.#slots = new Slots({ threads, most: concurrency });
    const rowBytes = Math.max(1, this.#program(1).lowered.description.arenaBytes);
    this.#partRows = rowsAreIndependent(outline)
      ? Math.max(1, Math.floor(PART_BYTES / rowBytes))
      : Number.POSITIVE_INFINITY;
  }

  /**
   * Computes in the background.
   *
   * @param args the arguments of `forward` (or one object of tensors by the names of the graph's inputs), then
   * {@link RunOptions} if any. The inputs are copied before this returns.
   * @returns what `forward` returns
   * @throws (rejects with) ShapeError when the inputs do not fit, `AbortError` when `signal` stopped it, ConvoltError
   * `CONVOLT_DISPOSED` after `dispose()`
   * @example const logits = await net.run(images, { signal: AbortSignal.timeout(100) });
   */
  // biome-ignore lint/suspicious/noExplicitAny: the result is whatever the module's forward returns
  async run(...args: any[]): Promise<any> {
    const call = this.#call('run', args);
    await this.#background(call, false);
    return this.#result(call);
  }

  /** Computes on the calling thread and those of the pool, and returns when that is done. See {@link run}. */
  // biome-ignore lint/suspicious/noExplicitAny: the result is whatever the module's forward returns
  runSync(...args: any[]): any {
    const call = this.#call('runSync', args);
    if (call.signal !== undefined)
      throw new ArgumentError(
        'runSync',
        'signal',
        'absent: nothing can abort what the thread waits for',
        call.signal,
      );
    const lent = this.#slots.tryTake();
    // All slots may be under way in the background, which this thread would block for ever by waiting.
    const slot = lent ?? addon.plan.makeSlot(this.threads);
    try {
      for (const part of this.#parts(call.rows)) {
        addon.plan.writeInputs(slot, part.program.handle, this.#cut(call.inputs, part, call));
        addon.plan.runSync(slot, part.program.handle, false);
        addon.plan.readOutputs(slot, part.program.handle, this.#cut(call.outputs, part, call));
      }
    } finally {
      if (lent === undefined) addon.plan.release(slot);
      else this.#slots.give(lent);
    }
    return this.#result(call);
  }

  /**
   * Runs once in the background and measures each step.
   *
   * @param args as for {@link run}
   * @returns time, floating-point operations and bytes of each step, as data and (`toString()`) as a table
   * @throws (rejects with) ArgumentError for a batch that is computed in parts; otherwise as {@link run}
   * @example console.log(`${await net.profile(image)}`);
   */
  // biome-ignore lint/suspicious/noExplicitAny: the arguments are whatever the module's forward takes
  async profile(...args: any[]): Promise<Profile> {
    const call = this.#call('profile', args);
    const [part, ...others] = this.#parts(call.rows);
    if (part === undefined || others.length > 0)
      throw new ArgumentError('profile', 'the batch size', `from 1 to ${this.#partRows}`, call.rows);
    const seconds = await this.#background(call, true);
    return new Profile(part.program.lowered.steps, seconds);
  }

  /**
   * A token by which other threads of the process run the same network: {@link attach} makes a plan of it, with slots of its
   * own over the same weights, which are in memory once.
   *
   * The token itself keeps nothing alive, so none is ever left over: not by a message that was never read, nor by a thread
   * that was terminated. It works as long as a plan with these weights lives, in whatever thread: this one, or one that
   * was attached. Hold this plan until the others have said that they are attached; it may then be disposed of.
   *
   * @returns a string, for `postMessage` and `workerData`; the same at each call
   * @throws ConvoltError `CONVOLT_DISPOSED` after `dispose()`
   * @example
   * const worker = new Worker('./worker.js', { workerData: net.share() });
   * // worker.js
   * const net = attach(workerData);
   */
  share(): string {
    this.#checkAlive('share');
    if (this.#token === undefined) {
      this.#token = randomUUID();
      const { threads, concurrency, choices } = this;
      const description: Description = {
        outline: this.#outline,
        resources: { threads, concurrency, choices },
      };
      addon.plan.share(this.#constants, this.#token, serialize(description));
    }
    return this.#token;
  }

  /** The graph as it runs, rewritten by the passes: an op a line, as {@link Graph.toString} has it. */
  toString(): string {
    return toText(this.#outline);
  }

  /** Frees weights and memory as soon as no run needs them; runs that were called before complete. */
  dispose(): void {
    this.#disposed = true;
    this.#releaseIfDone();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** @returns the time of each step, if asked for */
  async #background(call: Call, timed: boolean): Promise<number[]> {
    const { signal, rows, outputs } = call;
    throwIfAborted(signal);
    const parts = this.#parts(rows);
    let slot = this.#slots.tryTake();
    this.#running++;
    try {
      const inputs = slot === undefined || parts.length > 1 ? call.inputs.map(clone) : call.inputs;
      slot ??= await this.#slots.take(signal);
      for (const part of parts) {
        throwIfAborted(signal);
        addon.plan.writeInputs(slot, part.program.handle, this.#cut(inputs, part, call));
        await runProgram(slot, part.program.handle, { signal, timed });
        addon.plan.readOutputs(slot, part.program.handle, this.#cut(outputs, part, call));
      }
      return timed ? addon.plan.stepSeconds(slot) : [];
    } finally {
      if (slot !== undefined) this.#slots.give(slot);
      this.#running--;
      this.#releaseIfDone();
    }
  }

  #checkAlive(where: string): void {
    if (!this.#disposed) return;
    throw new ConvoltError(
      'CONVOLT_DISPOSED',
      `${where}: this plan was disposed of; compile the model again`,
    );
  }

  /** Checks the arguments of a run. */
  #call(where: string, args: readonly unknown[]): Call {
    this.#checkAlive(where);
    const { own, rest } = this.#separate(where, args);
    const inputs = own.map(contiguous);
    const [options = {}] = rest;
    if (rest.length > 1 || typeof options !== 'object' || options === null || options instanceof Tensor)
      throw new ArgumentError(
        where,
        'the arguments',
        `${this.#outline.inputs.length} inputs, then options if any`,
        args,
      );
    const { signal, out } = options as RunOptions;
    if (signal !== undefined && !(signal instanceof AbortSignal))
      throw new ArgumentError(where, 'signal', 'an AbortSignal', signal);
    const rows = batchOf(this.#outline, inputs);
    const outputs =
      out === undefined ? this.#specs(rows).map(Tensor.empty) : this.#checkOut(where, out, rows);
    return { inputs, rows, outputs, out, signal };
  }

  /** The tensors among the arguments in the graph's order, and what comes after them. */
  #separate(where: string, args: readonly unknown[]): { own: Tensor[]; rest: readonly unknown[] } {
    const { inputs, inputStructure } = this.#outline;
    const [first] = args;
    if (
      typeof first === 'object' &&
      first !== null &&
      inputs.every(({ name }) => Object.hasOwn(first, name))
    ) {
      const named = inputs.map(({ name }) => (first as Record<string, unknown>)[name]);
      return { own: this.#leaves(where, named).leaves, rest: args.slice(1) };
    }
    const count = inputStructure.length;
    const { leaves, places } = this.#leaves(where, args.slice(0, count));
    if (JSON.stringify(places) !== JSON.stringify(inputStructure)) {
      const names = inputs.map(({ name }) => name).join(', ');
      throw new ArgumentError(
        where,
        'the arguments',
        `those of forward (${names}), or one object by these names`,
        args,
      );
    }
    return { own: leaves, rest: args.slice(count) };
  }

  #leaves(where: string, structure: unknown): { leaves: Tensor[]; places: Structure<number> } {
    const { leaves, places } = takeApart<Tensor>(structure, isTensor, (value, path) => {
      throw new ArgumentError(where, `argument ${path.join('.')}`, 'a Tensor', value);
    });
    return { leaves: leaves.map(({ value }) => value), places };
  }

  #specs(rows: number) {
    return this.#outline.outputs.map(({ shape, dtype }) => ({ shape: shapeAt(shape, rows), dtype }));
  }

  #checkOut(where: string, out: Structure<Tensor>, rows: number): Tensor[] {
    const { leaves, places } = this.#leaves(where, out);
    if (JSON.stringify(places) !== JSON.stringify(this.#outline.outputStructure))
      throw new ArgumentError(where, 'out', 'tensors in the structure that forward returns', out);
    for (const [i, { shape, dtype }] of this.#specs(rows).entries()) {
      const given = leaves[i] as Tensor;
      if (given.dtype === dtype && `${given.shape}` === `${shape}` && given.isContiguous()) continue;
      throw new ShapeError(
        where,
        `out must be contiguous ${dtype} [${shape.join(', ')}], received ` +
          `${given.isContiguous() ? '' : 'a view out of order, '}${given.dtype} [${given.shape.join(', ')}]`,
      );
    }
    return leaves;
  }

  #result({ out, outputs }: Call): Structure<Tensor> {
    return out ?? putTogether(this.#outline.outputStructure, outputs);
  }

  #parts(rows: number): Part[] {
    const parts: Part[] = [];
    const most = Math.min(rows, this.#partRows);
    for (let start = 0; start < rows || parts.length === 0; start += most) {
      const size = Math.min(most, rows - start);
      parts.push({ start, rows: size, program: this.#program(size) });
      if (rows === 0) break;
    }
    return parts;
  }

  /** The rows of a part, as the addon takes them. */
  #cut(tensors: readonly Tensor[], { start, rows }: Part, call: Call) {
    const whole = rows === call.rows;
    return encode(whole ? tensors : tensors.map((tensor) => slice(tensor, 0, start, start + rows)));
  }

  #program(rows: number): Program {
    const known = this.#programs.get(rows);
    this.#programs.delete(rows);
    const program = known ?? this.#prepare(rows);
    this.#programs.set(rows, program);
    const [oldest] = this.#programs.keys();
    if (this.#programs.size > MOST_PROGRAMS) this.#programs.delete(oldest as number);
    return program;
  }

  #prepare(rows: number): Program {
    const lowered = lower(this.#outline, rows);
    try {
      return { lowered, handle: addon.plan.makeProgram(this.#constants, lowered.description) };
    } catch (cause) {
      if (!(cause instanceof ConvoltError) || cause.code !== 'CONVOLT_NATIVE_CHECK') throw cause;
      // The checks in TypeScript saw the batch sizes of the trace. An op with a constant may allow these and not all.
      throw new ShapeError(
        'compile',
        `the network cannot run at the batch size ${rows} (${cause.message}); compile it with { batch: 'fixed' }`,
        { cause },
      );
    }
  }

  #releaseIfDone(): void {
    if (!this.#disposed || this.#running > 0) return;
    this.#slots.release();
    for (const { handle } of this.#programs.values()) addon.plan.release(handle);
    this.#programs.clear();
    addon.plan.release(this.#constants);
  }
}

function isTensor(value: unknown): value is Tensor {
  return value instanceof Tensor;
}
