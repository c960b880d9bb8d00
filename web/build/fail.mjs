/** A build that can't go on says why in one line; the reader needs no stack. */
export class BuildError extends Error {}
export function fail(message) {
  throw new BuildError(message);
}
