/** What `convolt classify` does. */
import { existsSync, readFileSync } from 'node:fs';
import { describe } from '../errors.js';
import { softmax } from '../functional/index.js';
import { Conv2d, type Module } from '../nn/index.js';
import { isTensor } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';
import { loadModel, type ModelOptions } from './load-model.js';
import { type ImageOptions, readImage } from './read-image.js';
import { UsageError } from './usage-error.js';

/** The options of `convolt classify`. */
export interface ClassifyOptions extends ModelOptions {
  /** Channels, height and width to convert images to. */
  input?: number[];
  /** A file with one name a line, or names separated by commas. */
  classes?: string;
  /** How many classes to show. */
  top: number;
  mean: number[];
  std: number[];
}

/** Prints the most probable classes of each image. */
export async function classifyImages(
  file: string,
  images: string[],
  options: ClassifyOptions,
): Promise<void> {
  const model = await loadModel(file, options);
  const imageOptions = toImageOptions(model, options);
  const names = options.classes === undefined ? [] : readClasses(options.classes);
  for (const image of images) {
    const probabilities = run(model, await readImage(image, imageOptions));
    console.log(image);
    for (const { probability, index } of highest(probabilities, options.top)) {
      console.log(`${(probability * 100).toFixed(2).padStart(8)} %  ${names[index] ?? index}`);
    }
  }
}

function toImageOptions(model: Module, { input, mean, std }: ClassifyOptions): ImageOptions {
  const [channels, height, width] = input ?? [firstChannels(model)];
  if (channels !== 1 && channels !== 3) {
    throw new UsageError(`an image has 1 channel (grey) or 3 (colour), but the model takes ${channels}`);
  }
  if (input !== undefined && input.length !== 3) {
    throw new UsageError(`--input must be channels,height,width, received ${input}`);
  }
  for (const [name, numbers] of Object.entries({ mean, std })) {
    if (numbers.length !== 1 && numbers.length !== channels) {
      throw new UsageError(`--${name} must be one number or ${channels}, received ${numbers.length}`);
    }
  }
  const size = height === undefined || width === undefined ? undefined : ([height, width] as const);
  return { channels, size, mean, std };
}

/** The number of channels that the model's first convolution takes. */
function firstChannels(model: Module): number {
  for (const module of model.modules()) if (module instanceof Conv2d) return module.inChannels;
  throw new UsageError('the model has no Conv2d that would tell the number of channels; give --input');
}

function readClasses(classes: string): string[] {
  if (!existsSync(classes)) return classes.split(',').map((name) => name.trim());
  return readFileSync(classes, 'utf8').trimEnd().split(/\r?\n/);
}

/** The probability of each class. */
function run(model: Module, input: Tensor): number[] {
  const output: unknown = model.forward(input);
  if (!isTensor(output) || output.ndim !== 2 || output.shape[0] !== 1) {
    const received = isTensor(output) ? `shape [${output.shape.join(', ')}]` : describe(output);
    throw new Error(`the model's output must be scores of shape [1, classes], received ${received}`);
  }
  return softmax(output, 1).flatten().toArray() as number[];
}

function highest(probabilities: readonly number[], count: number): { probability: number; index: number }[] {
  const ranked = probabilities.map((probability, index) => ({ probability, index }));
  return ranked.sort((a, b) => b.probability - a.probability).slice(0, count);
}
