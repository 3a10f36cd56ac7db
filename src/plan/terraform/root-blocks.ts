/** Blocks of the root that calls a child module, or runs in HCP Terraform. */
import type { Commented, Entry, Labelled } from './block-parts.ts';

/** `terraform { cloud { … } }`: a workspace of HCP Terraform. */
export interface CloudBlock extends Commented {
  readonly kind: 'cloud';
  readonly hostname?: string;
  readonly organization: string;
  readonly workspace: string;
  readonly project?: string;
}

/** The call of the child module that `layout: module` writes. */
export interface ChildModuleBlock extends Labelled {
  readonly kind: 'child-module';
  readonly source: string;
  /** Addresses: each is passed under its own name. */
  readonly providers: readonly string[];
  readonly inputs: readonly Entry[];
}
