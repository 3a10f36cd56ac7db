/** Conversations of the wizard's parts with a script, without a folder. */
import { expect } from '@jest/globals';
import { eksModules } from '../../../src/plan/eks-modules.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { emptyFacts, type RepoFacts } from '../../../src/plan/repo-facts.ts';
import { parseSpec } from '../../../src/spec/parse-spec.ts';
import { printSpec } from '../../../src/spec/print-spec.ts';
import type { SpecInput } from '../../../src/spec/spec-input.ts';
import type { Asker } from '../../../src/wizard/asker.ts';
import { noSurroundings } from '../../../src/survey/surroundings/surroundings.ts';
import { converse, type Wizard } from '../../../src/wizard/wizard.ts';
import { scriptedAsker, type Line, type ScriptedAsker } from '../../support/scripted-asker.ts';

export const at = { file: 'main.tf', line: 3 };

export const eks20: RepoFacts = {
  ...emptyFacts,
  hasRequiredProviders: true,
  requiredProviders: { aws: { source: 'hashicorp/aws', version: '~> 5.0', at } },
  modules: [{ label: 'eks', source: 'terraform-aws-modules/eks/aws', version: '~> 20.0', at: { file: 'main.tf', line: 23 } }],
  addresses: ['module.eks'],
};

/** With cluster and region in words, and things to be let into. */
export const furnished: RepoFacts = {
  ...eks20,
  modules: eks20.modules.map((call) => ({ ...call, inputs: { cluster_name: 'production' } })),
  providers: [{ name: 'aws', region: 'us-east-1', at }],
  resources: [
    { type: 'aws_route53_zone', address: 'aws_route53_zone.main', name: 'example.com', at },
    { type: 'aws_s3_bucket', address: 'aws_s3_bucket.orders', name: 'example-orders', at: { file: 'data.tf', line: 5 } },
    { type: 'aws_kms_key', address: 'aws_kms_key.orders', at },
    { type: 'aws_dynamodb_table', address: 'aws_dynamodb_table.many', repeated: 'for_each', at },
    { type: 'aws_sqs_queue', address: 'aws_sqs_queue.jobs', repeated: 'count', at },
  ],
};

export const wizardOf = (asker: Asker, facts: RepoFacts, more: Partial<Wizard> = {}): Wizard => ({
  asker,
  facts,
  eksModules: eksModules(facts),
  surroundings: noSurroundings,
  propose: (candidate) => {
    const { value, problems } = parseSpec(printSpec(candidate), 'irsa.yaml');
    return value === undefined ? { problems } : makePlan(value.spec, facts);
  },
  ...more,
});

interface Talk extends ScriptedAsker {
  readonly answers: SpecInput;
}

/** One part of the conversation; every line of the script must be used. */
export async function talkOf(
  part: (draft: SpecInput, wizard: Wizard) => Promise<SpecInput>,
  script: readonly Line[],
  facts: RepoFacts = emptyFacts,
  draft: SpecInput = {},
  more: Partial<Wizard> = {},
): Promise<Talk> {
  const asker = scriptedAsker(script);
  const answers = await part(draft, wizardOf(asker, facts, more));
  expect(asker.left()).toEqual([]);
  return { ...asker, answers };
}

/** The questions of a new spec. */
export const talk = (...[script, facts, draft, more]: readonly [readonly Line[], RepoFacts?, SpecInput?, Partial<Wizard>?]) =>
  talkOf(converse, script, facts, draft, more);
