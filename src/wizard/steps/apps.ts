/** The user's own applications, and what each may use. */
import { loose } from '../../spec/loose.ts';
import { namespace, serviceAccount, workloadId } from '../../spec/rules/kubernetes.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import type { Check } from '../asker.ts';
import { obeys } from '../check.ts';
import { answerAt, keysAt, withAnswer } from '../draft.ts';
import { items } from '../resource-text.ts';
import type { Step, Wizard } from '../wizard.ts';
import { addRoles, askRoles } from './assume-roles.ts';
import { askGrants, completeGrants } from './grants.ts';
import type { Answers } from './options.ts';

interface App {
  readonly id: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** Of those that the flags told, only what they may use is open. */
export const askApps: Step = (draft, wizard) => {
  const said = keysAt(draft, ['apps']);
  return said.length === 0 ? addApps(draft, wizard) : askEach(draft, said, wizard);
};

/** Several in one answer: what a ServiceAccount is called is the one thing that nobody can guess. */
export const addApps: Step = async (draft, wizard) => {
  const none = keysAt(draft, ['addOns']).length + keysAt(draft, ['apps']).length === 0;
  const answer = await wizard.asker.input({
    message: 'Which applications of yours need permissions?',
    hint: `As namespace/ServiceAccount, for example production/my-app; several are separated by commas. ${
      none ? 'No add-on was picked, so at least one is needed.' : 'Enter for none.'
    }${accountsText(wizard)}`,
    ...(none ? {} : { default: '' }),
    check: (text) => (items(text).length === 0 ? (none ? 'At least one is needed.' : undefined) : wrongApps(text, draft)),
  });
  const apps = items(answer).map(readApp);
  for (const { id, ...app } of apps) draft = withAnswer(draft, ['apps', id], app);
  return askEach(
    draft,
    apps.map(({ id }) => id),
    wizard,
  );
};

/** ServiceAccounts of manifests, which may be those that are meant. */
function accountsText({ surroundings: { accounts } }: Wizard): string {
  const shown = accounts.slice(0, MOST_SHOWN).map(({ namespace: space, name, at }) => `${space}/${name} (${at.file}:${at.line})`);
  const more = accounts.length - shown.length;
  return shown.length === 0 ? '' : ` Without a role here: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}

const MOST_SHOWN = 3;

/** Of those that were named, where they run and, unless it is said otherwise, what they may use. */
export async function completeApps(draft: SpecInput, ids: readonly string[], wizard: Wizard): Promise<SpecInput> {
  for (const id of ids) {
    if (answerAt(draft, ['apps', id, 'namespace']) === undefined) draft = await askPlace(draft, id, wizard);
    if (!OTHER_PERMISSIONS.some((key) => answerAt(draft, ['apps', id, key]) !== undefined)) draft = await askEach(draft, [id], wizard);
  }
  return draft;
}

const OTHER_PERMISSIONS = ['managedPolicies', 'statements', 'policyFiles', 'assumeRoles'] as const;

async function askPlace(draft: SpecInput, id: string, { asker }: Wizard): Promise<SpecInput> {
  const said = answerAt(draft, ['apps', id, 'serviceAccount']);
  const answer = await asker.input({
    message: `Where does ${id} run?`,
    hint: `As namespace/ServiceAccount, for example production/${id}.`,
    check: (text) => {
      if (!text.includes('/')) return `"${text}" lacks its namespace or its ServiceAccount: write production/${id}, for example.`;
      const app = readApp(text.trim());
      return wrongNames(app.namespace, app.serviceAccount);
    },
  });
  const { namespace: space, serviceAccount: account } = readApp(answer.trim());
  const named = loose(said)['owner'] === undefined ? account : { ...loose(said), name: account };
  return withAnswer(withAnswer(draft, ['apps', id, 'namespace'], space), ['apps', id, 'serviceAccount'], named);
}

async function askEach(draft: SpecInput, ids: readonly string[], wizard: Wizard): Promise<SpecInput> {
  const { asker, facts, surroundings } = wizard;
  for (const app of ids) {
    const before = grantsOf(draft, app);
    draft =
      before.length === 0
        ? await askUses(draft, app, wizard)
        : withGrants(draft, app, await completeGrants(before, { asker, facts, surroundings, app }));
  }
  return draft;
}

/** All that it may use, here and in other accounts. */
export async function askUses(draft: SpecInput, app: string, wizard: Wizard): Promise<SpecInput> {
  const { asker, facts, surroundings } = wizard;
  const { grants, roles } = await askGrants(grantsOf(draft, app), { asker, facts, surroundings, app, offersRoles: true });
  draft = withGrants(draft, app, grants);
  if (roles === undefined) return draft;
  return roles.length === 0 ? askRoles(draft, ['apps', app], wizard) : addRoles(draft, ['apps', app], roles, wizard);
}

export const grantsOf = (draft: SpecInput, app: string): readonly Answers[] =>
  (answerAt(draft, ['apps', app, 'grants']) ?? []) as Answers[];

export const withGrants = (draft: SpecInput, app: string, grants: readonly Answers[]): SpecInput =>
  withAnswer(draft, ['apps', app, 'grants'], grants.length === 0 ? undefined : grants);

/** `production/my-app`, or `my-app:production/my-app-sa` where the application is not called like its ServiceAccount. */
function readApp(text: string): App {
  const [, name, space = '', account = ''] = /^(?:([^:]*):)?([^/]*)\/(.*)$/.exec(text) ?? [];
  return { id: name ?? account, namespace: space, serviceAccount: account };
}

function wrongApps(text: string, draft: SpecInput): string | undefined {
  const taken = new Set([...keysAt(draft, ['apps']), ...keysAt(draft, ['addOns'])]);
  for (const item of items(text)) {
    if (!item.includes('/')) return `"${item}" lacks its namespace: write namespace/${item}.`;
    const { id, namespace: space, serviceAccount: account } = readApp(item);
    const complaint = wrongNames(space, account) ?? (id === account ? wrongShortName(id) : obeys(workloadId)(id));
    if (complaint !== undefined) return complaint;
    if (taken.has(id))
      return `There is a workload ${id} already. Another name for this one goes before a colon: ${id}-2:${space}/${account}.`;
    taken.add(id);
  }
  return undefined;
}

export const wrongNames = (space: string, account: string): string | undefined =>
  obeys(namespace)(space) ?? obeys(serviceAccount)(account) ?? notDefault(account);

/** Workloads have shorter names than ServiceAccounts. */
const wrongShortName: Check = (id) => {
  const complaint = obeys(workloadId)(id);
  return complaint && `${complaint} Give it one before a colon: my-app:production/${id}.`;
};

/** Every pod without a ServiceAccount of its own runs as `default`. */
const notDefault: Check = (name) =>
  name.trim() === 'default'
    ? 'Every pod of the namespace that names no ServiceAccount would get the role too; give the application one of its own.'
    : undefined;
