/** Everything that the wizard knows to ask of one cluster; what is said of it is offered first. */
import { clusterName, oidcProviderArn, region } from '../../spec/rules/aws.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import { sameAnswer, type Check, type Choice } from '../asker.ts';
import { both, obeys } from '../check.ts';
import { answerAt, keysAt, withAnswer } from '../draft.ts';
import { evidenceOf } from '../evidence.ts';
import { foundClusters, mainProvider, type Source } from '../found-clusters.ts';
import type { Wizard } from '../wizard.ts';
import { askText } from './cluster.ts';
import { PATH, workloadsOf } from './identity.ts';
import { askRetired } from './share-roles.ts';

export async function editCluster(draft: SpecInput, before: string, wizard: Wizard): Promise<SpecInput> {
  const alias = answerAt(draft, ['clusters', before, 'name']);
  const others = keysAt(draft, ['clusters']).filter((key) => key !== before);
  const name = await askText(wizard, 'Name of the EKS cluster', both(unlike(others), obeys(clusterName)), alias ?? before);
  // In a saved spec the key stays, as others may name it; so it does where it differs from the name already.
  const key = alias === undefined && draft.version === undefined ? name : before;
  draft = key === before ? draft : renamed(draft, before, key);
  if (alias !== undefined || name !== key) draft = withAnswer(draft, ['clusters', key, 'name'], name);
  const here = answerAt(draft, ['clusters', key, 'region']) ?? mainProvider(wizard.facts)?.region ?? wizard.region;
  draft = withAnswer(draft, ['clusters', key, 'region'], await askText(wizard, 'Its region', obeys(region), here));
  return askRetired(await askAgent(await askSource(draft, key, wizard), key, wizard), key, wizard);
}

/** Where something needs it: a cluster that is made here has it. */
async function askAgent(draft: SpecInput, key: string, wizard: Wizard): Promise<SpecInput> {
  const path = ['clusters', key, 'podIdentityAgent'];
  const isUsed = [PATH, ...workloadsOf(draft).map((workload) => [...workload, 'identity'])].some(
    (at) => answerAt(draft, at) === 'pod-identity',
  );
  if (!isUsed || answerAt(draft, ['clusters', key, 'from', 'new']) !== undefined) return draft;
  const said = answerAt(draft, path) as string | undefined;
  const usual = evidenceOf(wizard).hasAgent ? 'existing' : 'create';
  const answer = await wizard.asker.select({
    message: 'Do its nodes run the EKS Pod Identity Agent already?',
    hint: 'Pods of an association without it have no credentials at all.',
    choices: [
      { value: 'create', name: 'No, install it here', description: 'the EKS add-on eks-pod-identity-agent' },
      { value: 'existing', name: 'Yes', description: 'as an add-on, by its chart, or in EKS Auto Mode' },
    ],
    default: said ?? usual,
  });
  return withAnswer(draft, path, answer === usual && said === undefined ? undefined : answer);
}

async function askSource(draft: SpecInput, key: string, wizard: Wizard): Promise<SpecInput> {
  const said = answerAt(draft, ['clusters', key, 'from']) as Source | undefined;
  const choices = withSaid([...foundClusters(wizard), ...otherSources], said);
  const given = choices.find(({ value }) => same(value, said)) ?? choices[0];
  const from = await wizard.asker.select({
    message: 'How does Terraform in this folder know it?',
    choices,
    ...(given === undefined ? {} : { default: given.value }),
  });
  draft = withAnswer(draft, ['clusters', key, 'from'], 'literal' in from ? await askLiteral(draft, key, wizard) : from);
  if ('data' in from || 'resource' in from) return askOidcProvider(draft, key, from, wizard);
  // Elsewhere there is none to be made.
  return sameAnswer(from, said) ? draft : withAnswer(draft, ['clusters', key, 'oidcProvider'], undefined);
}

const otherSources: readonly Choice<Source>[] = [
  { value: { data: true }, name: 'It looks it up by its name', description: 'data "aws_eks_cluster", for a cluster made elsewhere' },
  { value: { variables: true }, name: 'Variables tell it', description: 'variables for its name and the ARN of its OIDC provider' },
  { value: { literal: {} }, name: 'I give the ARN of its OIDC provider', description: 'written into the files as it is' },
];

/** What irsa.yaml or a flag says is offered too, even if the folder does not hold it. */
const withSaid = (choices: readonly Choice<Source>[], said: Source | undefined): readonly Choice<Source>[] => {
  if (said === undefined || choices.some(({ value }) => same(value, said))) return choices;
  const [kind, value] = Object.entries(said)[0] ?? [];
  return [{ value: said, name: `${kind} ${typeof value === 'string' ? `"${value}"` : ''}`.trim(), note: 'as said before' }, ...choices];
};

/** A literal is the same whichever ARN it holds: that is asked next. */
const same = (a: Source, b: Source | undefined): boolean => b !== undefined && ('literal' in a ? 'literal' in b : sameAnswer(a, b));

const unlike =
  (names: readonly string[]): Check =>
  (name) =>
    names.includes(name.trim()) ? `There is a cluster ${name.trim()} already.` : undefined;

async function askLiteral(draft: SpecInput, key: string, wizard: Wizard): Promise<Source> {
  const said = answerAt(draft, ['clusters', key, 'from', 'literal', 'oidcProviderArn']);
  return { literal: { oidcProviderArn: await askText(wizard, 'ARN of its OIDC provider', obeys(oidcProviderArn), said) } };
}

async function askOidcProvider(draft: SpecInput, key: string, from: Source, { asker, facts }: Wizard): Promise<SpecInput> {
  const path = ['clusters', key, 'oidcProvider'];
  const ownOne = facts.oidcProviders.some(({ url }) =>
    ['.', '['].some((end) => url.includes(`aws_eks_cluster.${String(from['resource'])}${end}`)),
  );
  if (ownOne) return draft;
  const said = answerAt(draft, path) as string | undefined;
  const answer = await asker.select({
    message: 'Does IAM have the OIDC provider of the cluster already?',
    choices: [
      { value: 'existing', name: 'Yes, look it up', description: 'eksctl, the eks module or another root module made it' },
      {
        value: 'create',
        name: 'No, create it here',
        description: 'there may be one per cluster and account: a second one is refused by AWS',
      },
    ],
    default: said ?? 'existing',
  });
  return withAnswer(draft, path, answer === 'existing' && said === undefined ? undefined : answer);
}

/** The cluster keeps its place and what else is said of it. */
function renamed(draft: SpecInput, from: string, to: string): SpecInput {
  const entries = keysAt(draft, ['clusters']).map((key) => [key === from ? to : key, answerAt(draft, ['clusters', key])] as const);
  return withAnswer(draft, ['clusters'], Object.fromEntries(entries));
}
