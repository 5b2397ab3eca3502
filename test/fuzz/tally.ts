/** Counts what came of the files of one format. */
import type { Report } from './attempt.js';

export class Tally {
  readonly format: string;
  files = 0;
  /** Files with which something was wrong. */
  findings = 0;
  #loaded = 0;
  /** Refused before the outermost layer was read, and behind it. */
  #outside = 0;
  #inside = 0;
  /** The most that one file took. */
  #seconds = 0;
  #grown = 0;
  readonly #loads = new Map<string, number>();
  readonly #stages = new Map<string, number>();
  readonly #problems = new Set<string>();

  constructor(format: string) {
    this.format = format;
  }

  /** @returns the problems of a kind that was not there before */
  add({ reached, load, stages, seconds, grown, problems }: Report): string[] {
    this.files++;
    this.#seconds = Math.max(this.#seconds, seconds);
    this.#grown = Math.max(this.#grown, grown);
    if (problems.length > 0) this.findings++;
    if (load === 'loaded') this.#loaded++;
    else if (reached) this.#inside++;
    else this.#outside++;
    count(this.#loads, load);
    for (const stage of stages) count(this.#stages, stage);
    return problems.filter((problem) => {
      const kind = kindOf(problem);
      const isNew = !this.#problems.has(kind);
      this.#problems.add(kind);
      return isNew;
    });
  }

  /** Whether so few files get anywhere that what was tried says little: the drawing has gone wrong. */
  get isBlunt(): boolean {
    return this.#outside > this.files / 4 || this.#loaded < this.files / 10;
  }

  toString(): string {
    const share = (part: number) => `${part} (${((100 * part) / this.files).toFixed(1)} %)`;
    return [
      `${this.format}: ${this.files} files, ${this.findings} findings`,
      `  loaded ${share(this.#loaded)}, refused behind the header ${share(this.#inside)}, at the header ` +
        share(this.#outside),
      `  at most ${this.#seconds.toFixed(2)} s of all threads and ${Math.round(this.#grown / 2 ** 20)} MiB for one file`,
      ...[...list(this.#loads), ...list(this.#stages)].map((line) => `  ${line}`),
    ].join('\n');
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function list(counts: ReadonlyMap<string, number>): string[] {
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, number]) => `${`${number}`.padStart(7)}  ${key}`);
}

/** Problems that arise at one place are one kind; numbers and names in the message differ from file to file. */
function kindOf(problem: string): string {
  const [message = '', place = ''] = problem.split('\n');
  return place === '' ? message.replace(/\d+/g, 'N') : `${message.split(':', 2)}${place}`;
}
