// The process exits while plans run in its main thread and in two workers.
import { setTimeout } from 'node:timers/promises';
import { compileNet, image } from './plan-net.mjs';
import { startPlanWorker } from './start-worker.mjs';

const net = await compileNet();
await Promise.all([0, 0].map((rounds) => startPlanWorker({ token: net.share(), rounds })));
await setTimeout(20);
for (let i = 0; i < 5; i++) net.run(image());
await setTimeout(5);
process.exit(7);
