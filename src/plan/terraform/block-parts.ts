/** What kinds of blocks have in common. */
import type { Text } from '../../iam/text.ts';

/** Printed above the block, one paragraph each; says why. */
export interface Commented {
  readonly comments?: readonly string[];
}

export interface Labelled extends Commented {
  readonly label: string;
}

export interface OfProvider {
  readonly provider?: string;
}

export interface Entry<T = Text> {
  readonly key: string;
  readonly value: T;
}
