/** The classes and functions that a checkpoint's pickle may name: those of PyTorch's weights-only loader. */
import type { DType } from '../../tensor/dtype.js';
import { invalidFile, quoted, unsupportedFile } from '../file-error.js';
import type { Source } from '../source.js';
import { PickledTensor } from './checkpoint.js';
import { PickleGlobal } from './pickle.js';

/** The class of a storage, e.g. `torch.FloatStorage`. */
export class StorageClass extends PickleGlobal {
  /** Undefined for `UntypedStorage`, which counts bytes. */
  readonly dtype: DType | undefined;

  constructor(name: string, dtype: DType | undefined) {
    super(name);
    this.dtype = dtype;
  }
}

class TorchDType extends PickleGlobal {
  readonly dtype: DType;

  constructor(dtype: DType) {
    super(`torch.${dtype}`);
    this.dtype = dtype;
  }
}

const storageClasses: Readonly<Record<string, DType>> = {
  DoubleStorage: 'float64',
  FloatStorage: 'float32',
  HalfStorage: 'float16',
  BFloat16Storage: 'bfloat16',
  LongStorage: 'int64',
  IntStorage: 'int32',
  ShortStorage: 'int16',
  CharStorage: 'int8',
  ByteStorage: 'uint8',
  BoolStorage: 'bool',
};

/** The functions that make a tensor, which `_rebuild_from_type_v2` may call in its turn. */
const rebuilders: readonly PickleGlobal[] = [
  new PickleGlobal(
    'torch._utils._rebuild_tensor',
    ([storage, offset, size, stride], source) => new PickledTensor(source, storage, offset, size, stride),
  ),
  new PickleGlobal(
    'torch._utils._rebuild_tensor_v2',
    ([storage, offset, size, stride, _requiresGrad, _hooks, metadata], source) => {
      checkMetadata(source, metadata);
      return new PickledTensor(source, storage, offset, size, stride);
    },
  ),
  new PickleGlobal(
    'torch._utils._rebuild_tensor_v3',
    ([storage, offset, size, stride, _requiresGrad, _hooks, dtype, metadata], source) => {
      checkMetadata(source, metadata);
      if (!(dtype instanceof TorchDType)) throw invalidFile(source, 'a tensor has no dtype');
      return new PickledTensor(source, storage, offset, size, stride, dtype.dtype);
    },
  ),
  new PickleGlobal('torch._utils._rebuild_parameter', ([data]) => data),
  new PickleGlobal('torch._utils._rebuild_parameter_with_state', ([data]) => data),
];

const globals = new Map(
  [
    ...rebuilders,
    new PickleGlobal('torch._tensor._rebuild_from_type_v2', ([rebuild, _type, args], source) => {
      if (!(rebuild instanceof PickleGlobal) || !rebuilders.includes(rebuild) || !Array.isArray(args))
        throw invalidFile(source, 'a tensor is rebuilt by what is no function for that');
      return rebuild.call?.(args, source);
    }),
    new PickleGlobal('torch.Tensor'),
    new PickleGlobal('torch.nn.parameter.Parameter', ([data]) => data),
    new PickleGlobal('collections.OrderedDict', ([pairs], source) => toMap(source, pairs)),
    new PickleGlobal('collections.Counter', ([counts], source) => toMap(source, counts)),
    // What can stand beside weights but is of no use here is left as it came.
    new PickleGlobal('builtins.set', ([items]) => items),
    new PickleGlobal('builtins.bytearray', ([bytes]) => bytes),
    new PickleGlobal('builtins.complex', (parts) => parts),
    new PickleGlobal('_codecs.encode', ([text]) => text),
    new PickleGlobal('torch.Size', ([sizes]) => sizes),
    new PickleGlobal('torch.device', ([device]) => device),
    new PickleGlobal('torch.serialization._get_layout', ([layout]) => layout),
    ...Object.entries(storageClasses).map(([name, dtype]) => new StorageClass(`torch.${name}`, dtype)),
    new StorageClass('torch.storage.UntypedStorage', undefined),
    ...Object.values(storageClasses).map((dtype) => new TorchDType(dtype)),
  ].map((entry) => [entry.name, entry]),
);

/** @throws FileError `CONVOLT_UNSUPPORTED_FILE` that names the global, unless it is a known one */
export function findGlobal(source: Source, module: string, name: string): PickleGlobal {
  // Protocol 2 is Python 2's, where the module of built-in functions had another name.
  const fullName = `${module === '__builtin__' ? 'builtins' : module}.${name}`;
  const found = globals.get(fullName);
  if (found !== undefined) return found;
  if (module === 'torch' && /Storage$|^(q|complex|u?int|float|bits)\w*\d/.test(name)) {
    throw unsupportedFile(
      source,
      `it holds tensors of ${quoted(fullName)}, a dtype that Convolt lacks (complex, quantised and others); ` +
        `convert them before torch.save, or leave them out`,
    );
  }
  throw unsupportedFile(
    source,
    `it refers to ${quoted(fullName)}, which is neither a tensor nor a plain container; nothing of it was run. ` +
      `Save only the weights: torch.save(model.state_dict(), path)`,
  );
}

function toMap(source: Source, entries: unknown): Map<unknown, unknown> {
  if (entries === undefined) return new Map();
  if (entries instanceof Map) return entries;
  // Pairs are Python 2's way. They are taken out of their list, lest a file have one list copied many times.
  if (Array.isArray(entries) && entries.every((pair) => Array.isArray(pair) && pair.length === 2))
    return new Map(entries.splice(0) as [unknown, unknown][]);
  throw invalidFile(source, 'an OrderedDict is made of what are not pairs');
}

/** Lazy conjugation or negation: the stored numbers are not the tensor's. */
function checkMetadata(source: Source, metadata: unknown): void {
  if (metadata === undefined || metadata === null) return;
  if (!(metadata instanceof Map) || metadata.size > 0) {
    throw unsupportedFile(
      source,
      'a tensor is stored with metadata (a lazy negation or conjugation); save tensor.resolve_neg() instead',
    );
  }
}
