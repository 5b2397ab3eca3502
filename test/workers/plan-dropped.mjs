// Twelve plans of 47 MB are compiled, run and dropped, without dispose(): how many of them are collected, what is left in MB,
// and whether dropping the last one made its token void.
import { attach } from '../../dist/index.js';
import { compileNet, image, resident } from './plan-net.mjs';

let collected = 0;
const registry = new FinalizationRegistry(() => collected++);

async function use() {
  const net = await compileNet();
  registry.register(net);
  await net.run(image());
  return net.share();
}

await use();
const before = await resident();
let token;
for (let i = 0; i < 11; i++) token = await use();
console.log(((await resident()) - before) / 2 ** 20);
console.log(collected);
try {
  attach(token);
} catch ({ code }) {
  console.log(code);
}
