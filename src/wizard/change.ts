/**
 * One thing of a spec that is there already, to be changed: what a new run in a folder with `irsa.yaml`
 * begins with, and where "Change something" before writing leads.
 */
import { findAddOn } from '../catalog/index.ts';
import type { SpecInput } from '../spec/spec-input.ts';
import type { Choice } from './asker.ts';
import { answerAt, keysAt } from './draft.ts';
import { askAddOns, editAddOn } from './steps/add-ons.ts';
import { addApps, grantsOf } from './steps/apps.ts';
import { rolesText } from './steps/assume-roles.ts';
import { editApp } from './steps/edit-app.ts';
import { editCluster } from './steps/edit-cluster.ts';
import { grantText } from './steps/grants.ts';
import { editIdentity, IDENTITY_NAMES, identityOf, workloadsOf } from './steps/identity.ts';
import { askInstallations } from './steps/installations.ts';
import { askMigration, choiceOf, Migrating } from './steps/migration.ts';
import { askModules, linesOf, PATH } from './steps/modules.ts';
import { askNamespaces, openNamespaces } from './steps/namespaces.ts';
import { editLooks, looksText } from './steps/role-looks.ts';
import type { Wizard } from './wizard.ts';

/** What can be changed, as plain data: choices are kept and compared. */
interface Topic {
  readonly topic:
    | 'done'
    | 'cluster'
    | 'add-ons'
    | 'add-on'
    | 'installations'
    | 'apps'
    | 'app'
    | 'namespaces'
    | 'identity'
    | 'looks'
    | 'modules'
    | 'migration';
  readonly id?: string;
}

/**
 * Until there is nothing more to change; back to what was there if the user changes nothing.
 *
 * @throws Migrating if the user wants a step of a migration instead, which is on offer as long as nothing is changed
 */
export async function change(draft: SpecInput, wizard: Wizard): Promise<SpecInput> {
  const before = draft;
  for (;;) {
    const topic = await wizard.asker.select<Topic>({
      message: 'What would you like to change?',
      choices: [
        { value: { topic: 'done' }, name: 'Nothing more', description: 'shows what would be written' },
        ...topics(draft, wizard),
        ...(draft === before ? migrationsOf(wizard) : []),
      ],
      default: { topic: 'done' },
    });
    if (topic.topic === 'done') return draft;
    draft = await about(topic, draft, wizard);
  }
}

function topics(draft: SpecInput, wizard: Wizard): readonly Choice<Topic>[] {
  const addOns = keysAt(draft, ['addOns']);
  const apps = keysAt(draft, ['apps']);
  const tunable = addOns.filter((id) => Object.keys(findAddOn(id)?.options ?? {}).length > 0);
  const namespaces = openNamespaces(draft, wizard);
  const { lines } = typeof answerAt(draft, PATH) === 'object' ? { lines: [] } : linesOf(draft, wizard);
  return [
    { value: { topic: 'apps' }, name: 'Add applications', group: 'Workloads' },
    ...apps.map((id) => ({ value: { topic: 'app' as const, id }, name: id, note: usesOf(draft, id), group: 'Workloads' })),
    { value: { topic: 'add-ons' }, name: 'Add or remove add-ons', note: addOns.join(', ') || 'none', group: 'Workloads' },
    ...tunable.map((id) => ({ value: { topic: 'add-on' as const, id }, name: id, note: 'its options', group: 'Workloads' })),
    ...(addOns.length === 0
      ? []
      : [{ value: { topic: 'installations' as const }, name: 'What Terraform installs, too', group: 'Workloads' }]),
    ...keysAt(draft, ['clusters']).map((id) => ({
      value: { topic: 'cluster' as const, id },
      name: `Cluster ${id}`,
      note: String(answerAt(draft, ['clusters', id, 'region']) ?? ''),
      group: 'Around them',
    })),
    ...(namespaces.length === 0
      ? []
      : [
          {
            value: { topic: 'namespaces' as const },
            name: 'Namespaces',
            note: namespaces.map(({ name }) => name).join(', '),
            group: 'Around them',
          },
        ]),
    ...(workloadsOf(draft).length === 0
      ? []
      : [
          {
            value: { topic: 'identity' as const },
            name: 'How pods get their roles',
            note: IDENTITY_NAMES[identityOf(draft)],
            group: 'Around them',
          },
        ]),
    {
      value: { topic: 'looks' as const },
      name: 'Tags, boundary, path and prefix of roles',
      note: looksText(draft, wizard) || 'none',
      group: 'Around them',
    },
    ...(lines.length === 0 ? [] : [{ value: { topic: 'modules' as const }, name: 'Release line of the iam module', group: 'Around them' }]),
  ];
}

const migrationsOf = ({ migrations = [] }: Wizard): readonly Choice<Topic>[] =>
  migrations.map((kind) => ({ value: { topic: 'migration', id: kind.name }, ...choiceOf(kind), group: 'Migrations, step by step' }));

const usesOf = (draft: SpecInput, app: string): string =>
  [...grantsOf(draft, app).map(grantText), rolesText(draft, ['apps', app])].filter(Boolean).join(', ') || 'no grants';

async function about({ topic, id = '' }: Topic, draft: SpecInput, wizard: Wizard): Promise<SpecInput> {
  switch (topic) {
    case 'cluster':
      return editCluster(draft, id, wizard);
    case 'add-ons':
      return askAddOns(draft, wizard);
    case 'add-on': {
      const addOn = findAddOn(id);
      return addOn === undefined ? draft : editAddOn(draft, addOn, wizard);
    }
    case 'installations':
      return askInstallations(draft, wizard);
    case 'apps':
      return addApps(draft, wizard);
    case 'app':
      return editApp(draft, id, wizard);
    case 'namespaces':
      return askNamespaces(draft, wizard);
    case 'identity':
      return editIdentity(draft, wizard);
    case 'looks':
      return editLooks(draft, wizard);
    case 'modules':
      return askModules(draft, wizard);
    case 'migration':
      throw new Migrating(await askMigration(draft, wizard.asker, [], id));
    case 'done':
      return draft;
  }
}
