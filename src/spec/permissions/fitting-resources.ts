/** Actions on resources that they do not know: IAM takes such a statement, and it allows nothing. */
import { bucket, kmsKey, queue, role, secret, table, topic } from '../../iam/resources.ts';
import { lastAttribute, type ArnKind } from '../../iam/arn.ts';
import { haveCommonText } from '../../iam/wildcards.ts';
import { wrong } from '../checks/check.ts';
import type { Placed } from '../explain-issue.ts';
import { oneOf, quoted } from '../rules/rule.ts';
import { knownActions, type KnownAction } from './known-actions.ts';
import type { At, RawStatement } from './raw-permissions.ts';

/**
 * An action of the statement that none of its resources suits, and a resource that suits none of its actions.
 * Actions of which nothing is known, and resources that could be anything, suit everything.
 */
export function misfits({ actions, resources }: RawStatement): readonly Placed[] {
  const known = actions.map((written) => ({ written, stands: knownActions(written.value) }));
  const patterns = resources.map((written) => ({ written, pattern: patternOf(written.value) }));
  if (known.length === 0 || patterns.length === 0) return [];
  const suits = (stands: readonly KnownAction[], pattern: string | undefined): boolean =>
    stands.length === 0 || pattern === undefined || stands.some((action) => takes(action, pattern));

  const lost = known.filter(({ stands }) => !patterns.some(({ pattern }) => suits(stands, pattern)));
  const idle = patterns.filter(({ pattern }) => !known.some(({ stands }) => suits(stands, pattern)));
  return [
    ...lost.map(({ written, stands }) => actionMisfit(written, stands, resources)),
    // Where no action finds a resource, the actions have been told already.
    ...(lost.length === known.length ? [] : idle.map(({ written }) => resourceMisfit(written, actions))),
  ];
}

/** What an ARN can be, from the service on; nothing where it could be anything. */
function patternOf(resource: string | { readonly ref: string }): string | undefined {
  if (typeof resource !== 'string') return referred(resource.ref);
  if (resource === '*') return undefined;
  // Of policy variables only the request knows what they are.
  const fields = resource.replaceAll(/\$\{[^}]*\}/g, '*').split(':');
  return fields.length < 6 ? undefined : fields.slice(2).join(':');
}

const kinds: readonly ArnKind[] = [bucket, table, queue, topic, kmsKey, secret, role];

/** Of a resource of the AWS provider its type says what its ARN is of. */
function referred(traversal: string): string | undefined {
  const kind = kinds.find(({ madeBy }) =>
    madeBy.some((maker) => 'type' in maker && traversal.replace(/^data\./, '').startsWith(`${maker.type}.`)),
  );
  if (kind === undefined || lastAttribute(traversal) !== 'arn') return undefined;
  const name = kind === bucket || kind === table ? '{}' : '*';
  return `${kind.service}:*:*:${kind.resource.replace('{}', name)}`;
}

/** Field by field, so that a wildcard in one stands for nothing of another. */
export function takes({ resources }: KnownAction, pattern: string): boolean {
  const mine = fieldsOf(pattern);
  return resources.some((format) => fieldsOf(format).every((field, i) => haveCommonText(field, mine[i] ?? '')));
}

const fieldsOf = (pattern: string): readonly string[] => {
  const [service = '', region = '', account = '', ...rest] = pattern.split(':');
  return [service, region, account, rest.join(':')];
};

const accepting = 'write accept: [unsuited-resource] beside statements if you know better.';

function actionMisfit({ value, path }: At<string>, stands: readonly KnownAction[], resources: RawStatement['resources']): Placed {
  const formats = [...new Set(stands.flatMap((action) => action.resources))].map(
    (format) => `arn:<partition>:${format.replaceAll('{}', '<name>')}`,
  );
  return wrong(
    'unsuited-resource',
    path,
    formats.length === 0
      ? `${quoted(value)} knows no resources, so that a statement which names some does not allow it.`
      : `${quoted(value)} is not done to ${resources.length === 1 ? shown(resources[0]!.value) : 'any resource of the statement'}, so that the statement does not allow it.`,
    formats.length === 0
      ? `Give it a statement of its own with Resource: "*"; ${accepting}`
      : `Name ${oneOf(shortest(formats))}; ${accepting}`,
  );
}

const resourceMisfit = ({ value, path }: At<string | { readonly ref: string }>, actions: RawStatement['actions']): Placed =>
  wrong(
    'unsuited-resource',
    path,
    `${shown(value)} is of a kind that ${actions.length === 1 ? quoted(actions[0]!.value) : 'no action of the statement'} ${actions.length === 1 ? 'does not take' : 'takes'}.`,
    `Correct it, or remove it; ${accepting}`,
  );

const shown = (resource: string | { readonly ref: string }): string => (typeof resource === 'string' ? quoted(resource) : resource.ref);

/** The plainest kinds of an action, as people mostly mean these. */
const shortest = (formats: readonly string[]): readonly string[] => [...formats].sort((a, b) => a.length - b.length).slice(0, 2);
