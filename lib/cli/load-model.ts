/** Finds the model in a user's JavaScript module. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe } from '../errors.js';
import { load } from '../io/index.js';
import { Module } from '../nn/index.js';
import { UsageError } from './usage-error.js';

/** The options that say which model is meant. */
export interface ModelOptions {
  export?: string;
  weights?: string;
}

/**
 * Imports a JavaScript file and makes the model that it exports: a Module, a class of Modules, or a function that returns
 * one. Loads weights into it, where they are given, and puts it in `eval` mode.
 */
export async function loadModel(file: string, options: ModelOptions): Promise<Module> {
  const exports = (await import(pathToFileURL(resolve(file)).href)) as Record<string, unknown>;
  const name = options.export ?? defaultExport(file, exports);
  if (!(name in exports)) {
    throw new UsageError(`${file} has no export '${name}'; it has: ${Object.keys(exports).join(', ')}`);
  }
  const model = await instantiate(exports[name]);
  if (!(model instanceof Module)) {
    throw new UsageError(
      `the export '${name}' of ${file} must be a Module, a class of Modules or a function that returns one ` +
        `(of the convolt that runs this command), but it gives ${describe(model)}`,
    );
  }
  if (options.weights !== undefined) model.loadStateDict(await load(options.weights));
  return model.eval();
}

/** The name of the default export, or of the only one. */
function defaultExport(file: string, exports: Record<string, unknown>): string {
  const names = Object.keys(exports);
  if (names.includes('default')) return 'default';
  const [only] = names;
  if (names.length === 1 && only !== undefined) return only;
  throw new UsageError(`${file} has no default export; choose one by --export: ${names.join(', ')}`);
}

async function instantiate(value: unknown): Promise<unknown> {
  if (typeof value !== 'function') return value;
  if (value.prototype instanceof Module) return new (value as new () => Module)();
  return (value as () => unknown)();
}
