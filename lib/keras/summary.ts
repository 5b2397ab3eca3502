/** Keras's table of a model's layers, as it prints it on a terminal 80 columns wide. */
import type { BatchShape, Layer } from './layer.js';

/** What the table shows of a model. */
interface Summarized extends Layer {
  readonly layers: Layer[];
}

const WIDTHS = [31, 22, 13] as const;

/** The whole text, from the model's name to the sums. */
export function toTable(model: Summarized): string {
  const rows = model.layers.map((layer) =>
    row('│', [`${layer.name} (${layer.constructor.name})`, shapeText(layer.outputShape), paramsText(layer)]),
  );
  const parameters = [...model.parameters()];
  const trainable = total(parameters.filter((parameter) => parameter.requiresGrad));
  const all = total(parameters);
  return [
    `Model: "${model.name}"`,
    rule('┏', '━', '┳', '┓'),
    row('┃', ['Layer (type)', 'Output Shape', 'Param #']),
    rule('┡', '━', '╇', '┩'),
    rows.join(`\n${rule('├', '─', '┼', '┤')}\n`),
    rule('└', '─', '┴', '┘'),
    ` Total params: ${countText(all)}`,
    ` Trainable params: ${countText(trainable)}`,
    ` Non-trainable params: ${countText(all - trainable)}`,
  ].join('\n');
}

function rule(left: string, line: string, middle: string, right: string): string {
  return left + WIDTHS.map((width) => line.repeat(width + 2)).join(middle) + right;
}

/** The lines of one row: names that are too long go on in the next line. */
function row(border: string, [layer, shape, params]: readonly [string, string, string]): string {
  const layers = wrap(layer, WIDTHS[0]);
  const shapes = wrap(shape, WIDTHS[1]);
  const lines = Array.from({ length: Math.max(layers.length, shapes.length) }, (_, i) => [
    (layers[i] ?? '').padEnd(WIDTHS[0]),
    (shapes[i] ?? '').padEnd(WIDTHS[1]),
    (i === 0 ? params : '').padStart(WIDTHS[2]),
  ]);
  return lines.map((cells) => `${border} ${cells.join(` ${border} `)} ${border}`).join('\n');
}

/** Breaks at spaces; a word that is too long loses its end. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const shown = word.length > width ? `${word.slice(0, width - 1)}…` : word;
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + shown.length <= width)
      lines[lines.length - 1] = `${last} ${shown}`;
    else lines.push(shown);
  }
  return lines;
}

function shapeText(shape: BatchShape | null): string {
  return shape === null ? '?' : `(${shape.map((size) => size ?? 'None').join(', ')})`;
}

function paramsText(layer: Layer): string {
  return layer.built ? layer.countParams().toLocaleString('en-US') : '0 (unbuilt)';
}

function total(parameters: readonly { numel(): number }[]): number {
  return parameters.reduce((sum, parameter) => sum + parameter.numel(), 0);
}

/** `55,744 (217.75 KB)`; all weights are float32. */
function countText(count: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let size = 4 * count;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${count.toLocaleString('en-US')} (${size.toFixed(2)} ${units[unit]})`;
}
