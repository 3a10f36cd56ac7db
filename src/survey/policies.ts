/** Statements of policies as code writes them. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
import type { At, Unread } from './found.ts';
import type { Written } from './written.ts';

export interface WrittenCondition {
  /** `StringEquals`, `ForAnyValue:StringLike`, ... */
  readonly operator: Written;
  readonly key: Written;
  readonly values: readonly Written[];
  readonly at: At;
}

/** How a document is written. `module` and `aws`: somebody else's, known only by name. */
export type DocumentSource = 'jsonencode' | 'heredoc' | 'string' | 'policy-document' | 'module' | 'aws' | 'eksctl' | 'file' | 'unread';

/** An element that is a whole expression may stand for several values. */
export interface WrittenStatement {
  readonly sid?: Written;
  /** `Allow` where it is left out in `aws_iam_policy_document`. */
  readonly effect: Written;
  readonly actions?: readonly Written[];
  readonly notActions?: readonly Written[];
  readonly resources?: readonly Written[];
  readonly notResources?: readonly Written[];
  readonly conditions: readonly WrittenCondition[];
  /** It stands in a `dynamic` block or a for-expression: there may be none or many of it. */
  readonly repeated?: true;
  readonly at: At;
}

export interface Permissions {
  readonly source: DocumentSource;
  /** All that was read; empty for policies of AWS and of modules. */
  readonly statements: readonly WrittenStatement[];
  readonly unread: readonly Unread[];
}
