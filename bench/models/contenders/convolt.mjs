// Convolt: the model class with its weights from safetensors, compiled. `call` is 'runSync' or 'run'.
import { join } from 'node:path';
import { compile, info, models, tensor } from '../../../dist/index.js';
import { serve } from './serve.mjs';

await serve(async ({ name, options, input, threads, call, folder }) => {
  const weights = join(folder, 'model.safetensors');
  const model = await models.create(name, { ...options, weights });
  const net = await compile(model.eval(), { input: [1, ...input], threads });
  return {
    engine: `Convolt ${info().version}`,
    prepare: (elements, shape) => {
      const x = tensor(elements, { shape });
      return call === 'run' ? async () => (await net.run(x)).data : () => net.runSync(x).data;
    },
    profile: async (elements, shape) => {
      const x = tensor(elements, { shape });
      await net.run(x); // others ran meanwhile: weights come back into the caches
      const profile = await net.profile(x);
      return { steps: profile.steps, table: `${profile}` };
    },
  };
});
