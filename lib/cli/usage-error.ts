/** The command line was wrong in a way that only the command itself can tell. */
export class UsageError extends Error {}
