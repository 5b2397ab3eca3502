/** The platform of this process, as the folders of `prebuilds/` are named: `linux-x64-glibc`, `darwin-arm64`, … */
import { closeSync, openSync, readSync } from 'node:fs';

/** The target that this Node.js runs on. */
export function currentTarget(): string {
  const target = `${process.platform}-${process.arch}`;
  return process.platform === 'linux' ? `${target}-${libc(process.execPath)}` : target;
}

/** Which C library an executable was linked with: its header names the loader, `ld-musl-….so.1` for musl. */
function libc(executable: string): 'glibc' | 'musl' {
  const head = Buffer.alloc(4096);
  const file = openSync(executable, 'r');
  readSync(file, head, 0, head.length, 0);
  closeSync(file);
  return head.includes('ld-musl-') ? 'musl' : 'glibc';
}
