/** A digit as a picture made of characters. */
import { SIDE } from './data.js';

/** Columns of a picture; it has half as many lines. */
export const WIDTH = SIDE / 2;

/**
 * The lines of a picture of `SIDE * SIDE` pixels from 0 to 1. A character is two points, one above the other, and a
 * point the mean of four pixels: in one of the terminal's 24 greys, or without colours ink or none.
 */
export function picture(pixels: ArrayLike<number>, colors: boolean): string[] {
  const ink = (row: number, column: number) => {
    const corner = 2 * row * SIDE + 2 * column;
    return [0, 1, SIDE, SIDE + 1].reduce((sum, offset) => sum + (pixels[corner + offset] as number), 0) / 4;
  };
  const character = colors ? greys : blocks;
  return Array.from({ length: WIDTH / 2 }, (_, line) =>
    Array.from({ length: WIDTH }, (_, column) =>
      character(ink(2 * line, column), ink(2 * line + 1, column)),
    ).join(''),
  );
}

function greys(upper: number, lower: number): string {
  const [foreground, background] = [upper, lower].map((ink) => 232 + Math.min(23, Math.floor(ink * 24)));
  return `\x1b[38;5;${foreground};48;5;${background}m▀\x1b[0m`;
}

function blocks(upper: number, lower: number): string {
  return ' ▄▀█'.charAt((upper > 0.4 ? 2 : 0) + (lower > 0.4 ? 1 : 0));
}
