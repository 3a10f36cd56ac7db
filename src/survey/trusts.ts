/** Who may take a role, as code writes it. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html */
import type { At, Id, Unread } from './found.ts';
import type { DocumentSource, WrittenCondition } from './policies.ts';
import type { Written } from './written.ts';

export interface WrittenPrincipal {
  /** `Federated`, `Service`, `AWS`, `*` */
  readonly type: Written;
  readonly identifiers: readonly Written[];
}

export interface WrittenTrustStatement {
  readonly sid?: Written;
  readonly effect: Written;
  readonly actions: readonly Written[];
  readonly notActions?: readonly Written[];
  readonly principals: readonly WrittenPrincipal[];
  readonly notPrincipals?: readonly WrittenPrincipal[];
  readonly conditions: readonly WrittenCondition[];
  /** It stands in a `dynamic` block or a for-expression: there may be none or many of it. */
  readonly repeated?: true;
  readonly at: At;
}

export interface Trust {
  /** `module`: what a module makes of its inputs, known from its source, not read here. */
  readonly source: DocumentSource;
  readonly statements: readonly WrittenTrustStatement[];
  readonly unread: readonly Unread[];
  readonly at: At;
}

/** A ServiceAccount that a role lets in. */
export interface Subject {
  readonly by: 'web-identity' | 'pod-identity';
  /** As far as it is known which: the value of `:sub` may be one expression, or a pattern. */
  readonly namespace?: Written;
  readonly serviceAccount?: Written;
  /** `system:serviceaccount:<namespace>:<name>` as the condition has it; of an association, made of its arguments. */
  readonly subject: Written;
  /** Compared by `StringLike` or the like, with `*` or `?` in it. */
  readonly pattern?: true;
  /** What admits tokens of it: the ARN of the provider. Absent for Pod Identity. */
  readonly provider?: Written;
  /** If that provider is one of this repository. */
  readonly oidcProvider?: Id;
  readonly at: At;
}
