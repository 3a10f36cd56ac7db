/**
 * What nobody needs to be asked, since the folder or the usual case answers it: decided here, each with one
 * line of why, to be shown before anything is written. All of it can be changed.
 */
import { loose } from '../spec/loose.ts';
import { allOf } from '../spec/rules/rule.ts';
import type { SpecInput } from '../spec/spec-input.ts';
import { sameAnswer } from './asker.ts';
import { answerAt, keysAt, withAnswer } from './draft.ts';
import { fitAccounts, fitHabits, fitNamespaces } from './fitting.ts';
import { foundClusters, mainProvider } from './found-clusters.ts';
import { exceptionsIn, IDENTITY_NAMES, identityOf, PATH as IDENTITY, recommended, workloadsOf } from './steps/identity.ts';
import { linesOf, PATH } from './steps/modules.ts';
import { openNamespaces, usersOf } from './steps/namespaces.ts';
import type { Wizard } from './wizard.ts';

export interface Decision {
  readonly what: string;
  readonly why: string;
}

export interface Decided {
  readonly draft: SpecInput;
  /** What `draft` says and nobody was asked. */
  readonly decisions: readonly Decision[];
}

/** @param said what the user has said before this run: nothing of it is decided again */
export function decide(draft: SpecInput, said: SpecInput, wizard: Wizard): Decided {
  const added = decideAdded(draft, said, wizard);
  const modules = decideModules(added.draft, wizard);
  return { draft: modules.draft, decisions: [...added.decisions, ...modules.decisions] };
}

/** What follows from new clusters and workloads alone; the rest of the spec stays as it is. */
export function decideAdded(draft: SpecInput, said: SpecInput, wizard: Wizard): Decided {
  const clusters = keysAt(draft, ['clusters']).flatMap((key) => aboutCluster(draft, said, key, wizard));
  const namespaces = fitNamespaces(draft, wizard);
  const accounts = fitAccounts(namespaces.draft, said, wizard);
  const habits = fitHabits(accounts.draft, said, wizard);
  const identity = decideIdentity(habits.draft, said, wizard);
  return {
    draft: identity.draft,
    decisions: [
      ...clusters,
      ...namespaces.decisions,
      ...aboutNamespaces(namespaces.draft, said, wizard),
      ...aboutInstallations(draft, said),
      ...accounts.decisions,
      ...aboutAccounts(accounts.draft, said),
      ...habits.decisions,
      ...identity.decisions,
    ],
  };
}

function aboutCluster(draft: SpecInput, said: SpecInput, key: string, wizard: Wizard): readonly Decision[] {
  const at = (name: string): unknown => answerAt(draft, ['clusters', key, name]);
  const isNew = (name: string): boolean => at(name) !== undefined && !sameAnswer(at(name), answerAt(said, ['clusters', key, name]));
  const decisions: Decision[] = [];
  const decided = (what: string, why: string): void => void decisions.push({ what, why });
  const provider = mainProvider(wizard.facts);
  if (isNew('region') && provider !== undefined && provider.region === at('region'))
    decided(`${key} is in ${provider.region}`, `provider "aws" says so (${provider.at.file}:${provider.at.line})`);
  if (isNew('accountId')) decided(`plans for another account than ${String(at('accountId'))} fail`, 'the ARN says which account is meant');
  if (!isNew('from') || loose(at('from'))['data'] !== true) return decisions;
  if (foundClusters(wizard).length === 0) decided(`${key} is looked up by its name`, 'no cluster is made in this folder');
  if (at('oidcProvider') === undefined)
    decided(`IAM has the OIDC provider of ${key}`, 'eksctl and the eks module make it with the cluster');
  return decisions;
}

