/** Tries the places where the addon may be, and says what to do when it is in none of them. */
import { ConvoltError, type ErrorCode } from '../errors.js';

/** Where the addon came from: compiled on this machine, part of the package, or the file that `CONVOLT_ADDON` names. */
export type AddonOrigin = 'local build' | 'prebuilt' | 'CONVOLT_ADDON';

/** A place where the addon may be. */
export interface Candidate {
  origin: AddonOrigin;
  file: string;
  /** Requires the file. */
  load: () => unknown;
}

/** Where the search takes place: for its messages. */
export interface Surroundings {
  target: string;
  /** The targets that the package may hold prebuilt addons for. */
  prebuiltTargets: readonly string[];
}

/**
 * Loads the first candidate that can be loaded.
 *
 * @throws ConvoltError `CONVOLT_ADDON_NOT_LOADED` when none can; the message gives for each what is wrong and what to
 * do. `CONVOLT_INVALID_ENVIRONMENT` when an addon was loaded and refused the value of one of its variables.
 */
export function loadAddon<T>(
  candidates: readonly Candidate[],
  surroundings: Surroundings,
): { addon: T; origin: AddonOrigin } {
  const failures: string[] = [];
  const causes: unknown[] = [];
  for (const { origin, file, load } of candidates) {
    try {
      return { addon: load() as T, origin };
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      if (code?.startsWith('CONVOLT_')) throw new ConvoltError(code as ErrorCode, message, { cause: error });
      const { problem, remedy } = diagnose(error, origin, surroundings);
      failures.push(`- ${file} (${origin}): ${problem}\n  Remedy: ${remedy}`);
      causes.push(error);
    }
  }
  throw new ConvoltError(
    'CONVOLT_ADDON_NOT_LOADED',
    `the native addon could not be loaded on ${surroundings.target} (Node.js ${process.version}):\n${failures.join('\n')}`,
    { cause: new AggregateError(causes) },
  );
}

interface Diagnosis {
  problem: string;
  remedy: string;
}

const BUILD = 'compile it here: npx convolt build (needs Python 3, make and a C++17 compiler)';

/** What the loaders of Linux, macOS and Windows say, what it means, and what helps. The first that matches counts. */
const knownProblems: readonly (Diagnosis & { pattern: RegExp })[] = [
  {
    pattern: /version [`'"]?(GLIBC|GLIBCXX|CXXABI)_[\d.]+['"]? not found/,
    problem: "it needs a newer C library than this system's",
    remedy: `${BUILD}, or use a newer base image`,
  },
  {
    pattern: /ld-linux|ld-musl|libc\.musl|Error relocating|Error loading shared library/,
    problem: 'it was compiled for another C library (glibc or musl)',
    remedy: `install the package on this system instead of copying node_modules, or ${BUILD}`,
  },
  {
    pattern:
      /wrong ELF class|invalid ELF header|Exec format|incompatible architecture|wrong architecture|not a mach-o|not a valid Win32|cannot open shared object file: No such file/i,
    problem: 'it was compiled for another processor or operating system',
    remedy: `install the package on this system instead of copying node_modules, or ${BUILD}`,
  },
  {
    pattern: /failed to map segment|Permission denied|Operation not permitted/i,
    problem: 'this system does not let code from its folder run (permissions, or a noexec mount)',
    remedy: 'install into a folder that may hold executable code',
  },
  {
    pattern: /ERR_DLOPEN_DISABLED|Cannot load native addon/,
    problem: 'Node.js was told not to load native addons',
    remedy: 'start it without --no-addons, or with --allow-addons under the permission model',
  },
];

function diagnose(error: unknown, origin: AddonOrigin, surroundings: Surroundings): Diagnosis {
  const { code = '', message } = error as { code?: string; message: string };
  if (origin === 'CONVOLT_ADDON') return { problem: message, remedy: 'correct the variable, or unset it' };
  if (code === 'MODULE_NOT_FOUND') return diagnoseAbsent(origin, surroundings);
  const known = knownProblems.find(({ pattern }) => pattern.test(`${code} ${message}`));
  return {
    problem: known === undefined ? message : `${known.problem}: ${message}`,
    remedy: known === undefined ? BUILD : known.remedy,
  };
}

function diagnoseAbsent(origin: AddonOrigin, { target, prebuiltTargets }: Surroundings): Diagnosis {
  if (origin === 'local build') return { problem: 'there is none', remedy: BUILD };
  if (!prebuiltTargets.includes(target)) {
    return { problem: `there is none for ${target}, only for ${prebuiltTargets.join(', ')}`, remedy: BUILD };
  }
  return {
    problem: 'this package does not hold it',
    remedy: `${BUILD}; where a bundler or Electron moved the JavaScript, keep 'convolt' external and out of the asar archive`,
  };
}
