/**
 * The tensors that a `forward` sees while it is traced: shapes and dtypes without elements. Calls on them are recorded.
 *
 * A write in place makes a new value. Views know what they are views of, so that the write shows in all of them.
 */
import type { Attributes } from '../runtime/addon.js';
import { Storage } from '../tensor/storage.js';
import { Tensor } from '../tensor/tensor.js';
import type { RecordedValue, Recorder } from './record.js';

/** How a view came about. */
export interface ViewStep {
  readonly op: string;
  readonly attributes: Attributes;
}

/** Stands for memory: the value that is in it now. */
export class SymbolicStorage extends Storage {
  readonly recorder: Recorder;
  value: RecordedValue;
  /** Grows with every write. */
  version = 0;

  constructor(recorder: Recorder, value: RecordedValue) {
    super(new Uint8Array());
    this.recorder = recorder;
    this.value = value;
  }

  override get bytes(): never {
    throw this.recorder.refusal(
      'a value was read that is known only when the graph runs (data, item(), toArray(), printing)',
    );
  }
}

export class SymbolicTensor extends Tensor {
  declare readonly storage: SymbolicStorage;
  /** What this is a view of. */
  readonly base: SymbolicTensor | undefined;
  readonly step: ViewStep | undefined;
  #value: RecordedValue | undefined;
  #version = -1;

  constructor(
    storage: SymbolicStorage,
    layout: { shape: readonly number[]; strides?: readonly number[]; offset?: number },
    view?: { base: SymbolicTensor; step: ViewStep },
  ) {
    super(storage, storage.value.dtype, layout.shape, layout.strides, layout.offset);
    this.base = view?.base;
    this.step = view?.step;
  }

  override asView(
    op: string,
    attributes: Attributes,
    shape: readonly number[],
    strides: readonly number[],
    offset = this.storageOffset,
  ): SymbolicTensor {
    const layout = { shape, strides, offset };
    const view = new SymbolicTensor(this.storage, layout, { base: this, step: { op, attributes } });
    view.value; // recorded now, in the module that made the view, and again after every write
    return view;
  }

  /** The value that the tensor has now. */
  get value(): RecordedValue {
    const { storage, base, step } = this;
    if (base === undefined || step === undefined) return storage.value;
    if (this.#value === undefined || this.#version !== storage.version) {
      this.#value = storage.recorder.addView(step, base.value, this.shape);
      this.#version = storage.version;
    }
    return this.#value;
  }

  /** Writes a value over the tensor, and so into what it is a view of. */
  write(value: RecordedValue): void {
    const { storage, base, step } = this;
    if (base !== undefined && step !== undefined) {
      base.write(storage.recorder.writeThrough(step, base, value));
      return;
    }
    storage.value = value;
    storage.version++;
  }
}
