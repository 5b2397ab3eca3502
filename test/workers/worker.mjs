// Loads the library, runs an op of many tasks `rounds` times (0: for ever), and says so.
import { parentPort, workerData } from 'node:worker_threads';
import { functional, Tensor } from '../../dist/index.js';

const x = Tensor.empty({ shape: [1 << 20], dtype: 'float32' });
x.data.fill(-1);
parentPort.postMessage('running');
for (let round = 0; round !== workerData.rounds; round++) functional.relu(x);
parentPort.postMessage(functional.relu(x).data.every((value) => value === 0) ? 'right' : 'wrong');
