/** A file of the package, whose folder is two above this module's: above `lib/cli/` and, in the bundle, above `dist/cli/`. */
export function packageFile(path: string): URL {
  return new URL(`../../${path}`, import.meta.url);
}
