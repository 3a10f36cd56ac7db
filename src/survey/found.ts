/** Where things are found, and what they are called by. */

/** File relative to the scanned folder, with `/`; 1-based line. */
export interface At {
  readonly file: string;
  readonly line: number;
}

/**
 * Names one thing for ever, whatever is added above it: `<folder>#<Terraform address>` for what Terraform
 * makes (`#` alone before it in the scanned folder itself), `<file>#<kind>/<namespace>/<name>` for what YAML does.
 */
export type Id = string;

/** What is there and could not be followed. */
export interface Unread {
  /** The argument or block: `assume_role_policy`, `dynamic "statement"`. */
  readonly what: string;
  readonly why: 'expression' | 'dynamic-block' | 'for-expression' | 'unknown-module' | 'not-valid' | 'repeated';
  readonly at: At;
}

/** What everything that is found has. */
export interface Found {
  readonly id: Id;
  readonly at: At;
  readonly unread?: readonly Unread[];
}

/** A value that stands on a line of its own. */
export interface Placed<T> {
  readonly value: T;
  readonly at: At;
}

/** As the folder itself names it: a module that is called has its addresses below that of its call. */
export const ownAddress = (address: string): string => address.replace(/^(?:module\.[\w-]+(?:\[[^\]]*\])?\.)+(?=\w)/, '');
