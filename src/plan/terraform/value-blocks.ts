/** What goes into a root and what comes out of it. */
import type { Text, Value } from '../../iam/text.ts';
import type { Entry, Labelled } from './block-parts.ts';

export interface VariableBlock extends Labelled {
  readonly kind: 'variable';
  readonly type: 'string';
  readonly description: string;
  /** `can(regex(pattern, var.<label>))`, RE2 without lookarounds. */
  readonly validation?: { readonly pattern: string; readonly message: string };
}

export interface OutputBlock extends Labelled {
  readonly kind: 'output';
  readonly description: string;
  readonly value: Value;
  /** Plan fails where `actual` is another value: the one form of check that Terraform 1.2 and OpenTofu know. */
  readonly preconditions?: readonly { readonly actual: Text; readonly expected: string; readonly message: Text }[];
}

/** `output "irsa_helm_values"`: add-on → `yamlencode({ ... })`, so that ARNs arrive rendered. */
export interface HelmValuesOutputBlock extends Labelled {
  readonly kind: 'output-helm-values';
  readonly description: string;
  readonly charts: readonly Entry<Value>[];
}
