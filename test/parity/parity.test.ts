/** Small draws of draw.py, which each function and layer must have; `npm run parity` draws as many more as you like. */

import { readdirSync, readFileSync } from 'node:fs';
import { functional, nn, Tensor } from 'convolt';
import { describe, expect, test } from 'vitest';
import { type Case, parseCases } from './case.js';
import { replay } from './replay.js';

const folder = new URL('fixtures/', import.meta.url);
const cases = readdirSync(folder).flatMap((file) => parseCases(readFileSync(new URL(file, folder), 'utf8')));
const casesByName = new Map<string, Case[]>();
for (const one of cases) casesByName.set(nameOf(one), [...(casesByName.get(nameOf(one)) ?? []), one]);

function nameOf({ kind, name }: Case): string {
  return kind === 'layer' ? `nn.${name}` : name;
}

test.each([...casesByName])('%s gives what PyTorch gives', (_, recorded) => {
  for (const one of recorded) {
    const { expected: _, ...configuration } = one;
    expect(replay(one).problem, JSON.stringify(configuration)).toBeUndefined();
  }
});

describe('every public name has a case', () => {
  /** Layers that compute nothing of their own. */
  const containers = ['ModuleDict', 'ModuleList', 'Sequential'];
  /** No function of PyTorch's. */
  const ours = ['convOutputSize'];
  /** What a Tensor itself has, and what the tests of the random stream hold against PyTorch. */
  const methods = ['constructor', 'size', 'stride', 'numel', 'isContiguous', 'asView', 'toString'];
  const random = ['bernoulli_', 'normal_', 'uniform_'];

  test('layers', () => {
    const layers = Object.entries(nn).filter(
      ([, value]) => typeof value === 'function' && value.prototype instanceof nn.Module,
    );
    const missing = layers.map(([name]) => name).filter((name) => !casesByName.has(`nn.${name}`));
    expect(missing.sort()).toEqual(containers);
  });

  test('functions', () => {
    const functions = Object.entries(functional).filter(([, value]) => typeof value === 'function');
    const missing = functions.map(([name]) => name).filter((name) => !casesByName.has(name));
    expect(missing.sort()).toEqual(ours);
  });

  test('methods of Tensor', () => {
    const functions = Object.entries(Object.getOwnPropertyDescriptors(Tensor.prototype)).filter(
      ([, { value }]) => typeof value === 'function',
    );
    const missing = functions.map(([name]) => name).filter((name) => !casesByName.has(name));
    expect(missing.sort()).toEqual([...methods, ...random].sort());
  });
});
