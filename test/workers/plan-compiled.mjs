// ResNet-18 is compiled and its module dropped: by how many MB the process grew while it had both, at most, and what is left.
import { compile, manualSeed, models } from '../../dist/index.js';
import { image, resident } from './plan-net.mjs';

manualSeed(0);
const before = await resident();
let model = models.create('resnet18').eval();
const net = await compile(model, { input: [1, 3, 64, 64], threads: 1 });
await net.run(image());
const both = process.memoryUsage.rss();
model = undefined;
console.log((both - before) / 2 ** 20);
console.log(((await resident()) - before) / 2 ** 20);
net.dispose();
