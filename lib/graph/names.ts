/** Names of which a graph has each once. */
export class Names {
  readonly #taken: Set<string>;
  /** Where the search for a free name goes on: from 1 each time, many values of one name would take a square of time. */
  readonly #next = new Map<string, number>();

  /** @param taken names that are there already */
  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken);
  }

  /** The name itself, or with a number behind it where it is taken. */
  unique(wanted: string): string {
    let name = wanted;
    let next = this.#next.get(wanted) ?? 1;
    while (this.#taken.has(name)) name = `${wanted}_${next++}`;
    this.#next.set(wanted, next);
    this.#taken.add(name);
    return name;
  }
}
