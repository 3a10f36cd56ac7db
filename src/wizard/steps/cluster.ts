/** Which cluster, and how Terraform here knows it: what the folder holds is offered first. */
import { clusterName, oidcProviderArn, region } from '../../spec/rules/aws.ts';
import type { Check, Choice } from '../asker.ts';
import { both, needed, obeys } from '../check.ts';
import { answerAt, keysAt, withAnswer } from '../draft.ts';
import type { Step, Wizard } from '../wizard.ts';
import type { SpecInput } from '../../spec/spec-input.ts';

type Source = Readonly<Record<string, unknown>>;

export const askCluster: Step = async (draft, wizard) => {
  const { asker } = wizard;
  const [known, ...others] = keysAt(draft, ['clusters']);
  if (others.length > 0) asker.say(`These questions are about ${known}; ${others.join(', ')} stay as irsa.yaml says.`);
  const found = foundSources(wizard);
  if (found.length > 0) asker.say(`Found ${found.map(({ name, description }) => `${name} (${description})`).join(', ')}.`);

  const alias = known === undefined ? undefined : answerAt(draft, ['clusters', known, 'name']);
  const given = alias ?? known ?? found.find(({ cluster }) => cluster)?.cluster;
  const name = await askText(wizard, 'Name of the EKS cluster', both(unlike(others), obeys(clusterName)), given);
  // Where irsa.yaml tells the key from the name, the key stays.
  const key = alias === undefined || known === undefined ? name : known;
  draft = key === known ? draft : renamed(draft, known, key);
  if (alias !== undefined) draft = withAnswer(draft, ['clusters', key, 'name'], name);
  draft = withAnswer(draft, ['clusters', key, 'region'], await askRegion(draft, key, wizard));

  const said = answerAt(draft, ['clusters', key, 'from']) as Source | undefined;
  const choices = withSaid([...found, ...otherSources], said);
  const from = await asker.select({
    message: 'How does Terraform in this folder know it?',
    choices,
    default: (choices.find(({ value }) => same(value, said)) ?? found.find(({ cluster }) => cluster === name) ?? choices[0])
      ?.value as Source,
  });
  draft = withAnswer(draft, ['clusters', key, 'from'], 'literal' in from ? await askLiteral(draft, key, wizard) : from);
  return 'data' in from || 'resource' in from ? askOidcProvider(draft, key, from, wizard) : draft;
};

interface Found extends Choice<Source> {
  readonly description: string;
  /** The cluster's name, where the code here says it. */
  readonly cluster?: string;
}

function foundSources({ eksModules, facts }: Wizard): Found[] {
  return [
    ...eksModules.map(({ label, version, inputs = {}, at }) => ({
      value: { module: label },
      name: `module "${label}"`,
      description: [version, `${at.file}:${at.line}`].filter(Boolean).join(', '),
      // eks 21 renamed it.
      ...named(inputs['cluster_name'] ?? inputs['name']),
    })),
    ...facts.eksClusters.map(({ label, name, at }) => ({
      value: { resource: label },
      name: `resource aws_eks_cluster.${label}`,
      description: `${at.file}:${at.line}`,
      ...named(name),
    })),
  ];
}

const named = (name: unknown): { cluster?: string } => (typeof name === 'string' ? { cluster: name } : {});

const otherSources: readonly Choice<Source>[] = [
  { value: { data: true }, name: 'It looks it up by its name', description: 'data "aws_eks_cluster", for a cluster made elsewhere' },
  { value: { variables: true }, name: 'Variables tell it', description: 'variables for its name and the ARN of its OIDC provider' },
  { value: { literal: {} }, name: 'I give the ARN of its OIDC provider', description: 'written into the files as it is' },
];

/** What irsa.yaml or a flag says is offered too, even if the folder does not hold it. */
const withSaid = (choices: readonly Choice<Source>[], said: Source | undefined): readonly Choice<Source>[] => {
  if (said === undefined || choices.some(({ value }) => same(value, said))) return choices;
  const [kind, value] = Object.entries(said)[0] ?? [];
  return [
    { value: said, name: `${kind} ${typeof value === 'string' ? `"${value}"` : ''}`.trim(), description: 'as said before' },
    ...choices,
  ];
};

/** A literal is the same whichever ARN it holds: that is asked next. */
const same = (a: Source, b: Source | undefined): boolean =>
  b !== undefined && ('literal' in a ? 'literal' in b : JSON.stringify(a) === JSON.stringify(b));

const askText = async ({ asker }: Wizard, message: string, check: Check, given?: unknown): Promise<string> =>
  (await asker.input({ message, check: both(needed, check), ...(typeof given === 'string' ? { default: given } : {}) })).trim();

const unlike =
  (names: readonly string[]): Check =>
  (name) =>
    names.includes(name.trim()) ? `There is a cluster ${name.trim()} already.` : undefined;

const askRegion = (draft: SpecInput, name: string, wizard: Wizard): Promise<string> =>
  askText(wizard, 'Its region', obeys(region), answerAt(draft, ['clusters', name, 'region']) ?? regionHere(wizard) ?? wizard.region);

/** Of the provider that is used where no other is named. */
const regionHere = ({ facts }: Wizard): string | undefined =>
  facts.providers.find(({ name, alias }) => name === 'aws' && alias === undefined)?.region;

async function askLiteral(draft: SpecInput, name: string, wizard: Wizard): Promise<Source> {
  const said = answerAt(draft, ['clusters', name, 'from', 'literal', 'oidcProviderArn']);
  return { literal: { oidcProviderArn: await askText(wizard, 'ARN of its OIDC provider', obeys(oidcProviderArn), said) } };
}

async function askOidcProvider(draft: SpecInput, name: string, from: Source, { asker, facts }: Wizard): Promise<SpecInput> {
  const path = ['clusters', name, 'oidcProvider'];
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
function renamed(draft: SpecInput, from: string | undefined, to: string): SpecInput {
  const entries = keysAt(draft, ['clusters']).map((key) => [key === from ? to : key, answerAt(draft, ['clusters', key])] as const);
  return withAnswer(draft, ['clusters'], Object.fromEntries(from === undefined ? [...entries, [to, {}]] : entries));
}
