/** Runs a function on symbolic tensors and writes down the ops that it calls, with the sizes of one batch. */
import { ConvoltError } from '../errors.js';
import type { Attributes } from '../runtime/addon.js';
import { type DType, type Executor, type TensorSpec, withExecutor } from '../runtime/dispatch.js';
import { innermostModule } from '../runtime/module-stack.js';
import type { Tensor } from '../tensor/tensor.js';
import { SymbolicStorage, SymbolicTensor, type ViewStep } from './symbolic.js';

/** A value with the sizes of this batch. */
export interface RecordedValue {
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** An op with the sizes of this batch. */
export interface RecordedNode {
  readonly op: string;
  readonly attributes: Attributes;
  readonly inputs: readonly (RecordedValue | null)[];
  readonly outputs: readonly RecordedValue[];
  readonly module: string;
}

/** The ops of one run. */
export class Recorder {
  readonly nodes: RecordedNode[] = [];
  /** Tensors with elements that ops took, in the order of their first use. */
  readonly constants = new Map<Tensor, RecordedValue>();
  readonly #modules: ReadonlyMap<object, string>;

  /** @param modules the path of every module of the model */
  constructor(modules: ReadonlyMap<object, string>) {
    this.#modules = modules;
  }

  /** A symbolic tensor for an input. */
  input(spec: TensorSpec): SymbolicTensor {
    const { shape, dtype } = spec;
    return new SymbolicTensor(new SymbolicStorage(this, { shape, dtype }), { shape });
  }

  /** Calls `body`; what it does with symbolic tensors is recorded, all else runs as usual. */
  record<R>(body: () => R): R {
    return withExecutor<Tensor, R>((usual) => this.#executor(usual), body);
  }

  /** The value of what an op takes: a symbolic tensor's, or a constant. */
  valueOf(tensor: Tensor): RecordedValue {
    if (tensor instanceof SymbolicTensor) return tensor.value;
    const known = this.constants.get(tensor);
    if (known !== undefined) return known;
    const { shape, dtype } = tensor;
    const value = { shape, dtype };
    this.constants.set(tensor, value);
    return value;
  }

  addView({ op, attributes }: ViewStep, input: RecordedValue, shape: readonly number[]): RecordedValue {
    return this.#add(op, attributes, [input], [{ shape, dtype: input.dtype }])[0] as RecordedValue;
  }

  /** What `base` holds after `value` was written over a view of it. */
  writeThrough({ op, attributes }: ViewStep, base: SymbolicTensor, value: RecordedValue): RecordedValue {
    const { shape } = base;
    const { dtype } = value;
    switch (op) {
      case 'reshape':
        return this.addView({ op, attributes: { shape } }, value, shape);
      case 'permute': {
        const dims = attributes.dims as readonly number[];
        const inverse = shape.map((_, dim) => dims.indexOf(dim));
        const restored = this.addView({ op, attributes: { dims: inverse } }, value, shape);
        return this.#add('copy', {}, [restored], [{ shape, dtype }])[0] as RecordedValue;
      }
      case 'select':
      case 'slice': {
        const dim = attributes.dim as number;
        if (op === 'slice' && attributes.step !== 1) break;
        const start = (op === 'slice' ? attributes.start : attributes.index) as number;
        const length = op === 'slice' ? (attributes.length as number) : 1;
        const written = this.addView(
          { op: 'reshape', attributes: { shape: shape.with(dim, length) } },
          value,
          shape.with(dim, length),
        );
        const end = start + length;
        const around = [
          this.#cut(base, dim, 0, start),
          written,
          this.#cut(base, dim, end, (shape[dim] as number) - end),
        ];
        const parts = around.filter((part) => part.shape[dim] !== 0);
        return this.#add('cat', { dim }, parts, [{ shape, dtype }])[0] as RecordedValue;
      }
    }
    throw this.refusal(`a write through the view '${op}' cannot be recorded; write to a clone() of it`);
  }

  /** An error that names the module and the line of the program that came here. */
  refusal(what: string): ConvoltError {
    const module = innermostModule();
    const path = module && this.#modules.get(module);
    const at = callingLine(new Error().stack ?? '');
    const where = [path && `in module '${path}'`, at && `at ${at}`].filter(Boolean).join(' ');
    return new ConvoltError('CONVOLT_NOT_TRACEABLE', `trace: ${what}${where && `, ${where}`}`);
  }

  #executor(usual: Executor<Tensor>): Executor<Tensor> {
    const isSymbolic = (tensor: Tensor | null) => tensor instanceof SymbolicTensor;
    return {
      run: (op, attributes, inputs, specs) => {
        if (!inputs.some(isSymbolic)) return usual.run(op, attributes, inputs, specs);
        return this.#add(op, attributes, this.#valuesOf(inputs), specs).map(
          (value) => new SymbolicTensor(new SymbolicStorage(this, value), value),
        );
      },
      runInPlace: (op, attributes, inputs, target) => {
        if (target instanceof SymbolicTensor) {
          // What it leaves alone is no input of it, so its output would lack that.
          if (op === 'scatter') throw this.refusal('scatter cannot be recorded yet; where() or cat() can');
          target.write(this.#add(op, attributes, this.#valuesOf(inputs), [target])[0] as RecordedValue);
        } else if (inputs.some(isSymbolic)) {
          throw this.refusal(
            'a value of the graph was written into a tensor that is not part of it; write to a clone() of an input',
          );
        } else {
          usual.runInPlace(op, attributes, inputs, target);
        }
      },
    };
  }

  #valuesOf(tensors: readonly (Tensor | null)[]): (RecordedValue | null)[] {
    return tensors.map((tensor) => tensor && this.valueOf(tensor));
  }

  #cut(base: SymbolicTensor, dim: number, start: number, length: number): RecordedValue {
    const attributes = { dim, start, length, step: 1 };
    return this.addView({ op: 'slice', attributes }, base.value, base.shape.with(dim, length));
  }

  #add(
    op: string,
    attributes: Attributes,
    inputs: readonly (RecordedValue | null)[],
    specs: readonly TensorSpec[],
  ): RecordedValue[] {
    const outputs = specs.map(({ shape, dtype }) => ({ shape, dtype }));
    const module = innermostModule();
    this.nodes.push({ op, attributes, inputs, outputs, module: (module && this.#modules.get(module)) ?? '' });
    return outputs;
  }
}

/** The rooms of this library that a forward goes through: not what the user wrote. */
const ROOMS = /[\\/](?:dist|lib)[\\/](?:functional|graph|nn|random|runtime|tensor)[\\/]/;

/** The first line of a stack trace that is the user's. */
function callingLine(stack: string): string | undefined {
  const frames = stack.split('\n').slice(1);
  const own = frames.find((frame) => !ROOMS.test(frame) && !frame.includes('node:internal'));
  return own?.match(/\(?((?:file:\/\/)?[^()\s]+:\d+:\d+)\)?$/)?.[1];
}
