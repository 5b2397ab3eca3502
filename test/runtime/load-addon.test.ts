import { describe, expect, test } from 'vitest';
import { ConvoltError } from '../../lib/errors.js';
import { type AddonOrigin, type Candidate, loadAddon } from '../../lib/runtime/load-addon.js';

const surroundings = { target: 'linux-x64-glibc', prebuiltTargets: ['linux-x64-glibc', 'darwin-arm64'] };

function works(origin: AddonOrigin): Candidate {
  return { origin, file: `${origin}.node`, load: () => ({ isa: origin }) };
}

function fails(origin: AddonOrigin, message: string, code?: string): Candidate {
  return {
    origin,
    file: `${origin}.node`,
    load: () => {
      throw Object.assign(new Error(message), { code });
    },
  };
}

function failure(candidates: Candidate[], target = surroundings.target): ConvoltError {
  try {
    loadAddon(candidates, { ...surroundings, target });
  } catch (error) {
    return error as ConvoltError;
  }
  throw new Error('loadAddon did not throw');
}

describe('loadAddon', () => {
  test('takes the first addon that loads, and says where it came from', () => {
    expect(loadAddon([works('local build'), works('prebuilt')], surroundings)).toEqual({
      addon: { isa: 'local build' },
      origin: 'local build',
    });
    const broken = fails('local build', 'invalid ELF header', 'ERR_DLOPEN_FAILED');
    expect(loadAddon([broken, works('prebuilt')], surroundings).origin).toBe('prebuilt');
  });

  test('names every place it tried, with the problem and the remedy of each', () => {
    const error = failure([
      fails('local build', 'Cannot find module', 'MODULE_NOT_FOUND'),
      fails(
        'prebuilt',
        "/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found",
        'ERR_DLOPEN_FAILED',
      ),
    ]);
    expect(error).toBeInstanceOf(ConvoltError);
    expect(error.code).toBe('CONVOLT_ADDON_NOT_LOADED');
    expect(error.message).toContain('local build.node (local build): there is none');
    expect(error.message).toContain('npx convolt build');
    expect(error.message).toContain('newer C library');
    expect(error.message).toContain('GLIBC_2.34');
    expect((error.cause as AggregateError).errors).toHaveLength(2);
  });

  test('says for which platforms there are prebuilt addons when this is none of them', () => {
    const { message } = failure([fails('prebuilt', '', 'MODULE_NOT_FOUND')], 'linux-s390x-glibc');
    expect(message).toContain('none for linux-s390x-glibc, only for linux-x64-glibc, darwin-arm64');
  });

  test('suspects a bundler when the prebuilt addon of a known platform is gone', () => {
    const { message } = failure([fails('prebuilt', '', 'MODULE_NOT_FOUND')]);
    expect(message).toContain("keep 'convolt' external");
  });

  test.each([
    ['x.node: wrong ELF class: ELFCLASS32', 'another processor'],
    ['dlopen(x.node): mach-o file, but is an incompatible architecture', 'another processor'],
    ['Error loading shared library ld-linux-x86-64.so.2: No such file', 'another C library'],
    ['x.node: failed to map segment from shared object', 'noexec'],
    ['something never seen before', 'something never seen before'],
  ])('explains %j', (message, explanation) => {
    expect(failure([fails('prebuilt', message, 'ERR_DLOPEN_FAILED')]).message).toContain(explanation);
  });

  test('explains --no-addons', () => {
    const error = failure([fails('prebuilt', 'Cannot load native addon', 'ERR_DLOPEN_DISABLED')]);
    expect(error.message).toContain('--no-addons');
  });

  test('an error of an addon that was loaded is no load failure', () => {
    const refusal = fails('local build', 'CONVOLT_ISA: expected …', 'CONVOLT_INVALID_ENVIRONMENT');
    const error = failure([refusal, works('prebuilt')]);
    expect(error.code).toBe('CONVOLT_INVALID_ENVIRONMENT');
    expect(error.message).toBe('CONVOLT_ISA: expected …');
  });
});
