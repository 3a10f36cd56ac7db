/** Statements that allow more than somebody is likely to have meant. */
import { doubtful } from '../checks/check.ts';
import type { Placed } from '../explain-issue.ts';
import { quoted } from '../rules/rule.ts';
import { knownActions } from './known-actions.ts';
import type { RawStatement } from './raw-permissions.ts';

export function wildcards({ path, allows, actions, notActions, resources, notResources, conditionKeys }: RawStatement): readonly Placed[] {
  if (!allows) return [];
  const scoped = actions
    .map(({ value }) => value)
    .find((value) => value === '*' || knownActions(value).some((action) => action.resources.length > 0));
  return [
    ...actions.flatMap(({ value, path }) => {
      if (!/^(\*|[^:]+:\*+)$/.test(value)) return [];
      const what =
        value === '*'
          ? 'every action there is'
          : `all ${knownActions(value).length} actions of ${value.split(':', 1)[0]?.toLowerCase()}, and those to come`;
      return [doubtful('policy-wildcard', path, `Action ${quoted(value)} allows ${what}.`, 'Name the actions it needs.')];
    }),
    ...(notActions.length === 0
      ? []
      : [
          doubtful(
            'policy-wildcard',
            [...path, 'NotAction'],
            'NotAction allows every action but these, in every service.',
            'Name the actions it needs in Action.',
          ),
        ]),
    ...(notResources.length === 0
      ? []
      : [
          doubtful(
            'policy-wildcard',
            [...path, 'NotResource'],
            'NotResource allows the actions on everything but these.',
            'Name the ARNs it needs in Resource.',
          ),
        ]),
    ...resources.flatMap(({ value, path }) =>
      value !== '*' || scoped === undefined || conditionKeys.some((key) => narrows(key.value))
        ? []
        : [
            doubtful(
              'policy-wildcard',
              path,
              `Resource "*" allows every resource there is, and ${scoped === '*' ? 'actions' : scoped} can be held to some.`,
              'Name the ARNs it needs; actions that know no resources go into a statement of their own.',
            ),
          ],
    ),
  ];
}

/** Keys that speak of the resource: those of services, its tags, and whose it is. */
export const narrows = (key: string): boolean => !/^aws:/i.test(key) || /^aws:Resource(Tag|Account|Org)/i.test(key);
