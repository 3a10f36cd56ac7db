/** Statements of identity policies, tool-neutral. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
import type { Text } from './text.ts';

export interface Condition {
  /** `StringEquals`, `ForAnyValue:StringLike`, ... */
  readonly operator: string;
  readonly key: Text;
  readonly values: readonly Text[];
}

export interface Statement {
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly Text[];
  readonly notResources?: readonly Text[];
  readonly conditions: readonly Condition[];
  /** Why the statement is as it is; emitted as a comment. Required where a resource is `*`. */
  readonly reason?: string;
}

export const allow = (
  sid: string,
  actions: readonly string[],
  resources: readonly Text[],
  more: { readonly conditions?: readonly Condition[]; readonly reason?: string } = {},
): Statement => ({
  sid,
  effect: 'Allow',
  actions,
  resources,
  conditions: more.conditions ?? [],
  ...(more.reason === undefined ? {} : { reason: more.reason }),
});
