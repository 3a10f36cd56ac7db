/** Trouble that a file system reports by a code. */

/** An error of the file system (`ENOENT`; Node's own are `ERR_…`), of one of these codes if any are given. */
export function isErrno(cause: unknown, ...codes: readonly string[]): cause is NodeJS.ErrnoException {
  const code: unknown = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' && /^E[A-Z\d]+$/.test(code) && (codes.length === 0 || codes.includes(code));
}

/** For `.catch`: errors of these codes count as "there is none". */
export const unless =
  (...codes: readonly string[]) =>
  (cause: unknown): undefined => {
    if (!isErrno(cause, ...codes)) throw cause;
  };
