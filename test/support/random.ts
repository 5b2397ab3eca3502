/** Reproducible draws (Marsaglia's xorshift): the same seed draws the same on every machine. */
export class Random {
  #state: number;

  /** @param seed numbers and words; each other seed draws something else from the start on */
  constructor(...seed: readonly (number | string)[]) {
    // FNV-1a spreads what differs in the seed over all bits; the generator never leaves a state of 0.
    let hash = 0x811c9dc5;
    for (const byte of Buffer.from(seed.join('\0'))) hash = Math.imul(hash ^ byte, 0x01000193);
    this.#state = hash === 0 ? 1 : hash;
    for (let i = 0; i < 8; i++) this.below(2);
  }

  /** An integer from 0 to below `end`, which is at most 2^32. */
  below(end: number): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state;
    return (state >>> 0) % end;
  }

  /** Whether something happens that does one time in `times`. */
  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError('nothing to pick from');
    return list[this.below(list.length)] as T;
  }
}
