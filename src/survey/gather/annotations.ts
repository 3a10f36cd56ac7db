/** Annotations of ServiceAccounts. https://github.com/aws/amazon-eks-pod-identity-webhook#eks-walkthrough */
import { writtenOf, type KnownEntry } from '../code/known.ts';
import type { Resolved } from '../code/scope.ts';
import type { Placed } from '../found.ts';
import type { ServiceAccount } from '../inventory.ts';
import type { Written } from '../written.ts';

export const ROLE_ARN = 'eks.amazonaws.com/role-arn';

export interface Annotations {
  readonly written: ServiceAccount['annotations'];
  readonly roleArn?: Placed<Written>;
  /** What stands for the role. */
  readonly role?: Resolved;
}

/** Those that the webhook reads, and those that look as if they were meant to be one: the others are none of ours. */
export function accountAnnotations(entries: readonly KnownEntry[]): Annotations {
  const ours = entries.filter(({ name }) => /amazon|role-?arn|iam/i.test(name));
  const role = ours.find(({ name }) => name === ROLE_ARN);
  return {
    written: ours.map(({ key, name, tree, scope }) => ({ key: name, value: writtenOf(tree, scope), at: key.at })),
    ...(role === undefined ? {} : { roleArn: { value: writtenOf(role.tree, role.scope), at: role.key.at }, role }),
  };
}
