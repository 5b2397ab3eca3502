// The network of the scenarios with plans.
import { createHash } from 'node:crypto';
import { compile, manualSeed, models, randn } from '../../dist/index.js';

/** A network with parameters of the seed 0; ResNet-18 has 47 MB of them, AlexNet 244. */
export async function compileNet(name = 'resnet18') {
  manualSeed(0);
  return compile(models.create(name).eval(), { input: [1, 3, 64, 64], threads: 1 });
}

/** An image of the seed 1. */
export function image() {
  manualSeed(1);
  return randn([1, 3, 64, 64]);
}

/** A digest of a tensor's bytes. */
export function hash({ data }) {
  return createHash('sha256').update(data).digest('hex');
}

/** What the process holds in memory after a garbage collection, in bytes (node --expose-gc). */
export async function resident() {
  for (let i = 0; i < 4; i++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 10)); // the addon's finalizers come in a later turn
  }
  return process.memoryUsage.rss();
}
