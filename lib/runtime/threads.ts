import { ArgumentError } from '../errors.js';
import { addon } from './addon.js';

/** As ThreadPool::kMaxThreads in native/parallel/thread_pool.h. */
const MAX_THREADS = 256;

/**
 * The number of threads, the calling one included, that an operation may use.
 *
 * It starts as the number of CPUs that the process may use (CPU affinity and container limits are taken into account),
 * or as `CONVOLT_NUM_THREADS` says.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.get_num_threads.html
 */
export function getNumThreads(): number {
  return addon.getNumThreads();
}

/**
 * Sets the number of threads, the calling one included, that an operation may use, in the whole process: worker threads
 * share one pool. Results do not depend on it.
 *
 * @param threads an integer from 1 to 256
 * @throws ArgumentError when it is not
 * @see https://pytorch.org/docs/stable/generated/torch.set_num_threads.html
 */
export function setNumThreads(threads: number): void {
  if (!Number.isInteger(threads) || threads < 1 || threads > MAX_THREADS) {
    throw new ArgumentError('setNumThreads', 'threads', `an integer from 1 to ${MAX_THREADS}`, threads);
  }
  addon.setNumThreads(threads);
}
