import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('docs/errors.md has a row for every code, and for no other', () => {
  const union = /export type ErrorCode =([\s\S]*?);/.exec(read('lib/errors.ts'))?.[1] ?? '';
  const codes = [...union.matchAll(/'(CONVOLT_\w+)'/g)].map((match) => match[1]);
  const rows = [...read('docs/errors.md').matchAll(/^\| `(CONVOLT_\w+)` *\|/gm)].map((match) => match[1]);
  expect(codes.length).toBeGreaterThan(0);
  expect(rows.sort()).toEqual(codes.sort());
});
