/** Each model's module tree: state-dict keys, shapes and options as in torchvision. */
import { createHash } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { create, type ModelName } from '../../lib/models/index.js';
import { readFixture } from '../support/fixtures.js';

vi.mock('../../lib/nn/init.js', async (original) =>
  (await import('./without-drawing.js')).withoutDrawing(await original()),
);
vi.mock('../../lib/tensor/create.js', async (original) =>
  (await import('./without-drawing.js')).withoutZeros(await original()),
);

interface Layout {
  parameters: number;
  keys: string;
  text: string;
}

const digest = (listing: string) => createHash('sha256').update(listing).digest('hex').slice(0, 16);

test.each(Object.entries(readFixture<Record<ModelName, Layout>>('model_layouts')))(
  "%s has torchvision's keys and shapes, and prints like it",
  (name, layout) => {
    const model = create(name as ModelName);
    const parameters = [...model.parameters()].reduce((sum, parameter) => sum + parameter.numel(), 0);
    const keys = [...model.stateDict()].map(([key, { shape }]) => `${key} [${shape.join(', ')}]\n`).join('');
    expect({ parameters, keys: digest(keys), text: digest(`${model}`) }).toEqual(layout);
  },
);
