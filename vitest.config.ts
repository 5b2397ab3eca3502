import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The examples import the package by its name; under test that is the source, as in every other test.
  resolve: {
    alias: [
      { find: /^convolt$/, replacement: fileURLToPath(new URL('lib/index.ts', import.meta.url)) },
      { find: /^convolt\/(.*)$/, replacement: fileURLToPath(new URL('lib/$1/index.ts', import.meta.url)) },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/native/**'],
    pool: 'forks',
    testTimeout: 90_000,
  },
});
