/** What blocks of several kinds have in common. */
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

/** A call of a module. */
export interface CallBlock extends Labelled {
  readonly source: string;
  /** Absent for git and local sources. */
  readonly version?: string;
  /** `providers = { aws = <address> }`; absent for the default provider. */
  readonly awsProvider?: string;
  readonly tags: readonly Entry<string>[];
}
