/** Which cluster, and how Terraform here knows it: what the folder holds is offered first. */
import { clusterName, oidcProviderArn, region } from '../../spec/rules/aws.ts';
import type { Choice } from '../asker.ts';
import { obeys } from '../check.ts';
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

  const said = known === undefined ? undefined : (answerAt(draft, ['clusters', known, 'from']) as Source | undefined);
  const choices = [...found, ...otherSources];
  const from = await asker.select({
    message: 'How does Terraform in this folder know the cluster?',
    choices: withSaid(choices, said),
    default: (withSaid(choices, said).find(({ value }) => same(value, said)) ?? choices[0])?.value as Source,
  });

  const literalName = wizard.facts.eksClusters.find(({ label }) => label === from['resource'])?.name;
  const name = await askText(wizard, 'Name of the EKS cluster', obeys(clusterName), known ?? literalName);
  draft = renamed(draft, known, name);
  draft = withAnswer(draft, ['clusters', name, 'region'], await askRegion(draft, name, wizard));
  draft = withAnswer(draft, ['clusters', name, 'from'], 'literal' in from ? await askLiteral(draft, name, wizard) : from);
  return 'data' in from || 'resource' in from ? askOidcProvider(draft, name, from, wizard) : draft;
};

function foundSources({ eksModules, facts }: Wizard): (Choice<Source> & { description: string })[] {
  return [
    ...eksModules.map(({ label, version, at }) => ({
      value: { module: label },
      name: `module "${label}"`,
      description: [version, `${at.file}:${at.line}`].filter(Boolean).join(', '),
    })),
    ...facts.eksClusters.map(({ label, at }) => ({
      value: { resource: label },
      name: `resource aws_eks_cluster.${label}`,
      description: `${at.file}:${at.line}`,
    })),
  ];
}

const otherSources: readonly Choice<Source>[] = [
  { value: { data: true }, name: 'Looks it up by its name', description: 'data "aws_eks_cluster", for a cluster made elsewhere' },
  { value: { variables: true }, name: 'Is told by variables', description: 'variables for its name and the ARN of its OIDC provider' },
  { value: { literal: {} }, name: 'By the ARN of its OIDC provider', description: 'written into the files as it is' },
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

const askText = async (
  { asker }: Wizard,
  message: string,
  check: (answer: string) => string | undefined,
  given?: unknown,
): Promise<string> => (await asker.input({ message, check, ...(typeof given === 'string' ? { default: given } : {}) })).trim();

const askRegion = (draft: SpecInput, name: string, wizard: Wizard): Promise<string> =>
  askText(wizard, 'Its region', obeys(region), answerAt(draft, ['clusters', name, 'region']) ?? wizard.region);

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
    default: (answerAt(draft, path) as string | undefined) ?? 'existing',
  });
  return withAnswer(draft, path, answer);
}

/** The cluster keeps its place and what else is said of it. */
function renamed(draft: SpecInput, from: string | undefined, to: string): SpecInput {
  if (from === to) return draft;
  const entries = keysAt(draft, ['clusters']).map((key) => [key === from ? to : key, answerAt(draft, ['clusters', key])] as const);
  return withAnswer(draft, ['clusters'], Object.fromEntries(from === undefined ? [...entries, [to, {}]] : entries));
}
