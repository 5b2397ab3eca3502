// npm run bench:eager: whole networks, layer by layer, in Convolt and in PyTorch (Debian's python3-torch and
// python3-torchvision). Each contender runs in processes of its own, in turns; the same seed makes the same network on both
// sides, so the logits are compared before any time is believed.
//
// npm run bench:eager -- resnet50 mobilenet_v2 --threads 1
import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median, relativeError } from '../statistics.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    threads: { type: 'string', multiple: true, default: [...new Set(['1', `${availableParallelism()}`])] },
    rounds: { type: 'string', default: '5' },
    runs: { type: 'string', default: '20' },
    python: { type: 'string', default: 'python3' },
  },
});
const names = positionals.length > 0 ? positionals : ['resnet18'];

function measure(command, script, configuration) {
  const argument = JSON.stringify(configuration);
  return JSON.parse(execFileSync(command, [join(here, script), argument], { maxBuffer: 1 << 28 }));
}

console.log(`${cpus()[0].model}, batch 1, ${values.rounds} rounds of ${values.runs} forwards, medians\n`);
console.log('model                 threads   Convolt   PyTorch   PyTorch / Convolt   error');
for (const model of names) {
  for (const threads of values.threads.map(Number)) {
    const shape = [1, 3, 224, 224];
    const configuration = { model, threads, shape, runs: Number(values.runs) };
    const times = { ours: [], theirs: [] };
    let error = 0;
    for (let round = 0; round < Number(values.rounds); round++) {
      const ours = measure(process.execPath, 'convolt.mjs', configuration);
      const theirs = measure(values.python, 'pytorch.py', configuration);
      times.ours.push(median(ours.times));
      times.theirs.push(median(theirs.times));
      error = Math.max(error, relativeError(ours.logits, theirs.logits));
    }
    if (!(error < 1e-4))
      throw new Error(`${model}: the logits differ by ${error}: these are not the same networks`);
    const [ours, theirs] = [median(times.ours), median(times.theirs)];
    const row = [`${ours.toFixed(1)} ms`, `${theirs.toFixed(1)} ms`, (theirs / ours).toFixed(2)];
    console.log(
      `${model.padEnd(22)}${`${threads}`.padStart(7)}${row[0].padStart(10)}${row[1].padStart(10)}${row[2].padStart(20)}` +
        `${error.toExponential(1).padStart(8)}`,
    );
  }
}
