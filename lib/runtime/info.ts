import { createRequire } from 'node:module';
import { addon, addonOrigin } from './addon.js';
import type { AddonOrigin } from './load-addon.js';
import { currentTarget } from './target.js';
import { getNumThreads } from './threads.js';

/** What {@link info} tells. */
export interface Info {
  /** The version of the package. */
  version: string;
  /** The platform, as the prebuilt addons are named, e.g. `linux-x64-glibc`. */
  target: string;
  /** Whether the addon came with the package or was compiled on this machine. */
  addon: AddonOrigin;
  /** The instruction set whose kernels run; `CONVOLT_ISA` forces a lower one. */
  isa: string;
  /** The instruction sets that this CPU can run, weakest first. */
  supportedIsas: readonly string[];
  /** The number of threads that an operation may use. */
  threads: number;
  /** The number of CPUs that this process may use: CPU affinity and container limits are taken into account. */
  availableParallelism: number;
}

/**
 * Facts about this installation, for logs and bug reports.
 *
 * @example info().isa // 'avx2'
 */
export function info(): Info {
  const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };
  return {
    version,
    target: currentTarget(),
    addon: addonOrigin,
    isa: addon.isa,
    supportedIsas: addon.supportedIsas,
    threads: getNumThreads(),
    availableParallelism: addon.availableParallelism,
  };
}
