/** Runs the network, and times it. */
import { performance } from 'node:perf_hooks';
import type { Tensor } from 'convolt';
import type { Net } from './network.js';

/** What the network takes an image for. */
export interface Prediction {
  digit: number;
  /** How sure it is, from 0 to 1. */
  probability: number;
}

const BATCH = 64;

/** Classifies images `(N, 1, 28, 28)`, a batch at a time. */
export function classify(model: Net, images: Tensor): Prediction[] {
  const predictions: Prediction[] = [];
  for (let start = 0; start < images.size(0); start += BATCH) {
    const batch = images.slice(0, start, start + BATCH);
    const { values, indices } = model.forward(batch).softmax(1).max(1);
    for (let i = 0; i < batch.size(0); i++) {
      predictions.push({ digit: Number(indices.data[i]), probability: Number(values.data[i]) });
    }
  }
  return predictions;
}

/** Images a second in batches, and the milliseconds that one image alone takes. */
export interface Timing {
  imagesPerSecond: number;
  median: number;
  p99: number;
}

/** Times `classify` over all images, which should have run before, and `forward` on each of the first 500. */
export function time(model: Net, images: Tensor): Timing {
  const batched = milliseconds(() => classify(model, images));
  const latencies: number[] = [];
  for (let i = 0; i < Math.min(500, images.size(0)); i++) {
    const image = images.slice(0, i, i + 1);
    latencies.push(milliseconds(() => model.forward(image)));
  }
  latencies.sort((a, b) => a - b);
  const quantile = (q: number) => latencies[Math.floor(q * (latencies.length - 1))] as number;
  return { imagesPerSecond: images.size(0) / (batched / 1000), median: quantile(0.5), p99: quantile(0.99) };
}

function milliseconds(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}
