/** Roles of other accounts that an application assumes: which, how its pods come to them, what they may do there. */
import { parseArn } from '../../iam/arn.ts';
import { externalId, region, roleArn } from '../../spec/rules/aws.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import type { Path } from '../../problem.ts';
import type { Choice } from '../asker.ts';
import { both, needed, obeys } from '../check.ts';
import { answerAt, withAnswer } from '../draft.ts';
import { items } from '../resource-text.ts';
import type { Wizard } from '../wizard.ts';
import { askGrants } from './grants.ts';
import { identityOf, recommended } from './identity.ts';
import type { Answers } from './options.ts';

/** As in irsa.yaml: an ARN, or a map. */
type Entry = string | Answers;

type Way = 'chain' | 'direct' | 'target';

const ways: Readonly<Record<Way, Choice<Way>>> = {
  chain: { value: 'chain', name: 'Their own role assumes it', description: 'its account trusts that role; a session lasts an hour' },
  direct: {
    value: 'direct',
    name: 'Its account trusts their tokens',
    description: 'that account gets the OIDC provider of the cluster, too; sessions last as long as the role allows',
  },
  target: {
    value: 'target',
    name: 'EKS assumes it for them',
    description: 'the target role of the Pod Identity association; they then have nothing else',
  },
};

/** What else can be said of a role, where it differs from the default. */
type More = 'grants' | 'externalId' | 'oidcProvider' | 'region' | 'default';

const more: Readonly<Record<More, Omit<Choice<More>, 'value'> & { readonly of: readonly Way[] }>> = {
  grants: {
    name: 'What it may do there',
    of: ['chain', 'direct', 'target'],
    description: 'Without, the role is made and may do nothing yet.',
  },
  externalId: { name: 'An external id', of: ['chain'], description: 'The sts:ExternalId that its trust asks for; it is no secret.' },
  oidcProvider: {
    name: 'Its account has the OIDC provider of the cluster',
    of: ['direct'],
    description: 'Then it is looked up there instead of made.',
  },
  region: { name: 'The region of its resources', of: ['chain', 'direct', 'target'], description: 'Where it is not that of the cluster.' },
  default: { name: 'Pods use it by default', of: ['chain', 'direct'], description: 'Without, code names its profile.' },
};

const entriesOf = (draft: SpecInput, workload: Path): readonly Entry[] =>
  (answerAt(draft, [...workload, 'assumeRoles']) ?? []) as readonly Entry[];

const arnOf = (entry: Entry): string => (typeof entry === 'string' ? entry : String(entry['role']));

const nameOf = (arn: string): string => arn.replace(/^.*\//, '');

/** `reports of 222222222222`, of each. */
export const rolesText = (draft: SpecInput, workload: Path): string =>
  entriesOf(draft, workload)
    .map(arnOf)
    .map((arn) => `${nameOf(arn)} of ${parseArn(arn)?.accountId ?? '?'}`)
    .join(', ');

/** What is unnamed is taken away, what was there stays as it is, and what is new is asked about. */
export async function askRoles(draft: SpecInput, workload: Path, wizard: Wizard): Promise<SpecInput> {
  const before = entriesOf(draft, workload);
  const answer = await wizard.asker.input({
    message: `Which roles of other accounts may ${String(workload.at(-1))} assume?`,
    hint: 'Their ARNs, such as arn:aws:iam::222222222222:role/reports; several are separated by commas. Empty: none. Each account gets files of its own: the role, and whom it trusts.',
    default: before.map(arnOf).join(', '),
    check: wrongRoles,
  });
  return withRoles(draft, workload, items(answer), wizard);
}

/** These beside those that are there. */
export const addRoles = (draft: SpecInput, workload: Path, arns: readonly string[], wizard: Wizard): Promise<SpecInput> =>
  withRoles(draft, workload, [...new Set([...entriesOf(draft, workload).map(arnOf), ...arns])], wizard);

async function withRoles(draft: SpecInput, workload: Path, arns: readonly string[], wizard: Wizard): Promise<SpecInput> {
  const before = entriesOf(draft, workload);
  const entries: Entry[] = [];
  for (const arn of arns) {
    const kept = before.find((entry) => arnOf(entry) === arn);
    entries.push(kept ?? (await askRole(arn, waysOf(draft, workload, arns, wizard), wizard)));
  }
  return withAnswer(draft, [...workload, 'assumeRoles'], entries.length === 0 ? undefined : entries);
}

function wrongRoles(text: string): string | undefined {
  const arns = items(text);
  const twice = arns.find((arn, i) => arns.indexOf(arn) !== i);
  return arns.map(obeys(roleArn)).find((complaint) => complaint !== undefined) ?? (twice && `${twice} is named twice.`);
}

/** A chain is for both identities; while that is open, only what fits both is offered. */
function waysOf(draft: SpecInput, workload: Path, arns: readonly string[], wizard: Wizard): readonly Way[] {
  const said = answerAt(draft, [...workload, 'identity']) ?? answerAt(draft, ['identity']);
  const usual = draft.version === undefined ? recommended(draft, wizard) : { identity: identityOf(draft), open: false };
  if (said === undefined && usual.open) return ['chain'];
  if ((said ?? usual.identity) === 'irsa') return ['chain', 'direct'];
  return arns.length === 1 ? ['chain', 'target'] : ['chain'];
}

async function askRole(arn: string, fitting: readonly Way[], wizard: Wizard): Promise<Entry> {
  const { asker } = wizard;
  const name = nameOf(arn);
  const [only = 'chain', ...others] = fitting;
  const way =
    others.length === 0
      ? only
      : await asker.select<Way>({ message: `${name}: how do pods come to this role?`, choices: fitting.map((one) => ways[one]) });
  const picked = await asker.pick<More>({
    message: `${name}: anything more?`,
    hint: 'None of it is needed where the role is there already.',
    choices: (Object.keys(more) as More[])
      .filter((key) => more[key].of.includes(way))
      .map((key) => ({ value: key, name: more[key].name, ...(more[key].description && { description: more[key].description }) })),
    default: ['grants'],
  });
  const said: Record<string, unknown> = { role: arn, ...(way === 'chain' ? {} : { via: way }) };
  for (const key of picked) {
    const answer = await askMoreOf(key, name, wizard);
    if (answer !== undefined) said[key] = answer;
  }
  return Object.keys(said).length === 1 ? arn : said;
}

async function askMoreOf(key: More, name: string, { asker, facts, surroundings }: Wizard): Promise<unknown> {
  switch (key) {
    case 'grants': {
      // What this folder holds is of this side: in the other account there are names and ARNs.
      const there = { facts: { ...facts, resources: [], modules: [] }, surroundings: { ...surroundings, targets: [] } };
      const { grants } = await askGrants([], { asker, ...there, app: name });
      return grants.length === 0 ? undefined : grants;
    }
    case 'externalId':
      return asker.input({ message: `${name}: which external id does its trust ask for?`, check: both(needed, obeys(externalId)) });
    case 'region':
      return asker.input({
        message: `${name}: in which region are its resources?`,
        hint: 'For example eu-west-1.',
        check: both(needed, obeys(region)),
      });
    case 'oidcProvider':
      return 'existing';
    case 'default':
      return true;
  }
}
