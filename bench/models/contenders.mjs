/** Who is measured. */
import { availableParallelism } from 'node:os';

/** The names that `--engines` takes. */
export const engines = ['convolt', 'onnxruntime', 'pytorch', 'tfjs'];

/** The networks whose ops contenders/tfjs.mjs translates. */
const TFJS_NETWORKS = ['digit_net', 'mobilenet_v2', 'resnet18'];

/**
 * The contenders for a network, Convolt first, each with its script, what the script gets beside the network, and the variables
 * that its process needs.
 *
 * onnxruntime-node's `run` computes on the JavaScript thread, and what it returns is a promise only in form. Its counterpart is
 * Convolt's `runSync`; `run`, which leaves the JavaScript thread free, is a contender of its own.
 *
 * The tuned session spins while it waits for work, which is the default and faster than not to.
 *
 * `torch.set_num_threads` reaches OpenMP, and so convolutions, but not OpenBLAS with threads of its own, which Debian's PyTorch
 * multiplies matrices with: only a variable tells both.
 */
export function contenders(network, threads) {
  const isAll = threads === availableParallelism();
  return [
    {
      key: 'convolt',
      label: 'Convolt',
      engine: 'convolt',
      script: 'convolt.mjs',
      configuration: { call: 'runSync' },
    },
    {
      key: 'background',
      label: 'Convolt `run`',
      engine: 'convolt',
      script: 'convolt.mjs',
      configuration: { call: 'run' },
    },
    {
      key: 'onnxruntime',
      label: 'onnxruntime',
      engine: 'onnxruntime',
      script: 'onnxruntime.mjs',
      configuration: { session: isAll ? {} : { intraOpNumThreads: threads } },
    },
    {
      key: 'tuned',
      label: 'onnxruntime tuned',
      engine: 'onnxruntime',
      script: 'onnxruntime.mjs',
      configuration: {
        session: {
          intraOpNumThreads: threads,
          interOpNumThreads: 1,
          graphOptimizationLevel: 'all',
          executionMode: 'sequential',
        },
      },
    },
    {
      key: 'pytorch',
      label: 'PyTorch',
      engine: 'pytorch',
      script: 'pytorch.py',
      environment: { OMP_NUM_THREADS: `${threads}` },
    },
    ...(threads === 1 && TFJS_NETWORKS.includes(network)
      ? [{ key: 'tfjs', label: 'tfjs-wasm', engine: 'tfjs', script: 'tfjs.mjs' }]
      : []),
  ];
}
