/** Who may run a plan when: each run under way has a slot, with an arena of its own, and the others wait in turn. */
import { addon, type Handle } from '../runtime/addon.js';

export type Slot = Handle<'Slot'>;

/** Lends a fixed number of slots, first come, first served. */
export class Slots {
  readonly #threads: number;
  readonly #most: number;
  readonly #idle: Slot[] = [];
  readonly #waiting: ((slot: Slot) => void)[] = [];
  #made = 0;

  constructor({ threads, most }: { threads: number; most: number }) {
    this.#threads = threads;
    this.#most = most;
  }

  /** A slot, if one is free now. */
  tryTake(): Slot | undefined {
    const idle = this.#idle.pop();
    if (idle !== undefined || this.#made === this.#most) return idle;
    const slot = addon.plan.makeSlot(this.#threads);
    this.#made++;
    return slot;
  }

  /** The next slot that is given back; rejected with an `AbortError` when `signal` comes first. */
  take(signal: AbortSignal | undefined): Promise<Slot> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        this.#waiting.splice(this.#waiting.indexOf(serve), 1);
        reject(abortError(signal as AbortSignal));
      };
      const serve = (slot: Slot) => {
        signal?.removeEventListener('abort', stop);
        resolve(slot);
      };
      signal?.addEventListener('abort', stop, { once: true });
      this.#waiting.push(serve);
    });
  }

  give(slot: Slot): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(slot);
    else next(slot);
  }

  /** Frees the idle slots. */
  release(): void {
    for (const slot of this.#idle.splice(0)) addon.plan.release(slot);
    this.#made = 0;
  }
}

/** Runs a program in the background with what is in the slot. */
export function runProgram(
  slot: Slot,
  program: Handle<'Program'>,
  { signal, timed }: { signal: AbortSignal | undefined; timed: boolean },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => addon.plan.cancel(slot);
    signal?.addEventListener('abort', stop, { once: true });
    addon.plan.run(slot, program, timed, (finished) => {
      signal?.removeEventListener('abort', stop);
      if (finished) resolve();
      else reject(abortError(signal as AbortSignal));
    });
  });
}

/** @throws an `AbortError`, if the signal was given and is aborted */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortError(signal);
}

/** As Node's own functions have it: an `AbortError` whose cause is the reason that was given. */
function abortError(signal: AbortSignal): DOMException {
  return new DOMException('The run was aborted', { name: 'AbortError', cause: signal.reason });
}
