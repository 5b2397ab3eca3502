/** Loads one file, does what can be done with it, and judges what came of that. */
import { ConvoltError } from '../../lib/index.js';
import type { Format } from './format.js';
import { LIMITS, TooLarge, takeRequested, takeResident } from './limits.js';

export interface Report {
  /** Whether the file's outermost layer was sound. */
  readonly reached: boolean;
  /** What came of `load`: `loaded` or a code. */
  readonly load: string;
  /** What came of each stage after it: `forward ok`, `forward CONVOLT_SHAPE_MISMATCH`. */
  readonly stages: readonly string[];
  readonly seconds: number;
  /** By how much the resident memory grew at most, in bytes. */
  readonly grown: number;
  /** What should not have happened. */
  readonly problems: readonly string[];
}

export async function attempt(format: Format, path: string, file: Uint8Array): Promise<Report> {
  const problems: string[] = [];
  const stages: string[] = [];
  const start = process.cpuUsage();
  takeResident();
  const before = takeResident().now;
  takeRequested();
  const [load, loaded = []] = await judge('load', () => format.load(path), problems);
  for (const { name, run } of loaded) stages.push(`${name} ${(await judge(name, run, problems))[0]}`);

  const grown = takeResident().peak - before;
  if (grown > LIMITS.residentBytes) problems.push(`memory: ${mebi(grown)} more are resident`);
  const { user, system } = process.cpuUsage(start);
  const seconds = (user + system) / 1e6;
  if (seconds > LIMITS.seconds) problems.push(`time: ${seconds.toFixed(1)} s`);
  const reached = await format.passesHeader(file);
  return { reached, load: load === 'ok' ? 'loaded' : load, stages, seconds, grown, problems };
}

/** Runs one stage. @returns a word for what came of it, and its result where there is one */
async function judge<T>(
  stage: string,
  run: () => T | Promise<T>,
  problems: string[],
): Promise<[outcome: string, result?: T]> {
  const capped = stage === 'load' || stage === 'trace';
  takeRequested();
  try {
    return ['ok', await run()];
  } catch (error) {
    if (error instanceof TooLarge) return ['too large'];
    if (error instanceof ConvoltError && error.code !== 'CONVOLT_NATIVE_CHECK') return [error.code];
    problems.push(`${stage}: ${trimmed(error)}`);
    return ['failed'];
  } finally {
    const bytes = takeRequested();
    if (capped && bytes > LIMITS.requestedBytes)
      problems.push(`${stage}: ${mebi(bytes)} of memory were asked for`);
  }
}

/** The error and where it arose, without the folders of this machine. */
function trimmed(error: unknown): string {
  if (!(error instanceof Error)) return `${error} was thrown`;
  const lines = (error.stack ?? `${error}`).split('\n');
  const places = lines.filter((line) => line.startsWith('    at ')).slice(0, 6);
  return [
    `${error.name}: ${error.message}`,
    ...places.map((line) => line.replace(/\(?file:.*\/(?=dist|build)/, '')),
  ].join('\n');
}

function mebi(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}
