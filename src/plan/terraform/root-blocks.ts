/** Settings of a root or a child module as a whole, and the call from the one to the other. */
import type { Commented, Entry, Labelled } from './block-parts.ts';

/** `terraform { required_version, required_providers }`. */
export interface RequiredProvidersBlock extends Commented {
  readonly kind: 'required-providers';
  readonly requiredVersion: string;
  readonly providers: readonly {
    readonly name: string;
    readonly source: string;
    readonly version: string;
    /** Of a child module: the aliases that it is passed. */
    readonly configurationAliases?: readonly string[];
  }[];
}

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
