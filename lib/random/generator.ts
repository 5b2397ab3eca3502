/** The generator of random numbers, PyTorch's on the CPU, and the one that draws where no other is named. */
import { randomInt } from 'node:crypto';
import { ArgumentError, ConvoltError } from '../errors.js';
import { clone } from '../functional/copy.js';
import { runInto, Tensor } from '../tensor/tensor.js';

/** Bytes of a state, and the places in it of the seed, of the words left plus 1, of the flag, and of the next word. */
const STATE = { bytes: 5056, seed: 0, left: 8, seeded: 12, next: 16, words: 624 };

const DEFAULT_SEED = 67280421310721n;

/**
 * A stream of random numbers: the Mersenne Twister, in PyTorch's way on the CPU. The same seed and the same calls give
 * the same numbers as there.
 *
 * A generator belongs to one thread: each worker has its own default one.
 *
 * @example const generator = new Generator().manualSeed(0);
 * rand([2, 3], { generator })
 * @see https://pytorch.org/docs/stable/generated/torch.Generator.html
 */
export class Generator {
  /** @internal What the ops that draw read and write; the layout is in native/kernels/random/random.h. */
  readonly state = Tensor.empty({ shape: [STATE.bytes], dtype: 'uint8' });

  constructor() {
    this.manualSeed(DEFAULT_SEED);
  }

  /**
   * Starts the stream of a seed anew.
   *
   * @param seed an integer from -2^63 to 2^64 - 1, of which the low 32 bits count, as in PyTorch
   * @returns this generator
   */
  manualSeed(seed: number | bigint): this {
    const bits = BigInt.asUintN(64, checkSeed(seed));
    const attributes = { high: Number(bits >> 32n), low: Number(bits & 0xffffffffn) };
    runInto('seedGenerator', attributes, [], [this.state]);
    return this;
  }

  /** Starts a stream that nobody can foresee. Returns its seed. */
  seed(): number {
    const seed = randomInt(2 ** 48 - 1);
    this.manualSeed(seed);
    return seed;
  }

  /** The seed that the stream started from. */
  initialSeed(): bigint {
    return fields(this.state).getBigUint64(STATE.seed, true);
  }

  /** A copy of the state: 5056 bytes, those of PyTorch's `get_state()`. */
  getState(): Tensor {
    return clone(this.state);
  }

  /**
   * Goes on from a state that {@link Generator.getState} gave, here or in PyTorch.
   *
   * @throws ArgumentError when it is none
   * @returns this generator
   */
  setState(state: Tensor): this {
    if (!(state instanceof Tensor) || state.dtype !== 'uint8' || `${state.shape}` !== `${STATE.bytes}`)
      throw new ArgumentError('setState', 'state', `a uint8 Tensor of shape [${STATE.bytes}]`, state);
    const copy = clone(state);
    const view = fields(copy);
    const left = view.getUint32(STATE.left, true);
    const next = view.getBigUint64(STATE.next, true);
    const fresh = left === 1 && next === 0n;
    if (
      view.getUint32(STATE.seeded, true) !== 1 ||
      left < 1 ||
      (!fresh && BigInt(left) + next !== BigInt(STATE.words + 1))
    ) {
      throw new ConvoltError('CONVOLT_INVALID_ARGUMENT', 'setState: state must be one that getState() gave', {
        argument: 'state',
      });
    }
    this.state.storage.bytes.set(copy.storage.bytes);
    return this;
  }
}

function fields({ data }: Tensor): DataView {
  return new DataView(data.buffer, data.byteOffset, data.byteLength);
}

function checkSeed(seed: unknown): bigint {
  const integer = typeof seed === 'bigint' || Number.isSafeInteger(seed);
  const value = integer ? BigInt(seed as number | bigint) : 0n;
  if (!integer || value < -(2n ** 63n) || value >= 2n ** 64n)
    throw new ArgumentError('manualSeed', 'seed', 'an integer (a bigint beyond 2^53) of 64 bits', seed);
  return value;
}

/** The generator that draws where no other is named: the initialisation of layers, `rand`, and their like. */
export const defaultGenerator = new Generator();
defaultGenerator.seed();

/**
 * Starts the default generator's stream of a seed anew. A network built after it has the weights that it has in PyTorch
 * after `torch.manual_seed` of the same seed.
 *
 * @param seed an integer from -2^63 to 2^64 - 1, of which the low 32 bits count, as in PyTorch
 * @returns the default generator
 * @throws ArgumentError for other seeds
 * @example manualSeed(0);
 * const layer = new nn.Linear(2, 1);
 * @see https://pytorch.org/docs/stable/generated/torch.manual_seed.html
 */
export function manualSeed(seed: number | bigint): Generator {
  return defaultGenerator.manualSeed(seed);
}

/**
 * Starts the default generator on a stream that nobody can foresee, as it is at first. Returns its seed.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.seed.html
 */
export function seed(): number {
  return defaultGenerator.seed();
}

/**
 * The seed that the default generator's stream started from.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.initial_seed.html
 */
export function initialSeed(): bigint {
  return defaultGenerator.initialSeed();
}

/**
 * The default generator's state: 5056 bytes, those of PyTorch's.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.get_rng_state.html
 */
export function getRngState(): Tensor {
  return defaultGenerator.getState();
}

/**
 * Makes the default generator go on from a state that {@link getRngState} gave, here or in PyTorch.
 *
 * @throws ArgumentError when it is none
 * @see https://pytorch.org/docs/stable/generated/torch.set_rng_state.html
 */
export function setRngState(state: Tensor): void {
  defaultGenerator.setState(state);
}
