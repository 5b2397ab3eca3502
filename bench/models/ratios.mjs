/** What the measurements of a network say about two contenders. */
import { median, quantile } from '../statistics.mjs';

/** The run of this contender on this number of threads; undefined where it did not take part. */
export function runOf(result, key, threads) {
  return result.runs.find((run) => run.key === key && run.threads === threads);
}

/** How many times as long the other one takes: `{ ratio, low, high }`, median and quartiles over the turns that they shared. */
export function compare(result, threads, batch, key) {
  const ours = runOf(result, 'convolt', threads)?.times[batch];
  const theirs = runOf(result, key, threads)?.times[batch];
  if (ours === undefined || theirs === undefined) return undefined;
  const ratios = theirs.map((time, turn) => time / ours[turn]);
  return { ratio: median(ratios), low: quantile(ratios, 0.25), high: quantile(ratios, 0.75) };
}

/** Beside whichever of onnxruntime's two sessions is the faster. */
export function compareWithBetter(result, threads, batch) {
  const both = ['onnxruntime', 'tuned'].map((key) => compare(result, threads, batch, key));
  return both.filter((each) => each !== undefined).sort((a, b) => a.ratio - b.ratio)[0];
}
