/** One application that is there already: what it may use, who it is to Kubernetes, whether it stays. */
import { loose } from '../../spec/loose.ts';
import type { Owner } from '../../spec/spec.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import type { Choice } from '../asker.ts';
import { both, needed } from '../check.ts';
import { answerAt, keysAt, withAnswer } from '../draft.ts';
import type { Wizard } from '../wizard.ts';
import { askUses, grantsOf, withGrants, wrongNames } from './apps.ts';
import { askRoles, rolesText } from './assume-roles.ts';
import { askRunsOn, askSdks, runsOnOf, sdksOf } from './edit-pods.ts';
import { editGrant, grantText } from './grants.ts';
import type { Answers } from './options.ts';

interface Aspect {
  readonly aspect: 'uses' | 'grant' | 'roles' | 'names' | 'owner' | 'nodes' | 'sdks' | 'remove';
  readonly grant?: number;
}

export async function editApp(draft: SpecInput, app: string, wizard: Wizard): Promise<SpecInput> {
  const { asker } = wizard;
  const grants = grantsOf(draft, app);
  const { aspect, grant = 0 } = await asker.select<Aspect>({
    message: `What shall change of ${app}?`,
    choices: aspects(draft, app, grants),
  });
  switch (aspect) {
    case 'uses':
      return askUses(draft, app, wizard);
    case 'grant':
      return withGrants(draft, app, grants.with(grant, await editGrant(grants[grant] ?? {}, { ...wizard, app })));
    case 'roles':
      return askRoles(draft, ['apps', app], wizard);
    case 'names':
      return askNames(draft, app, wizard);
    case 'owner':
      return askOwner(draft, app, wizard);
    case 'nodes':
      return askRunsOn(draft, ['apps', app], wizard);
    case 'sdks':
      return askSdks(draft, ['apps', app], wizard);
    case 'remove': {
      const left = withAnswer(draft, ['apps', app], undefined);
      return keysAt(left, ['apps']).length === 0 ? withAnswer(left, ['apps'], undefined) : left;
    }
  }
}

const aspects = (draft: SpecInput, app: string, grants: readonly Answers[]): readonly Choice<Aspect>[] => [
  { value: { aspect: 'uses' }, name: 'What it may use', note: 'add or take away' },
  ...grants.map((grant, i) => ({ value: { aspect: 'grant' as const, grant: i }, name: grantText(grant), note: 'its access and limits' })),
  { value: { aspect: 'roles' }, name: 'Roles of other accounts', note: rolesText(draft, ['apps', app]) || 'none' },
  { value: { aspect: 'names' }, name: 'Its namespace and ServiceAccount', note: namesOf(draft, app) },
  { value: { aspect: 'owner' }, name: 'Who makes its ServiceAccount', note: ownerOf(draft, app) },
  { value: { aspect: 'nodes' }, name: 'What its pods run on', note: runsOnOf(draft, ['apps', app]).join(', ') },
  { value: { aspect: 'sdks' }, name: 'Which AWS SDKs it has', note: sdksOf(draft, ['apps', app]) || 'newer than any that matters' },
  { value: { aspect: 'remove' }, name: `Remove ${app}` },
];

const accountOf = (draft: SpecInput, app: string): Answers => {
  const said = answerAt(draft, ['apps', app, 'serviceAccount']);
  return typeof said === 'string' ? { name: said } : loose(said);
};

/** An account of which only the name is said is written as that name. */
function withAccount(draft: SpecInput, app: string, account: Answers): SpecInput {
  const { name } = account;
  const value = Object.keys(account).length === 1 && typeof name === 'string' ? name : account;
  return withAnswer(draft, ['apps', app, 'serviceAccount'], value);
}

const namesOf = (draft: SpecInput, app: string): string =>
  `${String(answerAt(draft, ['apps', app, 'namespace']))}/${String(accountOf(draft, app)['name'] ?? app)}`;

async function askNames(draft: SpecInput, app: string, { asker }: Wizard): Promise<SpecInput> {
  const answer = await asker.input({
    message: 'Its namespace and ServiceAccount',
    hint: 'As namespace/ServiceAccount. Pods keep the role only if they run there under that name.',
    default: namesOf(draft, app),
    check: both(needed, (text) => wrongNames(...split(text))),
  });
  const [namespace, name] = split(answer);
  return withAccount(withAnswer(draft, ['apps', app, 'namespace'], namespace), app, { ...accountOf(draft, app), name });
}

const split = (text: string): readonly [string, string] => {
  const [namespace = '', ...account] = text.trim().split('/');
  return [namespace, account.join('/')];
};

/** Those that need no further output. */
const owners: readonly Choice<Owner>[] = [
  { value: 'terraform', name: 'terraform', description: 'Terraform makes it, with the annotation.' },
  { value: 'annotate', name: 'annotate', description: 'It is there already; Terraform only annotates it.' },
  { value: 'chart', name: 'chart', description: 'A Helm chart makes it, from the values that are written.' },
  { value: 'none', name: 'none', description: 'Somebody else makes and annotates it; the next steps name the annotation.' },
];

const ownerOf = (draft: SpecInput, app: string): string =>
  String(accountOf(draft, app)['owner'] ?? answerAt(draft, ['terraform', 'serviceAccounts']) ?? 'terraform');

async function askOwner(draft: SpecInput, app: string, { asker }: Wizard): Promise<SpecInput> {
  const now = ownerOf(draft, app);
  const others = owners.some(({ value }) => value === now) ? [] : [{ value: now as Owner, name: now, note: 'as it is' }];
  const owner = await asker.select<Owner>({
    message: `Who makes the ServiceAccount of ${app}?`,
    hint: 'It has exactly one owner: a second one would be refused or overwritten.',
    choices: [...others, ...owners],
    default: now as Owner,
  });
  const usual = answerAt(draft, ['terraform', 'serviceAccounts']) ?? 'terraform';
  const { owner: _before, ...account }: Answers = { name: app, ...accountOf(draft, app) };
  return withAccount(draft, app, owner === usual ? account : { ...account, owner });
}
