/** The threads of Node's pool, which file reads run on. */
const MOST = 4;

/**
 * Awaits what all of `tasks` return, a few at a time: while one read waits for the file, another fills its memory. After an
 * error no more are begun.
 */
export async function atOnce<T>(tasks: readonly (() => Promise<T>)[]): Promise<T[]> {
  const results = new Array<T>(tasks.length);
  const queue = each(tasks);
  const work = async () => {
    for (const [i, task] of queue) results[i] = await task();
  };
  await Promise.all(Array.from({ length: MOST }, work));
  return results;
}

/** A generator, since an error in a loop over it ends it for the other loops, too. */
function* each<T>(items: readonly T[]): Generator<[number, T]> {
  yield* items.entries();
}
