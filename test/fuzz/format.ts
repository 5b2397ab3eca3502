/** What the fuzzer must know of a file format. */
import type { Random } from '../support/random.js';

/** Something that is done with what a file held. Stages do not depend on each other. */
export interface Stage {
  readonly name: string;
  run(): unknown;
}

export interface Format {
  readonly name: string;
  /** A damaged file. */
  draw(random: Random): Uint8Array;
  /** Whether a file's outermost layer is sound, so that the loader's own checks are what it meets. */
  passesHeader(file: Uint8Array): Promise<boolean>;
  /** Loads a file. @returns what to do with it then */
  load(path: string): Promise<readonly Stage[]>;
  /** Puts beside the file what it may refer to. */
  prepare?(folder: string): void;
}
