/**
 * What an add-on or grant may be told. One description feeds the spec's schema, the wizard's
 * question, the flag, `--help` and the docs, so that they cannot disagree.
 */

import type { Maker } from '../iam/arn.ts';

/** A resource the user names: a name or ARN (string), or a Terraform traversal. */
export type ResourceName = string | { readonly ref: string };

export type OptionKind = 'flag' | 'text' | 'choice' | 'resource' | 'resources' | 'names';

export interface Option {
  readonly kind: OptionKind;
  /** The wizard's question. */
  readonly ask: string;
  /** One line of why it is asked and what the default means; the docs' and the editor's hint. */
  readonly help: string;
  readonly required: boolean;
  readonly default?: boolean | string;
  /** For `choice`. */
  readonly choices?: readonly string[];
  /** Says what is wrong with one literal element (not called for traversals), or nothing. */
  readonly check?: (literal: string) => string | undefined;
  /** The same of a traversal. */
  readonly checkRef?: (traversal: string) => string | undefined;
  /** A valid literal, for docs, tests and the wizard's placeholder. */
  readonly example: string;
  /** For resources: what in Terraform is one, so that the wizard can offer those of the folder. */
  readonly madeBy?: readonly Maker[];
}

export type Options = Readonly<Record<string, Option>>;

/** The value of each kind once the spec is parsed; absent options stay absent unless they have a default. */
export interface OptionValueOf {
  readonly flag: boolean;
  readonly text: string;
  readonly choice: string;
  readonly resource: ResourceName;
  readonly resources: readonly ResourceName[];
  readonly names: readonly string[];
}

export type OptionValue = OptionValueOf[OptionKind];

/** The parsed options of `O`: required and defaulted ones are there, others may be missing. */
export type OptionValues<O extends Options> = {
  readonly [K in keyof O as O[K] extends { required: true } | { default: boolean | string } ? K : never]: OptionValueOf[O[K]['kind']];
} & {
  readonly [K in keyof O as O[K] extends { required: true } | { default: boolean | string } ? never : K]?: OptionValueOf[O[K]['kind']];
};
