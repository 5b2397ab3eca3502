/** Where the time of a run goes. */
import type { Attributes } from '../runtime/addon.js';
import { elementSize } from '../tensor/dtype.js';
import { numelOf } from '../tensor/shape.js';
import { algorithmOf } from './algorithm.js';
import { flopsOf } from './flops.js';
import type { StepInfo } from './lower.js';

/** One step of a run. */
export interface ProfileStep {
  readonly op: string;
  /**
   * Of convolutions: `'F(4x4,3x3)'` for Winograd's with tiles of 4x4 outputs and windows of 3x3, `'1x1'`, `'grouped'`,
   * `'direct'`; else `''`.
   */
  readonly algorithm: string;
  /** The module whose `forward` called it, `''` for the model itself. */
  readonly module: string;
  readonly attributes: Attributes;
  /** `null` for an optional input that is absent. */
  readonly inputShapes: readonly (readonly number[] | null)[];
  readonly outputShape: readonly number[];
  readonly milliseconds: number;
  /** Additions and multiplications. */
  readonly flops: number;
  /** Elements that the step reads and writes, in bytes. */
  readonly bytes: number;
}

/** The steps of a run with their times; `toString()` is a table, the slowest step first. */
export class Profile {
  readonly steps: readonly ProfileStep[];
  readonly milliseconds: number;

  /** @internal Plan.profile makes it. */
  constructor(steps: readonly StepInfo[], seconds: readonly number[]) {
    this.steps = steps.map((step, i) => {
      const shapes = [...step.inputShapes, ...step.outputShapes];
      const elements = shapes.reduce((sum, shape) => sum + (shape === null ? 0 : numelOf(shape)), 0);
      return {
        op: step.op,
        algorithm: algorithmOf(step.op, step.attributes),
        module: step.module,
        attributes: step.attributes,
        inputShapes: step.inputShapes,
        outputShape: step.outputShapes[0] ?? [],
        milliseconds: (seconds[i] ?? 0) * 1000,
        flops: flopsOf(step),
        bytes: elements * elementSize(step.dtype),
      };
    });
    this.milliseconds = this.steps.reduce((sum, step) => sum + step.milliseconds, 0);
  }

  toString(): string {
    const rows = [...this.steps]
      .sort((a, b) => b.milliseconds - a.milliseconds)
      .map(({ op, algorithm, module, outputShape, milliseconds, flops, bytes }) => [
        module,
        op,
        algorithm,
        `[${outputShape.join(', ')}]`,
        milliseconds.toFixed(3),
        `${((100 * milliseconds) / this.milliseconds).toFixed(1)} %`,
        (flops / milliseconds / 1e6).toFixed(1),
        (bytes / milliseconds / 1e6).toFixed(1),
      ]);
    const header = ['module', 'op', 'algorithm', 'output', 'ms', 'share', 'GFLOP/s', 'GB/s'];
    const widths = header.map((title, c) =>
      Math.max(title.length, ...rows.map((row) => (row[c] as string).length)),
    );
    const line = (row: string[]) =>
      row
        .map((cell, c) => (c < 4 ? cell.padEnd(widths[c] as number) : cell.padStart(widths[c] as number)))
        .join('  ');
    const rule = '─'.repeat(widths.reduce((sum, width) => sum + width + 2, -2));
    return [line(header), rule, ...rows.map(line), rule, `${this.milliseconds.toFixed(3)} ms in all`].join(
      '\n',
    );
  }
}
