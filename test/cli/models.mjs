// Models for the tests of the command line.
import { nn } from '../../dist/index.js';

/** Two scores: the mean of the pixels times a weight, plus a bias. */
export class Brightness extends nn.Sequential {
  constructor() {
    super(new nn.Conv2d(1, 2, 1), new nn.AdaptiveAvgPool2d(1), new nn.Flatten());
  }
}

/** Three scores: the mean of each colour, times weights. */
export const colour = new nn.Sequential(
  new nn.Conv2d(3, 3, 1),
  new nn.AdaptiveAvgPool2d(1),
  new nn.Flatten(),
);

export function lesson() {
  return new nn.Sequential(
    new nn.Conv2d(1, 32, 3),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
    new nn.Conv2d(32, 64, 3),
  );
}

export const image = new nn.Identity();

export const nothing = 7;
