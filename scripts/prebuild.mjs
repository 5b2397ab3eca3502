// Puts the addon of this machine where the package carries it: prebuilds/<target>/convolt.node.
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { info } from '../dist/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'prebuilds', info().target);
mkdirSync(folder, { recursive: true });
copyFileSync(join(root, 'build', 'Release', 'convolt.node'), join(folder, 'convolt.node'));
