// Attaches to a plan, or compiles one where there is no token; runs it `rounds` times (0: for ever), and says what came out.
import { parentPort, workerData } from 'node:worker_threads';
import { attach } from '../../dist/index.js';
import { compileNet, hash, image } from './plan-net.mjs';

const { token, rounds } = workerData;
const net = token === undefined ? await compileNet() : attach(token);
parentPort.postMessage('running');
let output = await net.run(image());
for (let round = 1; round !== rounds; round++) output = await net.run(image());
parentPort.postMessage(hash(output));
