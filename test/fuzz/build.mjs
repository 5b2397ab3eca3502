// Bundles the driver and its worker, with the library's own modules, into build/fuzz/.
import { fileURLToPath } from 'node:url';
import { bundle } from '../../scripts/bundle.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

await bundle({ run: path('run.ts'), worker: path('worker.ts') }, path('../../build/fuzz'), '[name].js');
