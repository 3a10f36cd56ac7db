/** Folders within a root in which files of ours are looked for, also where the plan makes none: what it made once is to be found. */

/** The second root's. */
export const KUBERNETES_ROOT = 'irsa-kubernetes';

/** The child module's, within its caller's. */
export const CHILD_MODULE = 'irsa-module';

/** That of other accounts, within a root: a folder in it for each. */
export const OTHER_ACCOUNTS = 'irsa-accounts';

/** Those that tests are written to. */
export const TEST_FOLDERS: readonly string[] = ['tests', 'tests/irsa', 'tests/irsa/this', 'tests/irsa/controller'];
