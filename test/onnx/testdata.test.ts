import { describe, expect, test } from 'vitest';
import { operators } from '../../lib/onnx/ops/index.js';
import { casesOf, isInstalled, type Outcome, runCase, suites } from './testdata.js';

describe.skipIf(!isInstalled)('the backend tests of ONNX (install libonnx-testdata to run them)', () => {
  const outcomes = new Map<string, Outcome>();

  describe.each(suites)('%s', (suite) => {
    test.each(casesOf(suite))('%s', async (name) => {
      outcomes.set(name, await runCase(suite, name));
    });
  });

  // `npm run test:onnx -- -u` writes the page anew.
  test('docs/onnx.md says which ops are read, and which cases are not run', async () => {
    await expect(toPage(outcomes)).toMatchFileSnapshot('../../docs/onnx.md');
  });
});

function toPage(outcomes: ReadonlyMap<string, Outcome>): string {
  const reasons = new Map<string, string[]>();
  let ran = 0;
  for (const [name, outcome] of outcomes) {
    if (outcome.ran) ran++;
    else reasons.set(outcome.reason, [...(reasons.get(outcome.reason) ?? []), name.replace(/^test_/, '')]);
  }
  const names = Object.keys(operators).sort();
  const rows = [...reasons]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([reason, cases]) => `| ${reason} | ${cases.sort().join(', ')} |`);
  return `# ONNX

\`\`\`ts
import { onnx } from 'convolt';

const model = await onnx.load('resnet18.onnx');
console.log(model.inputs); // [{ name: 'input', dtype: 'float32', shape: ['N', 3, 224, 224] }]
const logits = model.forward(image); // or model.forward({ input: image })
\`\`\`

A model of opset 6 to 22 runs as it is, op by op, or traced into a graph. Its weights are in \`model.weights\`, by their names
in the file. Weights in other files are read from the model's folder, and from nowhere else. A model with ops that are not
listed here is refused while it is loaded, with all of them in the message.

\`onnx.save(path, model, exampleInputs)\` writes a module of this library as an ONNX model.

\`bench/onnxruntime/\` compares with onnxruntime: the networks of this library as \`onnx.save\` writes them (\`verify.mjs\`), and
the detector, classifier and recogniser of PP-OCRv4 as \`onnx.load\` reads them (\`ocr.mjs\`).

This page is written by \`npm run test:onnx -- -u\`.

## Ops that are read

${names.map((name) => `\`${name}\``).join(', ')}

Quantised tensors are computed with as float32. Training forms (of BatchNormalization, Dropout), control flow, sequences and
strings are not read.

## ONNX's own tests

Of ${outcomes.size} cases in \`node/\`, \`pytorch-converted/\`, \`pytorch-operator/\` and \`simple/\` of Debian's package
\`libonnx-testdata\`, ${ran} run and give the expected outputs within ONNX's tolerance (1e-3 relative). The others are not run:

| Because of | Cases |
| --- | --- |
${rows.join('\n')}
`;
}
