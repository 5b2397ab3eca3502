/** The formats that are fuzzed, and how much each is. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { save } from '../../lib/index.js';
import type { Format } from './format.js';
import { onnxFormat } from './onnx/format.js';
import { pthFormat } from './pth/format.js';
import { safetensorsFormat } from './safetensors.js';
import { stateDict } from './state-dict.js';

/** Of ten files, how many are of each format. ONNX has the most to get wrong, and the native part behind it. */
export const shares = { onnx: 6, pth: 3, safetensors: 1 } as const;

export type FormatName = keyof typeof shares;

/** What test/fixtures/io/pytorch.py wrote, from this file's place in build/fuzz. */
const checkpoints = fileURLToPath(new URL('../../test/fixtures/io/', import.meta.url));

export async function findFormat(name: FormatName): Promise<Format> {
  switch (name) {
    case 'onnx':
      return onnxFormat;
    case 'pth':
      return pthFormat(readFixtures(/^(?!refused).*\.pth$/));
    case 'safetensors':
      return safetensorsFormat([...readFixtures(/\.safetensors$/), await saved()]);
  }
}

function readFixtures(names: RegExp): Buffer[] {
  return readdirSync(checkpoints)
    .filter((name) => names.test(name))
    .map((name) => readFileSync(join(checkpoints, name)));
}

async function saved(): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'convolt-fuzz-'));
  try {
    const path = join(folder, 'seed');
    await save(path, stateDict());
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
