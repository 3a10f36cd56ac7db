/** A raw IAM statement → Statement. Policy variables such as ${aws:PrincipalTag/team} stay literal text. */
import type { Condition, Statement } from '../iam/statement.ts';
import { ref } from '../iam/text.ts';
import type { Text } from '../iam/text.ts';
import { entries, loose, string } from './loose.ts';
import type { Loose } from './loose.ts';

const many = (written: unknown): readonly unknown[] => (Array.isArray(written) ? written : [written]);

const resource = (written: unknown): Text => (typeof written === 'string' ? written : ref(String(loose(written)['ref'])));

export function resolveStatement(written: Loose): Statement {
  const sid = string(written['Sid']);
  const actions = (key: string) => many(written[key]).map(String);
  const resources = (key: string) => many(written[key]).map(resource);
  const everything = written['Resource'] !== undefined && many(written['Resource']).includes('*');
  return {
    ...(sid === undefined ? {} : { sid }),
    effect: written['Effect'] === 'Deny' ? 'Deny' : 'Allow',
    ...(written['Action'] === undefined ? { notActions: actions('NotAction') } : { actions: actions('Action') }),
    ...(written['Resource'] === undefined ? { notResources: resources('NotResource') } : { resources: resources('Resource') }),
    conditions: entries(written['Condition']).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]): Condition => ({ operator, key, values: many(values).map(String) })),
    ),
    ...(everything ? { reason: 'As the spec says.' } : {}),
  };
}
