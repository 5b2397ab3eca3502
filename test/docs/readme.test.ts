import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8');

/** The fenced blocks of a page in one language. */
function blocks(page: string, language: string): string[] {
  return [...read(page).matchAll(/^```(\w+)\n([\s\S]*?)\n```$/gm)]
    .filter((match) => match[1] === language)
    .map((match) => match[2] as string);
}

/** Code without what only lays it out. */
function bare(code: string): string {
  return code.replace(/\s+/g, '').replaceAll(',)', ')');
}

test('the first block holds the two commands', () => {
  const first = /^```\w*\n([\s\S]*?)\n```$/m.exec(read('README.md'))?.[1];
  expect(first).toBe('npm ci && npm start\nnpm ci && npm test');
});

test.each([
  ['python', 'examples/digits/train.py'],
  ['ts', 'examples/digits/network.ts'],
])('the network in %s is the one of %s', (language, file) => {
  const shown = blocks('README.md', language).find((block) => block.includes('class Net')) ?? '';
  expect(shown).toContain('class Net');
  expect(bare(read(file)).replace('overrideforward', 'forward')).toContain(bare(shown));
});

describe('the TypeScript blocks run, and print what their comments say', () => {
  // Beside the compiled example, so that ./network.js and the package's own name resolve.
  const folder = `${root}/build/examples/digits`;
  const pages = ['README.md', 'docs/errors.md', 'docs/plans.md'];
  const programs = pages.flatMap((page) =>
    blocks(page, 'ts')
      .filter((block) => block.includes('import '))
      .map((block, index) => ({ name: `${page}, program ${index + 1}`, block })),
  );

  test('each page has one', () => expect(programs.length).toBeGreaterThanOrEqual(pages.length));

  test.each(programs)('$name', ({ block }) => {
    mkdirSync(folder, { recursive: true });
    const file = `${folder}/block-${process.pid}.mjs`;
    const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
    writeFileSync(file, ts.transpileModule(block, { compilerOptions: options }).outputText);
    const { stdout, stderr } = spawnSync('node', [file], {
      cwd: `${root}/examples/digits`,
      encoding: 'utf8',
    });
    rmSync(file);
    expect(stderr).toBe('');
    for (const [, printed] of block.matchAll(/console\.log\(.*\); \/\/ (.+)$/gm)) {
      expect(stdout.split('\n')).toContain(printed);
    }
  });
});
