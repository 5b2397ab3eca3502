/**
 * The modules whose `forward` is running. It tells an error in which layer of the network it arose, by the path from the
 * outermost module.
 */

const stack: object[] = [];

/** The `forward` of `module` begins. */
export function enterModule(module: object): void {
  stack.push(module);
}

/** The `forward` that began last has ended. */
export function leaveModule(): void {
  stack.pop();
}

/** The module that the running call came in by, or undefined outside of any. */
export function outermostModule(): object | undefined {
  return stack[0];
}

/** The module whose `forward` is running now, or undefined outside of any. */
export function innermostModule(): object | undefined {
  return stack.at(-1);
}
