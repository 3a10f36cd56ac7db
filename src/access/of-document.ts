/** Documents of policies as Terraform has them: their text, or the statements that a text is yet to be made of. */
import { readPolicy } from '../iam/policy-document.ts';
import { listOf, type TrustPolicy, type TrustStatement } from '../iam/trust.ts';
import { list, map, parsed, text, type Json } from './json.ts';
import { permitsOfPolicy } from './of-policy.ts';
import { permitsOfTrust } from './of-trust.ts';
import type { Permit } from './permit.ts';

/** What stands for a part that is known after apply only. */
export const LATER = '<known after apply>';

/** @returns nothing if the text is no identity policy */
export function permitsOfText(document: string): readonly Permit[] | undefined {
  const statements = readPolicy(document);
  return statements === undefined ? undefined : permitsOfPolicy(statements, text(map(parsed(document))['Version']));
}

/** @returns nothing if the text is no trust policy */
export function trustOfText(document: string): readonly Permit[] | undefined {
  const policy = map(parsed(document));
  if (policy['Statement'] === undefined) return undefined;
  const statements = listOf(policy['Statement'] as TrustStatement | readonly TrustStatement[]);
  const sound = statements.every(
    ({ Effect, Principal, NotPrincipal }) => /^(Allow|Deny)$/.test(Effect) && [Principal, NotPrincipal].every(isPrincipal),
  );
  return sound ? permitsOfTrust({ ...policy, Statement: statements } as TrustPolicy) : undefined;
}

const isPrincipal = (principal: unknown): boolean => principal === undefined || principal === '*' || Object.keys(map(principal)).length > 0;

/**
 * `data.aws_iam_policy_document` that is read during the apply: its statements are known, but for what they wait for.
 *
 * @returns nothing if other documents go into it, of which nobody knows
 */
export function statementsLater(after: Json, unknown: Json): readonly Json[] | undefined {
  const merged = ['source_policy_documents', 'override_policy_documents', 'source_json', 'override_json'];
  if (merged.some((name) => unknown[name] !== undefined || list(after[name]).length > 0 || text(after[name]) !== undefined))
    return undefined;
  if (unknown['statement'] === true || list(after['statement']).length === 0) return undefined;
  const marks = list(unknown['statement']);
  return list(after['statement']).map((statement, i) => statementLater(map(statement), map(marks[i])));
}

function statementLater(statement: Json, unknown: Json): Json {
  const values = (from: Json, marks: Json, name: string): readonly string[] | undefined => {
    if (marks[name] === true) return [LATER];
    const found = list(from[name]);
    return found.length === 0 ? undefined : found.map((one) => (typeof one === 'string' ? one : LATER));
  };
  const of = (name: string, key: string) => {
    const found = values(statement, unknown, name);
    return found === undefined ? {} : { [key]: found };
  };
  const conditions: Record<string, Record<string, readonly string[]>> = {};
  for (const [i, one] of list(statement['condition']).entries()) {
    const condition = map(one);
    const marks = map(list(unknown['condition'])[i]);
    const operator = (conditions[text(condition['test']) ?? LATER] ??= {});
    operator[text(condition['variable']) ?? LATER] = values(condition, marks, 'values') ?? [];
  }
  const principals = (name: string, key: string) => {
    const found = list(statement[name]).map((one, i) => {
      const principal = map(one);
      return [text(principal['type']) ?? LATER, values(principal, map(list(unknown[name])[i]), 'identifiers') ?? []] as const;
    });
    return found.length === 0 ? {} : { [key]: Object.fromEntries(found) };
  };
  return {
    Effect: text(statement['effect']) ?? 'Allow',
    ...of('actions', 'Action'),
    ...of('not_actions', 'NotAction'),
    ...of('resources', 'Resource'),
    ...of('not_resources', 'NotResource'),
    ...principals('principals', 'Principal'),
    ...principals('not_principals', 'NotPrincipal'),
    Condition: conditions,
  };
}
