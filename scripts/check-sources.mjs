// Compares native/sources.json with the C++ files on disk: each is listed exactly once, and each that is listed exists.
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { variables } = JSON.parse(readFileSync(join(root, 'native', 'sources.json'), 'utf8'));
const lists = Object.entries(variables).filter(([name]) => name.endsWith('_sources'));
const listed = lists.flatMap(([, files]) => files);
const onDisk = readdirSync(join(root, 'native'), { recursive: true })
  .filter((file) => file.endsWith('.cpp'))
  .map((file) => `native/${file.split(sep).join('/')}`);

const problems = [
  ...onDisk.filter((file) => !listed.includes(file)).map((file) => `${file} is not listed`),
  ...listed.filter((file) => !onDisk.includes(file)).map((file) => `${file} is listed but does not exist`),
  ...listed
    .filter((file, index) => listed.indexOf(file) !== index)
    .map((file) => `${file} is listed more than once`),
  ...lists
    .filter(([, files]) => `${files}` !== `${[...files].sort()}`)
    .map(([name]) => `${name} is not sorted`),
];
for (const problem of problems) console.error(`native/sources.json: ${problem}`);
if (problems.length === 0) console.log(`native/sources.json: all ${listed.length} files are listed once`);
process.exit(problems.length === 0 ? 0 : 1);
