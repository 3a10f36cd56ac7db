/** Folders within a root in which files of ours are looked for, also where the plan makes none: what it made once is to be found. */

/** The second root's. */
export const KUBERNETES_ROOT = 'irsa-kubernetes';

/** Those that tests are written to. */
export const TEST_FOLDERS: readonly string[] = ['tests', 'tests/irsa', 'tests/irsa/this', 'tests/irsa/controller'];
