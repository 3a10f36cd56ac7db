/** Specs that together make a block of every kind, planned in empty root modules: what templates are tried on. */
import { makePlan } from '../../plan/make-plan.ts';
import type { Plan } from '../../plan/plan.ts';
import { emptyFacts, type RepoFacts } from '../../plan/repo-facts.ts';
import type { Block, TerraformPlan } from '../../plan/terraform/blocks.ts';
import { parseSpec } from '../../spec/parse-spec.ts';
import texts from './samples.texts';

export interface Sample {
  /** `01-quick-start`, a path below the folder of snapshots. */
  readonly name: string;
  readonly plan: Plan;
}

/** A root that has the last line of the helm provider whose block looks otherwise. */
const HELM_2: RepoFacts = {
  ...emptyFacts,
  hasRequiredProviders: true,
  requiredProviders: { helm: { source: 'hashicorp/helm', version: '~> 2.17', at: { file: 'versions.tf', line: 1 } } },
};

const AT = { file: 'providers.tf', line: 1 };

/** A root whose providers have aliases. */
const ALIASED: RepoFacts = {
  ...emptyFacts,
  providers: [
    { name: 'aws', alias: 'use1', region: 'us-east-1', at: AT },
    { name: 'kubernetes', alias: 'use1', at: AT },
  ],
};

const FACTS: Readonly<Record<string, RepoFacts>> = { 'own-issuer': HELM_2, limits: ALIASED };

/** @throws where one of them is no valid spec any more: tests see to that */
export const samples = (): readonly Sample[] =>
  Object.entries(texts).map(([path, text]) => {
    const name = path.replace(/^(examples|src\/cli\/templates\/samples)\//, '').replace(/(\/irsa)?\.yaml$/, '');
    const spec = parseSpec(text, path).value?.spec;
    const plan = spec && makePlan({ ...spec, terraform: { ...spec.terraform, format: 'hcl' } }, FACTS[name] ?? emptyFacts).value;
    if (plan === undefined) throw new Error(`the sample ${path} cannot be planned`);
    return { name, plan };
  });

/** Every root module of a plan that is printed by templates. */
export const rootsOf = ({ terraform, kubernetesRoot, caller, otherAccounts }: Plan): readonly TerraformPlan[] =>
  [terraform, kubernetesRoot, caller?.root, ...otherAccounts.map(({ root }) => root)].filter((root) => root !== undefined);

export const blocksOf = (plan: Plan): readonly Block[] => rootsOf(plan).flatMap(({ files }) => files.flatMap(({ blocks }) => blocks));
