/** The tensor: a view of a storage, with a dtype, a shape and strides. Operations on it are in `methods.ts`. */
import { ArgumentError, ConvoltError } from '../errors.js';
import { type Attributes, addon, type EncodedTensors, refusingAs } from '../runtime/addon.js';
import { type DType, registerExecutor, type TensorSpec } from '../runtime/dispatch.js';
import { arrayType, dtypeCode, elementSize, type TypedArray } from './dtype.js';
import { takesInput, takesOutput } from './op-layout.js';
import { contiguousStrides, isContiguous, normalizeDim, numelOf } from './shape.js';
import { Storage } from './storage.js';

/**
 * A multi-dimensional array, as PyTorch's. Views (`permute`, slices, `expand`) share the storage of their base.
 *
 * Made by {@link tensor}, {@link zeros} and their like, by layers and by {@link load}.
 */
export class Tensor implements TensorSpec {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly storage: Storage;
  /** Elements from the storage's start to the first element. */
  readonly storageOffset: number;
  readonly #strides: readonly number[];
  #descriptor: Float64Array | undefined;

  /** @internal Use {@link tensor}, or `asView` for a view. */
  constructor(
    storage: Storage,
    dtype: DType,
    shape: readonly number[],
    strides: readonly number[] = contiguousStrides(shape),
    storageOffset = 0,
  ) {
    this.storage = storage;
    this.dtype = dtype;
    this.shape = shape;
    this.#strides = strides;
    this.storageOffset = storageOffset;
  }

  /** @internal A new contiguous tensor whose elements are whatever was in that memory. */
  static empty(spec: TensorSpec): Tensor {
    return new Tensor(
      Storage.allocate(numelOf(spec.shape) * elementSize(spec.dtype)),
      spec.dtype,
      spec.shape,
    );
  }

  /** The number of dimensions. */
  get ndim(): number {
    return this.shape.length;
  }

  /** The shape, or the size of one dimension (negative: from the end). */
  size(): readonly number[];
  size(dim: number): number;
  size(dim?: number): readonly number[] | number {
    if (dim === undefined) return this.shape;
    if (this.ndim === 0)
      throw new ArgumentError('size', 'dim', 'absent: a 0-d tensor has no dimensions', dim);
    return this.shape[normalizeDim('size', dim, this.ndim)] as number;
  }

  /** The distance, in elements, between neighbours along each dimension, or along one. */
  stride(): readonly number[];
  stride(dim: number): number;
  stride(dim?: number): readonly number[] | number {
    return dim === undefined
      ? this.#strides
      : (this.#strides[normalizeDim('stride', dim, this.ndim)] as number);
  }

  /** The number of elements. */
  numel(): number {
    return numelOf(this.shape);
  }

  isContiguous(): boolean {
    return isContiguous(this.shape, this.#strides);
  }

  /**
   * The elements, as a typed array over the very memory that kernels use: writes show in the tensor. float16 and
   * bfloat16 are raw bits in a `Uint16Array`, int64 is a `BigInt64Array`.
   *
   * @throws ConvoltError `CONVOLT_NOT_CONTIGUOUS` for a view whose elements do not lie in order; `x.contiguous().data`
   * is a copy that does. `CONVOLT_DETACHED_BUFFER` when the memory was transferred away.
   */
  get data(): TypedArray {
    if (!this.isContiguous()) {
      throw new ConvoltError(
        'CONVOLT_NOT_CONTIGUOUS',
        `data: this tensor is a view of shape [${this.shape}] with strides [${this.#strides}]; call contiguous() first`,
      );
    }
    const { bytes } = this.storage;
    const numel = this.numel();
    const offset = this.storageOffset * elementSize(this.dtype);
    if (bytes.byteLength < offset + numel * elementSize(this.dtype)) throw detached();
    return new (arrayType(this.dtype))(bytes.buffer, bytes.byteOffset + offset, numel);
  }

  /**
   * @internal The one place that makes a view: another arrangement of the same storage. Offsets and strides must stay
   * inside it; the addon checks. `op` and `attributes` say how the view came about, for tensors that record it.
   */
  asView(
    _op: string,
    _attributes: Attributes,
    shape: readonly number[],
    strides: readonly number[],
    storageOffset = this.storageOffset,
  ): Tensor {
    return new Tensor(this.storage, this.dtype, shape, strides, storageOffset);
  }

  /** @internal `[dtype, offset, shape…, strides…]`, what the addon reads beside the bytes. */
  get descriptor(): Float64Array {
    if (this.#descriptor === undefined) {
      const rank = this.ndim;
      const descriptor = new Float64Array(2 + 2 * rank);
      descriptor[0] = dtypeCode(this.dtype);
      descriptor[1] = this.storageOffset;
      descriptor.set(this.shape, 2);
      descriptor.set(this.#strides, 2 + rank);
      this.#descriptor = descriptor;
    }
    return this.#descriptor;
  }
}

function detached(): ConvoltError {
  return new ConvoltError(
    'CONVOLT_DETACHED_BUFFER',
    'the memory of this tensor was detached (transferred to a worker, or resized); copy it before the transfer',
  );
}

/** @internal Tensors as the addon takes them. */
export function encode(tensors: readonly (Tensor | null)[]): EncodedTensors {
  tensors.forEach(checkAttached);
  const encoded: EncodedTensors = [];
  for (const tensor of tensors) {
    if (tensor === null) encoded.push(null, null);
    else encoded.push(tensor.storage.bytes, tensor.descriptor);
  }
  return encoded;
}

/** @internal Runs an op on real tensors, writing into `outputs`. All but what draws random numbers goes through `dispatch`. */
export function runInto(
  op: string,
  attributes: Attributes,
  inputs: readonly (Tensor | null)[],
  outputs: readonly Tensor[],
): void {
  const run = addon.ops[op];
  if (run === undefined) throw new ConvoltError('CONVOLT_NATIVE_CHECK', `the addon has no op '${op}'`);
  const operands = inputs.map((input, i) =>
    input === null || takesInput(op, i, input.shape, input.stride()) ? input : copied(input),
  );
  refusingAs(op, () => run(attributes, encode(operands), encode(outputs)));
}

function checkAttached(tensor: Tensor | null): void {
  if (tensor !== null && tensor.storage.bytes.byteLength === 0 && tensor.numel() > 0) throw detached();
}

registerExecutor<Tensor>({
  run(op, attributes, inputs, specs) {
    const outputs = specs.map((spec) => Tensor.empty(spec));
    runInto(op, attributes, inputs, outputs);
    return outputs;
  },
  runInPlace(op, attributes, inputs, target) {
    const sources = inputs.map((input) =>
      input !== null && overlaps(input, target) ? copied(input) : input,
    );
    if (takesOutput(op, target.shape, target.stride())) {
      runInto(op, attributes, sources, [target]);
      return;
    }
    const ordered = Tensor.empty(target);
    runInto(op, attributes, sources, [ordered]);
    runInto('copy', {}, [ordered], [target]);
  },
});

/** Whether writing `target` element by element could change elements of `input` that are still to be read. */
function overlaps(input: Tensor, target: Tensor): boolean {
  if (input.storage !== target.storage) return false;
  return (
    input.dtype !== target.dtype ||
    input.storageOffset !== target.storageOffset ||
    `${input.shape}` !== `${target.shape}` ||
    `${input.stride()}` !== `${target.stride()}`
  );
}

function copied(tensor: Tensor): Tensor {
  const copy = Tensor.empty(tensor);
  runInto('copy', {}, [tensor], [copy]);
  return copy;
}