function aboutNamespaces(draft: SpecInput, said: SpecInput, wizard: Wizard): readonly Decision[] {
  const decisions: Decision[] = [];
  for (const { name, users, ofApps } of openNamespaces(draft, wizard)) {
    if (answerAt(draft, ['namespaces', name]) !== undefined) continue;
    if (users.every((id) => ['addOns', 'apps'].some((section) => answerAt(said, [section, id]) !== undefined))) continue;
    decisions.push({
      what: `the namespace ${name} is left to others`,
      // As with flags: one that is there already cannot be created, and one that Terraform created it can delete.
      why: ofApps
        ? `${allOf(users)} ${users.length === 1 ? 'needs' : 'need'} it before the apply; change that to have Terraform create it`
        : `the ${users.length === 1 ? 'chart' : 'charts'} of ${allOf(users)} ${users.length === 1 ? 'brings' : 'bring'} it`,
    });
  }
  const [used, wereUsed] = [usersOf(draft), usersOf(said)];
  for (const name of keysAt(said, ['namespaces']))
    if (wereUsed.has(name) && !used.has(name) && answerAt(draft, ['namespaces', name, 'create']) === true)
      decisions.push({
        what: `the namespace ${name} stays`,
        why: 'without its line in irsa.yaml Terraform would delete it and all that is in it',
      });
  return decisions;
}

/** New add-ons of which Terraform makes only the role. */
function aboutInstallations(draft: SpecInput, said: SpecInput): readonly Decision[] {
  const left = keysAt(draft, ['addOns']).filter(
    (id) => answerAt(said, ['addOns', id]) === undefined && answerAt(draft, ['addOns', id, 'install']) === undefined,
  );
  if (left.length === 0) return [];
  const [are, role] = left.length === 1 ? ['is', 'its role'] : ['are', 'their roles'];
  return [
    { what: `${allOf(left)} ${are} installed by others`, why: `Terraform makes ${role}; change that to have it install the rest too` },
  ];
}

/** New applications whose ServiceAccount is left to the usual owner. */
function aboutAccounts(draft: SpecInput, said: SpecInput): readonly Decision[] {
  const fresh = keysAt(draft, ['apps']).filter((app) => answerAt(said, ['apps', app]) === undefined);
  const ofTerraform = fresh.filter((app) => typeof answerAt(draft, ['apps', app, 'serviceAccount']) === 'string');
  if (ofTerraform.length === 0 || answerAt(draft, ['terraform', 'serviceAccounts']) !== undefined) return [];
  return [
    {
      what: `Terraform makes the ${ofTerraform.length === 1 ? 'ServiceAccount' : 'ServiceAccounts'} of ${allOf(ofTerraform)}`,
      why: 'change that if a chart or somebody else makes it',
    },
  ];
}

/** Of a new spec how pods get their roles, and of new workloads which do so in the other way. */
function decideIdentity(draft: SpecInput, said: SpecInput, wizard: Wizard): Decided {
  const isNew = said.version === undefined;
  const open = workloadsOf(draft).filter(
    (path) => answerAt(draft, [...path, 'identity']) === undefined && (isNew || answerAt(said, path) === undefined),
  );
  if (open.length === 0) return { draft, decisions: [] };
  const decisions: Decision[] = [];
  if (isNew && answerAt(draft, IDENTITY) === undefined) {
    const { identity, why } = recommended(draft, wizard);
    decisions.push({ what: `pods get their roles by ${IDENTITY_NAMES[identity]}`, why });
    // Without a word it is IRSA.
    if (identity !== 'irsa') draft = withAnswer(draft, IDENTITY, identity);
  }
  for (const [id, { identity, why }] of exceptionsIn(draft, identityOf(draft), wizard)) {
    const path = open.find((one) => one[1] === id);
    if (path === undefined) continue;
    decisions.push({ what: `${id} gets its role by ${IDENTITY_NAMES[identity]}`, why });
    draft = withAnswer(draft, [...path, 'identity'], identity);
  }
  return { draft, decisions };
}

function decideModules(draft: SpecInput, wizard: Wizard): Decided {
  if (answerAt(draft, PATH) !== undefined) return { draft, decisions: [] };
  const { proposed, lines, why } = linesOf(draft, wizard);
  const taken = lines.find(({ line }) => line === proposed);
  if (taken === undefined) return { draft, decisions: [] };
  return {
    draft: withAnswer(draft, PATH, taken.line),
    decisions: [{ what: `terraform-aws-modules/iam ${taken.version} makes the roles`, why }],
  };
}
