import { expect, test } from 'vitest';
import { compile, models } from '../../lib/index.js';
import { addon } from '../../lib/runtime/addon.js';

const { networks } = await import(String(new URL('../../bench/models/networks.mjs', import.meta.url)));

/** Ops on images in blocks, which nothing but plans calls, and Winograd's tiles with their windows. */
const blockedOps = Object.keys(addon.ops)
  .filter((op) => /blocked|selectChannels|stemConv2d|winogradConv2d/i.test(op) && !op.endsWith('Weight'))
  .filter((op) => op !== 'toBlocked'); // for inputs of many channels; these networks get images of three
const winogradSizes = ['2x2,3x3', '4x4,3x3', '2x2,5x5', '1x4,1x7', '4x1,7x1', '1x4,1x3', '4x1,3x1'].map(
  (sizes) => `F(${sizes})`,
);
const wanted = [...blockedOps, ...winogradSizes];

test.skipIf(addon.channelBlock === 1)(
  'each kernel that plans alone use is chosen for a network of the benchmark',
  async () => {
    const chosen = new Set<string>();
    for (const { name, input, options } of networks) {
      const model = models.create(name as models.ModelName, options).eval();
      const net = await compile(model, { input: [1, ...input] });
      for (const [, op] of `${net}`.matchAll(/ = (\w+)\(/g)) chosen.add(op as string);
      for (const { algorithm } of net.choices) chosen.add(algorithm);
      net.dispose();
    }
    expect(wanted.filter((name) => !chosen.has(name))).toEqual([]);
  },
  120_000,
);
