/** Image files to tensors, with the optional package sharp. */
import { ConvoltError } from '../errors.js';
import { div, permute, sub, to } from '../functional/index.js';
import { tensor } from '../tensor/create.js';
import type { Tensor } from '../tensor/tensor.js';

/** How an image becomes a tensor. */
export interface ImageOptions {
  /** 1: grey, 3: red, green and blue. */
  channels: 1 | 3;
  /** `[height, width]` to resize to, without keeping the proportions; the image's own size when absent. */
  size?: readonly [number, number] | undefined;
  /** Subtracted from values in [0, 1]: one number, or one for each channel. */
  mean: readonly number[];
  /** Divides what is left. */
  std: readonly number[];
}

/**
 * Reads an image as float32: `(pixel / 255 - mean) / std`.
 *
 * @returns shape (1, channels, height, width)
 * @throws ConvoltError `CONVOLT_MISSING_PACKAGE` where sharp is not installed, `CONVOLT_INVALID_FILE` where it cannot
 * read the file
 */
export async function readImage(file: string, { channels, size, mean, std }: ImageOptions): Promise<Tensor> {
  const pixels = await decode(file, channels, size);
  const values = div(to(permute(pixels, [2, 0, 1]), 'float32'), 255);
  const normalized = div(sub(values, perChannel(mean)), perChannel(std));
  return normalized.unsqueeze(0);
}

function perChannel(numbers: readonly number[]): Tensor {
  return tensor(new Float32Array(numbers), { shape: [numbers.length, 1, 1] });
}

/** The pixels, uint8 of shape (height, width, channels). Transparency is laid over black. */
async function decode(
  file: string,
  channels: 1 | 3,
  size: readonly [number, number] | undefined,
): Promise<Tensor> {
  const sharp = await importSharp();
  try {
    let image = sharp(file).autoOrient().flatten();
    if (size !== undefined) image = image.resize(size[1], size[0], { fit: 'fill' });
    image = channels === 1 ? image.toColourspace('b-w') : image.toColourspace('srgb');
    const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
    return tensor(data, { shape: [info.height, info.width, info.channels] });
  } catch (cause) {
    throw new ConvoltError('CONVOLT_INVALID_FILE', `cannot read ${file}: ${(cause as Error).message}`, {
      cause,
    });
  }
}

async function importSharp() {
  try {
    return (await import('sharp')).default;
  } catch (cause) {
    throw new ConvoltError(
      'CONVOLT_MISSING_PACKAGE',
      'reading images needs the package sharp, which is not installed; run: npm install sharp',
      { cause },
    );
  }
}
