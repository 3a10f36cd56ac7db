/** Actions and condition keys that IAM takes without a word, and that mean nothing. */
import { actionsLike, findService, globalKeys, listUpdated, serviceNames } from '../../catalog/actions/action-list.ts';
import { matchesWildcards } from '../../iam/wildcards.ts';
import { doubtful, wrong } from '../checks/check.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { Placed } from '../explain-issue.ts';
import { quoted } from '../rules/rule.ts';
import { knownActions } from './known-actions.ts';
import type { RawStatement } from './raw-permissions.ts';

const NEWER = `If AWS has it since ${listUpdated}, write accept: [unknown-action] beside statements.`;

export const unknownActions = ({ actions, notActions }: RawStatement): readonly Placed[] =>
  [...actions, ...notActions].flatMap(({ value, path }) => {
    if (value === '*' || knownActions(value).length > 0) return [];
    const [prefix = '', name = ''] = value.split(':', 2);
    const service = findService(prefix);
    if (service === undefined) {
      const near = didYouMean(prefix, serviceNames);
      return [
        wrong(
          'unknown-action',
          path,
          `${quoted(value)} is of the service ${quoted(prefix)}, which IAM does not know.`,
          `${near === undefined ? 'Write the prefix of a service, such as s3' : `Did you mean ${near}:${name}`}${near === undefined ? '.' : '?'} ${NEWER}`,
        ),
      ];
    }
    const near = name.includes('*') ? shorter(prefix, name) : nearest(prefix, name);
    return [
      wrong(
        'unknown-action',
        path,
        `${quoted(value)} ${/[*?]/.test(name) ? 'matches no action' : 'is no action'} of ${prefix.toLowerCase()}, so IAM would take it and allow nothing.`,
        near === undefined ? `Look the name up in the Service Authorization Reference. ${NEWER}` : `Did you mean ${near}? ${NEWER}`,
      ),
    ];
  });

function nearest(prefix: string, name: string): string | undefined {
  const near = didYouMean(
    name,
    (findService(prefix)?.actions ?? []).map((action) => action.name),
  );
  return near && `${prefix.toLowerCase()}:${near}`;
}

/** The longest beginning that is one of some action: `Get*` for `Gett*`. */
function shorter(prefix: string, name: string): string | undefined {
  const service = findService(prefix);
  if (service === undefined) return undefined;
  const head = name.replace(/[*?].*$/s, '');
  for (let length = head.length - 1; length >= 3; length--) {
    const begun = `${head.slice(0, length)}*`;
    if (actionsLike(service, begun).length > 0) return `${prefix.toLowerCase()}:${begun}`;
  }
  return undefined;
}

/** Keys of identity providers, whose prefix is a host, are nobody's to list. */
export const unknownConditionKeys = ({ conditionKeys, actions, notActions }: RawStatement): readonly Placed[] =>
  conditionKeys.flatMap(({ value, path }): readonly Placed[] => {
    const [prefix = ''] = value.split(':', 1);
    const own = findService(prefix)?.conditionKeys ?? [];
    const ofActions = [...actions, ...notActions].flatMap(
      (action) => findService(action.value.split(':', 1)[0] ?? '')?.conditionKeys ?? [],
    );
    if (prefix.toLowerCase() !== 'aws' && findService(prefix) === undefined) return [];
    const known = [...own, ...ofActions, ...globalKeys];
    if (known.some((key) => matchesWildcards(key.toLowerCase(), value.toLowerCase()))) return [];
    const near = didYouMean(
      value,
      known.filter((key) => key.startsWith(`${prefix.toLowerCase()}:`)),
    );
    return [
      {
        ...doubtful(
          'unknown-condition-key',
          path,
          `${quoted(value)} is no condition key that ${prefix.toLowerCase() === 'aws' ? 'AWS' : prefix.toLowerCase()} has, so it is missing from every request.`,
          near === undefined || near.includes('*')
            ? `Look the key up in the Service Authorization Reference. If AWS has it since ${listUpdated}, write accept: [unknown-condition-key].`
            : `Did you mean ${near}?`,
        ),
        onKey: true,
      },
    ];
  });
