/** Tables of what was compared. */

/** A function, layer or model: how often it was drawn, how often PyTorch refused the draw, and the largest error. */
export interface Row {
  name: string;
  draws: number;
  refused: number;
  error: number;
}

/** Prints rows as a table for the terminal. */
export function printTable(rows: readonly Row[]): void {
  const width = Math.max(...rows.map(({ name }) => name.length), 8);
  console.log(`${'name'.padEnd(width)}  draws  refused  largest error`);
  for (const { name, draws, refused, error } of rows) {
    const columns = [`${draws}`.padStart(5), `${refused}`.padStart(7), showError(error).padStart(13)];
    console.log(`${name.padEnd(width)}  ${columns.join('  ')}`);
  }
}

/** 0, or two digits: 3.1e-7. */
export function showError(error: number): string {
  return error === 0 ? '0' : error.toExponential(1);
}
