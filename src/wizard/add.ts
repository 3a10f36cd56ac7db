/** One more add-on, application or cluster of a spec that is there: only what it cannot do without is asked. */
import { addOnsByGroup, findAddOn } from '../catalog/index.ts';
import type { SpecInput } from '../spec/spec-input.ts';
import { answerAt, keysAt, withAnswer } from './draft.ts';
import { foundClusters } from './found-clusters.ts';
import { completeAddOn } from './steps/add-ons.ts';
import { addApps, completeApps } from './steps/apps.ts';
import { askCluster } from './steps/cluster.ts';
import { askShared } from './steps/share-roles.ts';
import type { Wizard } from './wizard.ts';

export interface Addition {
  readonly kind?: 'add-on' | 'app' | 'cluster';
  readonly names: readonly string[];
}

/** @throws Interrupted if the user leaves @throws Back if the user wants the question before */
export async function askAddition(draft: SpecInput, { kind, names }: Addition, wizard: Wizard): Promise<SpecInput> {
  const what = kind ?? (await askKind(wizard));
  if (what === 'app') return names.length === 0 ? addApps(draft, wizard) : completeApps(draft, names, wizard);
  if (what === 'cluster') return askClusters(draft, names, wizard);
  const ids = names.length === 0 ? await askWhich(draft, wizard) : names;
  for (const id of ids) {
    const addOn = findAddOn(id);
    if (addOn !== undefined) draft = await completeAddOn(draft, addOn, wizard);
  }
  return draft;
}

const askKind = async ({ asker }: Wizard): Promise<NonNullable<Addition['kind']>> =>
  asker.select<NonNullable<Addition['kind']>>({
    message: 'What shall be added?',
    choices: [
      { value: 'add-on', name: 'An add-on', description: 'of the catalog, such as external-dns' },
      { value: 'app', name: 'An application of yours' },
      { value: 'cluster', name: 'A cluster' },
    ],
    default: 'add-on',
  });

async function askWhich(draft: SpecInput, { asker }: Wizard): Promise<readonly string[]> {
  const there = keysAt(draft, ['addOns']);
  return asker.pick({
    message: 'Which add-ons?',
    choices: addOnsByGroup().flatMap(({ group, addOns }) =>
      addOns
        .filter(({ id }) => !there.includes(id))
        .map(({ id, title, summary }) => ({ value: id, name: id, group, description: `${title}: ${summary}` })),
    ),
    check: (picked) => (picked.length === 0 ? 'At least one is needed: space picks.' : undefined),
  });
}

/** Each as if it were the only one, so that what is said of others is not asked again. */
async function askClusters(draft: SpecInput, names: readonly string[], wizard: Wizard): Promise<SpecInput> {
  const there = keysAt(draft, ['clusters']).filter((key) => !names.includes(key));
  const others = withoutThem(wizard, there, draft);
  for (const name of names.length === 0 ? [undefined] : names) {
    const said = name === undefined ? {} : { [name]: answerAt(draft, ['clusters', name]) ?? {} };
    const asked = await askCluster(withAnswer(draft, ['clusters'], said), others);
    for (const key of keysAt(asked, ['clusters'])) draft = withAnswer(draft, ['clusters', key], answerAt(asked, ['clusters', key]));
    if (name !== undefined && answerAt(asked, ['clusters', name]) === undefined) draft = withAnswer(draft, ['clusters', name], undefined);
    for (const key of keysAt(asked, ['clusters'])) draft = await askShared(draft, key, wizard);
  }
  return draft;
}

/** Clusters of the folder that the spec does not have yet. */
function withoutThem(wizard: Wizard, keys: readonly string[], draft: SpecInput): Wizard {
  const taken = keys.map((key) => JSON.stringify(answerAt(draft, ['clusters', key, 'from'])));
  const left = foundClusters(wizard).filter(
    ({ value, cluster }) => !taken.includes(JSON.stringify(value)) && !keys.includes(cluster ?? ''),
  );
  const labels = (kind: 'module' | 'resource'): readonly unknown[] => left.map(({ value }) => value[kind]);
  return {
    ...wizard,
    eksModules: wizard.eksModules.filter(({ label }) => labels('module').includes(label)),
    facts: { ...wizard.facts, eksClusters: wizard.facts.eksClusters.filter(({ label }) => labels('resource').includes(label)) },
  };
}
