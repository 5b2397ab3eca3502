/** The names that Keras gives to layers and models: `conv2d`, `conv2d_1`, `max_pooling2d`. */

const counts = new Map<string, number>();

/** A new name for an object of a class: the class in snake case, numbered from the second one on. */
export function autoName(className: string): string {
  const base = className
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
  const count = counts.get(base) ?? 0;
  counts.set(base, count + 1);
  return count === 0 ? base : `${base}_${count}`;
}
