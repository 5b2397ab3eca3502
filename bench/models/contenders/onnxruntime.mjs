// onnxruntime-node with the session options of `session`: those of run.mjs's contender.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import ort from 'onnxruntime-node';
import { serve } from './serve.mjs';

await serve(async ({ session: options, folder }) => {
  const session = await ort.InferenceSession.create(join(folder, 'model.onnx'), {
    ...options,
    logSeverityLevel: 3, // errors alone: warnings would come on every process
  });
  const { version } = createRequire(import.meta.url)('onnxruntime-node/package.json');
  return {
    engine: `onnxruntime-node ${version}`,
    prepare: (elements, shape) => {
      const feeds = { [session.inputNames[0]]: new ort.Tensor('float32', elements, shape) };
      return async () => (await session.run(feeds))[session.outputNames[0]].data;
    },
  };
});
