/** The arrows of docs/architecture.md: which room of lib/ and of native/ may use which. */
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Each room of lib/ with the rooms it may import, beside itself and `errors`. `'*'` is any. */
const libRooms: Record<string, readonly string[]> = {
  errors: [],
  runtime: [],
  tensor: ['runtime'],
  functional: ['tensor', 'runtime'],
  // Puts functional ops on Tensor, so it stands above both.
  'tensor/methods': ['functional', 'random', 'tensor', 'runtime'],
  random: ['functional', 'tensor', 'runtime'],
  nn: ['functional', 'tensor', 'random', 'runtime'],
  graph: ['functional', 'tensor', 'runtime'],
  plan: ['graph', 'functional', 'tensor', 'runtime', 'io'],
  io: ['tensor', 'graph'],
  onnx: ['graph', 'functional', 'tensor', 'runtime', 'io'],
  models: ['nn', 'functional', 'random', 'tensor', 'io'],
  keras: ['nn', 'functional', 'tensor', 'io'],
  transforms: ['functional', 'tensor'],
  summary: ['nn', 'functional', 'tensor'],
  serve: ['*'],
  cli: ['*'],
  index: ['*'],
};

/** What puts the methods on Tensor for a subpath: every index may import it. */
const METHODS = 'tensor/methods';

/** The functions that draw: they stand above the others, and beside them in their index. */
const DROPOUT = 'random/dropout';

/** Rooms that nothing else in lib/ may import. */
const libLeaves = ['serve', 'cli', 'index'];

/** Each room of native/ with the rooms it may include, beside itself. */
const nativeRooms: Record<string, readonly string[]> = {
  'core/pod': [],
  core: ['core/pod'],
  simd: [],
  kernels: ['core/pod', 'simd'],
  dispatch: ['core', 'kernels'],
  parallel: ['core'],
  plan: ['core', 'core/pod', 'dispatch', 'kernels', 'parallel'],
  bindings: ['core', 'dispatch', 'parallel', 'plan'],
};

function filesUnder(folder: string, extensions: RegExp): string[] {
  return readdirSync(posix.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => extensions.test(path));
}

/** What a TypeScript file of lib/ imports from within lib/, types included, as paths without their ending. */
function importsOf(file: string): string[] {
  const source = readFileSync(posix.join(root, 'lib', file), 'utf8').replace(
    /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm,
    '',
  );
  const specifiers = [...source.matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']*)'/g)].map(
    (match) => match[1] as string,
  );
  return specifiers.map((specifier) =>
    posix.normalize(posix.join(posix.dirname(file), specifier)).replace(/\.js$/, ''),
  );
}

/** The most specific room that holds a path. */
function roomOf(path: string, rooms: Record<string, unknown>): string | undefined {
  const holds = (room: string) => path === room || path.startsWith(`${room}/`);
  return Object.keys(rooms)
    .filter(holds)
    .sort((a, b) => b.length - a.length)[0];
}

/** Every `#include` of the native sources. */
function includesOf(file: string): { path: string; system: boolean }[] {
  const source = readFileSync(posix.join(root, 'native', file), 'utf8');
  return [...source.matchAll(/^\s*#\s*include\s*([<"])([^>"]+)[>"]/gm)].map((match) => ({
    path: match[2] as string,
    system: match[1] === '<',
  }));
}

describe('lib/', () => {
  const files = filesUnder('lib', /\.ts$/).map((file) => file.replace(/\.ts$/, ''));

  test('every file is in a room of the table', () => {
    expect(files.filter((file) => roomOf(file, libRooms) === undefined)).toEqual([]);
    expect(files.length).toBeGreaterThan(10);
  });

  test('no import goes against the arrows', () => {
    const forbidden = files.flatMap((file) => {
      const room = roomOf(file, libRooms) as string;
      const allowed = libRooms[room] as readonly string[];
      return importsOf(`${file}.ts`)
        .filter((target) => {
          const to = roomOf(target, libRooms) ?? 'unknown';
          if (to === room || to === 'errors') return false;
          if (libLeaves.includes(to)) return true;
          if (to === METHODS && posix.basename(file) === 'index') return false;
          if (target === DROPOUT && file === 'functional/index') return false;
          return !allowed.includes('*') && !allowed.includes(to);
        })
        .map((target) => `${file} → ${target}`);
    });
    expect(forbidden).toEqual([]);
  });
});

describe('native/', () => {
  const files = filesUnder('native', /\.(h|cpp)$/);
  const isBody = (path: string) => path.endsWith('_body.h');

  test('every file is in a room of the table', () => {
    expect(files.filter((file) => roomOf(file, nativeRooms) === undefined)).toEqual([]);
    expect(files.length).toBeGreaterThan(30);
  });

  test('no include goes against the arrows', () => {
    const forbidden = files.flatMap((file) => {
      const room = roomOf(file, nativeRooms) as string;
      const allowed = nativeRooms[room] as readonly string[];
      return includesOf(file)
        .filter(({ path, system }) => {
          if (system) return path === 'napi.h' && room !== 'bindings';
          const to = roomOf(path, nativeRooms) ?? 'unknown';
          if (isBody(path) && room !== 'kernels') return true;
          return to !== room && !allowed.includes(to);
        })
        .map(({ path }) => `${file} → ${path}`);
    });
    expect(forbidden).toEqual([]);
  });

  test('core/pod has no standard library at all, beyond fixed-width integers', () => {
    const pods = files.filter((file) => file.startsWith('core/pod/'));
    const used = pods.flatMap((file) => includesOf(file).filter(({ system }) => system));
    expect(used.filter(({ path }) => path !== 'stdint.h')).toEqual([]);
  });

  // Its inline functions would be compiled once with AVX-512 and might be linked into baseline code.
  test('no per-ISA kernel, and nothing in simd/, includes the C++ standard library', () => {
    const perIsa = files.filter(
      (file) => file.startsWith('simd/') || (file.startsWith('kernels/') && !file.endsWith('_reference.cpp')),
    );
    const forbidden = perIsa.flatMap((file) =>
      includesOf(file)
        .filter(({ path, system }) => system && !path.endsWith('.h'))
        .map(({ path }) => `${file} → <${path}>`),
    );
    expect(perIsa.length).toBeGreaterThan(10);
    expect(forbidden).toEqual([]);
  });
});
