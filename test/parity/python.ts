/** The Python that has the reference. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * A Python with torch and torchvision: `$PYTHON`, the first `python3` on the path, or the system's.
 *
 * @throws Error that says what to install, when there is none
 */
export function findPython(): string {
  for (const python of [process.env.PYTHON ?? '', 'python3', '/usr/bin/python3']) {
    if (python === '') continue;
    if (spawnSync(python, ['-c', 'import torch, torchvision']).status === 0) return python;
  }
  throw new Error(
    'parity needs Python with PyTorch 1.13 and torchvision 0.14: install python3-torch and python3-torchvision (Debian ' +
      'bookworm), or name another Python in $PYTHON',
  );
}

/** The path of a script in test/parity, from build/parity. */
export function scriptPath(name: string): string {
  return fileURLToPath(new URL(`../../test/parity/${name}`, import.meta.url));
}
