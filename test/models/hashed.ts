/** Numbers that test/fixtures/hashed.py computes alike, to fill networks with. */
import type { nn, Tensor } from '../../lib/index.js';

/** Fills a tensor with numbers from `low` up to `low + range`, which depend on `seed` and the index. */
export function fillTensor(tensor: Tensor, seed: number, low: number, range: number): Tensor {
  const { data } = tensor;
  for (let i = 0; i < data.length; i++) {
    let x = Math.imul(i, 0x9e3779b1) + Math.imul(seed, 0x85ebca77);
    x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
    x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
    x ^= x >>> 15;
    data[i] = low + (range * (x >>> 8)) / 2 ** 24;
  }
  return tensor;
}

/** Fills all parameters and statistics of a module, so that magnitudes stay about the same from layer to layer. */
export function fillState(module: nn.Module): void {
  let seed = 0;
  for (const [key, tensor] of module.stateDict()) {
    seed++;
    if (key.endsWith('num_batches_tracked')) continue;
    if (tensor.ndim > 1) {
      const bound = Math.sqrt((6 * tensor.size(0)) / tensor.numel());
      fillTensor(tensor, seed, -bound, 2 * bound);
    } else if (key.endsWith('weight') || key.endsWith('running_var')) {
      fillTensor(tensor, seed, 0.5, 1);
    } else {
      fillTensor(tensor, seed, -0.1, 0.2);
    }
  }
}
