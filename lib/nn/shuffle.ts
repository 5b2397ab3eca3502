import { checkInteger } from '../functional/check.js';
import { channelShuffle, pixelShuffle, pixelUnshuffle } from '../functional/shuffle.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { keywords } from './repr.js';

/**
 * Spreads each run of `upscaleFactor²` channels over a square of pixels.
 *
 * Shapes: `(…, C * r * r, H, W) -> (…, C, H * r, W * r)`.
 *
 * @throws ArgumentError for a factor below 1
 * @example new nn.PixelShuffle(2) // (N, 12, 4, 4) -> (N, 3, 8, 8)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.PixelShuffle.html
 */
export class PixelShuffle extends Module {
  readonly upscaleFactor: number;

  constructor(upscaleFactor: number) {
    super();
    checkInteger('PixelShuffle', 'upscaleFactor', upscaleFactor, 1);
    this.upscaleFactor = upscaleFactor;
  }

  forward(input: Tensor): Tensor {
    return pixelShuffle(input, this.upscaleFactor);
  }

  override extraRepr(): string {
    return keywords({ upscale_factor: this.upscaleFactor });
  }
}

/**
 * Gathers each square of `downscaleFactor²` pixels into as many channels.
 *
 * Shapes: `(…, C, H * r, W * r) -> (…, C * r * r, H, W)`.
 *
 * @throws ArgumentError for a factor below 1
 * @example new nn.PixelUnshuffle(2) // (N, 3, 8, 8) -> (N, 12, 4, 4)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.PixelUnshuffle.html
 */
export class PixelUnshuffle extends Module {
  readonly downscaleFactor: number;

  constructor(downscaleFactor: number) {
    super();
    checkInteger('PixelUnshuffle', 'downscaleFactor', downscaleFactor, 1);
    this.downscaleFactor = downscaleFactor;
  }

  forward(input: Tensor): Tensor {
    return pixelUnshuffle(input, this.downscaleFactor);
  }

  override extraRepr(): string {
    return keywords({ downscale_factor: this.downscaleFactor });
  }
}

/**
 * Deals the channels of `groups` groups out in turn.
 *
 * Shapes: `(N, C, …) -> (N, C, …)`.
 *
 * @throws ArgumentError for groups below 1
 * @example new nn.ChannelShuffle(2)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ChannelShuffle.html
 */
export class ChannelShuffle extends Module {
  readonly groups: number;

  constructor(groups: number) {
    super();
    checkInteger('ChannelShuffle', 'groups', groups, 1);
    this.groups = groups;
  }

  forward(input: Tensor): Tensor {
    return channelShuffle(input, this.groups);
  }

  override extraRepr(): string {
    return keywords({ groups: this.groups });
  }
}
