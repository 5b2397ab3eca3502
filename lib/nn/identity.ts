import { Module } from './module.js';

/**
 * Returns its input: stands where a layer was taken out.
 *
 * @example model.fc = new nn.Identity(); // the features before the classifier
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Identity.html
 */
export class Identity extends Module {
  forward<T>(input: T): T {
    return input;
  }
}
