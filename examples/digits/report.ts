/** What the digits example prints: every function returns lines of at most 80 columns. */
import { styleText } from 'node:util';
import type { Tensor } from 'convolt';
import type { Prediction, Timing } from './classify.js';
import { picture, WIDTH } from './picture.js';

/** Each true digit with what the network took it for. */
export interface Result extends Prediction {
  /** The image's place in the data. */
  index: number;
  label: number;
}

type Format = Parameters<typeof styleText>[0];

/** Lays the sections out, with or without colours. */
export class Report {
  readonly #colors: boolean;

  constructor(colors: boolean) {
    this.#colors = colors;
  }

  /** A section's title, and a remark on it. */
  heading(title: string, remark?: string): string[] {
    const bold = this.#style('bold', title);
    return ['', remark === undefined ? `  ${bold}` : `  ${bold}: ${this.#style('gray', remark)}`, ''];
  }

  /** The share of right answers as a bar of 48 columns. */
  accuracy(right: number, total: number): string[] {
    const share = right / total;
    const full = Math.floor(share * 48);
    const bar = this.#style('green', '█'.repeat(full)) + this.#style('gray', '░'.repeat(48 - full));
    const percent = this.#style('bold', `${(100 * share).toFixed(2)} %`);
    return [`  ${bar}  ${percent}  ${total - right} wrong of ${thousands(total)}`];
  }

  /** How often each true digit (rows) was taken for which (columns). */
  confusion(results: readonly Result[]): string[] {
    const digits = [...Array(10).keys()];
    const counts = digits.map((label) =>
      digits.map((digit) => results.filter((one) => one.label === label && one.digit === digit).length),
    );
    const lines = [`       ${digits.map((digit) => `${digit}`.padStart(5)).join('')}     right`];
    for (const label of digits) {
      const row = counts[label] as number[];
      const cells = row.map((count, digit) => {
        const cell = (count === 0 ? '·' : `${count}`).padStart(5);
        return count === 0 ? this.#style('gray', cell) : this.#style(digit === label ? 'green' : 'red', cell);
      });
      const share = (row[label] as number) / row.reduce((sum, count) => sum + count, 0);
      lines.push(`     ${label} ${cells.join('')}   ${(100 * share).toFixed(1).padStart(5)} %`);
    }
    return lines;
  }

  /** Pictures, five in a row, each over what it was taken for. */
  gallery(images: Tensor, results: readonly Result[]): string[] {
    const lines: string[] = [];
    for (let start = 0; start < results.length; start += 5) {
      const row = results.slice(start, start + 5);
      const pictures = row.map(({ index }) =>
        picture(images.select(0, index).data as Float32Array, this.#colors),
      );
      if (start > 0) lines.push('');
      for (let line = 0; line < WIDTH / 2; line++) {
        lines.push(`  ${pictures.map((one) => one[line]).join('  ')}`);
      }
      lines.push(`  ${row.map((result) => this.#caption(result)).join('  ')}`);
    }
    return lines;
  }

  /** How fast it went. */
  timing({ imagesPerSecond, median, p99 }: Timing): string[] {
    return [
      `  ${thousands(Math.round(imagesPerSecond)).padStart(7)} images a second, in batches`,
      `  ${median.toFixed(3).padStart(7)} ms for one image (median), ${p99.toFixed(3)} ms at the 99th percentile`,
    ];
  }

  #caption({ label, digit, probability }: Result): string {
    const percent = `${Math.floor(100 * probability)} %`;
    const text = digit === label ? `${digit}` : `${digit}, not ${label}`;
    const line = text + percent.padStart(WIDTH - text.length);
    return this.#style(digit === label ? 'green' : 'red', line);
  }

  #style(format: Format, text: string): string {
    return this.#colors ? styleText(format, text) : text;
  }
}

/** `2003` as `2,003`. */
export function thousands(value: number): string {
  return value.toLocaleString('en-US');
}
