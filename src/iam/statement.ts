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

/** IAM refuses a policy with two statements of one Sid; the same grant on two resources would give that. */
export function uniqueSids(statements: readonly Statement[]): Statement[] {
  const counts = new Map<string, number>();
  const taken = new Set(statements.map((s) => s.sid));
  return statements.map((statement) => {
    if (statement.sid === undefined) return statement;
    const count = (counts.get(statement.sid) ?? 0) + 1;
    counts.set(statement.sid, count);
    if (count === 1) return statement;
    let sid = `${statement.sid}${count}`;
    while (taken.has(sid)) sid += 'x';
    taken.add(sid);
    return { ...statement, sid };
  });
}
