/** What new roles take over from their surroundings, each with who has it so: to be shown, and changed. */
import type { Habit } from '../survey/surroundings/habits.ts';
import type { SpecInput } from '../spec/spec-input.ts';
import type { Path } from '../problem.ts';
import { policyArn, rolePath, rolePrefix, tagKey, tagValue } from '../spec/rules/aws.ts';
import type { Decided, Decision } from './decisions.ts';
import { answerAt, keysAt, withAnswer } from './draft.ts';
import { openNamespaces } from './steps/namespaces.ts';
import type { Wizard } from './wizard.ts';

export interface Proposal extends Decision {
  readonly path: Path;
  readonly value: unknown;
}

/** Habits of the neighbours that a spec can say, whether the draft says something else or not. */
export function habitProposals(draft: SpecInput, { surroundings: { habits } }: Pick<Wizard, 'surroundings'>): readonly Proposal[] {
  const { tags, permissionsBoundary: boundary, path, prefix } = habits;
  const rolePrefixHere = prefix && { ...prefix, value: withoutGroup(prefix.value, draft) };
  const allowed = tags && { ...tags, value: Object.fromEntries(Object.entries(tags.value).filter(isTag)) };
  return [
    ...(allowed === undefined || Object.keys(allowed.value).length === 0
      ? []
      : [proposal('tags', allowed, `roles are tagged ${tagsText(allowed.value)}`)]),
    ...(boundary === undefined || policyArn(boundary.value) !== undefined
      ? []
      : [proposal('permissionsBoundary', boundary, `roles have the permissions boundary ${boundary.value}`)]),
    ...(path === undefined || rolePath(path.value) !== undefined ? [] : [proposal('rolePath', path, `roles have the path ${path.value}`)]),
    ...(rolePrefixHere === undefined || rolePrefixHere.value === '' || rolePrefix(rolePrefixHere.value) !== undefined
      ? []
      : [proposal('rolePrefix', rolePrefixHere, `names of roles begin with ${rolePrefixHere.value}`)]),
  ];
}

export const tagsText = (tags: Readonly<Record<string, string>>): string =>
  Object.entries(tags)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');

const proposal = (key: string, habit: Habit<unknown>, what: string): Proposal => ({
  path: [key],
  value: habit.value,
  what,
  why: `as ${whoHas(habit)}`,
});

const isTag = ([key, value]: readonly [string, string]): boolean => tagKey(key) === undefined && tagValue(value) === undefined;

const whoHas = ({ address, at, more }: Habit<unknown>): string =>
  `${address} (${at.file}:${at.line})${more === 0 ? ' has' : ` and ${more} more have`}`;

/** The cluster's name comes after the prefix anyway. */
function withoutGroup(prefix: string, draft: SpecInput): string {
  const groups = keysAt(draft, ['clusters']).map((key) => answerAt(draft, ['clusters', key, 'name']) ?? key);
  const own = groups.map((group) => `${String(group)}-`).find((ending) => prefix === ending || prefix.endsWith(`-${ending}`));
  return own === undefined ? prefix : prefix.slice(0, -own.length);
}

/** Of a new spec; later, what it says or does not say stands. */
export function fitHabits(draft: SpecInput, said: SpecInput, wizard: Wizard): Decided {
  if (said.version !== undefined) return { draft, decisions: [] };
  const open = habitProposals(draft, wizard).filter(({ path }) => answerAt(draft, path) === undefined);
  const { boundaryExpression: unsaid } = wizard.surroundings.habits;
  const decisions = [
    ...open,
    ...(unsaid === undefined || answerAt(draft, ['permissionsBoundary']) !== undefined
      ? []
      : [
          {
            what: 'roles get no permissions boundary',
            why: `${whoHas(unsaid)} ${unsaid.value}, which irsa.yaml takes as an ARN only: write permissionsBoundary there if roles need it`,
          },
        ]),
  ];
  return { draft: open.reduce((now, { path, value }) => withAnswer(now, path, value), draft), decisions };
}

/** Namespaces that somebody else in the repository makes are there. */
export function fitNamespaces(draft: SpecInput, wizard: Wizard): Decided {
  const decisions: Decision[] = [];
  for (const { name } of openNamespaces(draft, wizard)) {
    const made = wizard.surroundings.namespaces.find((one) => one.name === name);
    if (made === undefined || answerAt(draft, ['namespaces', name]) !== undefined) continue;
    decisions.push({ what: `the namespace ${name} is there already`, why: `${made.at.file}:${made.at.line} makes it` });
    draft = withAnswer(draft, ['namespaces', name], {});
  }
  return { draft, decisions };
}

/** A ServiceAccount has one owner: where a manifest makes it, Terraform only annotates it. */
export function fitAccounts(draft: SpecInput, said: SpecInput, { surroundings }: Wizard): Decided {
  const decisions: Decision[] = [];
  for (const app of keysAt(draft, ['apps']).filter((id) => answerAt(said, ['apps', id]) === undefined)) {
    const [name, namespace] = ['serviceAccount', 'namespace'].map((key) => answerAt(draft, ['apps', app, key]));
    const made = surroundings.accounts.find((one) => one.namespace === namespace && one.name === name);
    if (made === undefined || answerAt(draft, ['terraform', 'serviceAccounts']) !== undefined) continue;
    decisions.push({
      what: `Terraform only annotates the ServiceAccount of ${app}`,
      why: `${made.at.file}:${made.at.line} makes it; change that if it annotates it, too`,
    });
    draft = withAnswer(draft, ['apps', app, 'serviceAccount'], { name, owner: 'annotate' });
  }
  return { draft, decisions };
}
