/** ONNX's own checker, where Debian's python3-onnx is installed. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Debian's, since another python3 may come first in PATH.
const python = ['/usr/bin/python3', 'python3'].find((path) => {
  return (path === 'python3' || existsSync(path)) && spawnSync(path, ['-c', 'import onnx']).status === 0;
});

/** Whether {@link checkFiles} can run. */
export const hasChecker = python !== undefined;

/** @returns what the checker has to say against the files; `''` when it accepts all */
export function checkFiles(paths: readonly string[]): string {
  const script = fileURLToPath(new URL('check.py', import.meta.url));
  const { status, stdout, stderr } = spawnSync(python as string, [script, ...paths], { encoding: 'utf8' });
  return status === 0 ? '' : `${stdout}${stderr}`;
}
