/** What a caller of its kind cannot hand over to the child module. */
import { error, warning, type Problem } from '../problem.ts';
import type { ClusterSpec, Spec } from '../spec/spec.ts';
import { variableOf } from './child-inputs.ts';
import type { ChildInput } from './child-module.ts';
import { sourceOf } from './clusters.ts';
import type { RepoFacts } from './repo-facts.ts';

export function callerProblems(spec: Spec, facts: RepoFacts, references: readonly ChildInput[], passed: readonly string[]): Problem[] {
  const { name } = spec.terraform.caller;
  return [
    ...spec.clusters.filter((c) => !c.retired).flatMap((cluster) => sourceProblems(cluster, name, facts)),
    ...(name === 'module' ? [] : referenceProblems(name, references)),
    ...(name === 'tfvars' ? aliasProblems(passed) : []),
    ...(name === 'terragrunt' ? rootProblems(spec, facts) : []),
  ];
}

type CallerName = Spec['terraform']['caller']['name'];

const SOURCES: Readonly<Record<CallerName, { readonly kinds: readonly string[]; readonly fix: string }>> = {
  module: {
    kinds: ['module', 'resource', 'data', 'variables', 'literal', 'expressions'],
    fix: 'Make the cluster in a root of its own, and write from: { data: true } here.',
  },
  terragrunt: { kinds: ['dependency', 'literal'], fix: 'Write from: { dependency: ../eks }, the unit that makes the cluster.' },
  tfvars: { kinds: ['literal'], fix: 'Write from: { literal: { oidcProviderArn: <ARN> } }.' },
};

const SPOKEN: Readonly<Record<CallerName, string>> = { module: 'A module block', terragrunt: 'A Terragrunt unit', tfvars: 'A tfvars file' };

function sourceProblems(cluster: ClusterSpec, caller: CallerName, facts: RepoFacts): Problem[] {
  const { kind } = sourceOf(cluster, facts);
  const { kinds, fix } = SOURCES[caller];
  const path = ['clusters', cluster.key];
  if (!kinds.includes(kind)) {
    return [
      error(
        'caller-source',
        [...path, 'from', kind],
        `${SPOKEN[caller]} cannot say what the cluster ${cluster.key} is by from: ${kind}.`,
        fix,
      ),
    ];
  }
  return cluster.oidcProvider === 'create' && caller !== 'module'
    ? [
        error(
          'caller-source',
          [...path, 'oidcProvider'],
          `${SPOKEN[caller]} makes no OIDC provider, and a child module should not.`,
          'Make it where the cluster is made.',
        ),
      ]
    : [];
}

const referenceProblems = (caller: CallerName, references: readonly ChildInput[]): Problem[] =>
  references.map(({ value }) =>
    error(
      'caller-reference',
      ['terraform', 'caller'],
      `${SPOKEN[caller]} knows no ${variableOf(value)}, which a workload refers to.`,
      'Name the resource or its ARN, or take caller: module.',
    ),
  );

const aliasProblems = (passed: readonly string[]): Problem[] => {
  const aliases = passed.filter((address) => address.includes('.'));
  return aliases.length === 0
    ? []
    : [
        error(
          'caller-aliases',
          ['terraform', 'caller'],
          `With tfvars the module runs on the providers of its surroundings, and these clusters need ${aliases.join(' and ')} too.`,
          'Give each cluster a spec of its own, or take caller: module.',
        ),
      ];
};

function rootProblems({ terraform: { caller } }: Spec, { hclAbove = [] }: RepoFacts): Problem[] {
  if (caller.root === undefined || hclAbove.includes(caller.root)) return [];
  return [
    warning(
      'terragrunt-root-not-found',
      ['terraform', 'caller', 'root'],
      `No folder above the unit holds ${caller.root}.`,
      'Add it, or leave root out: then the unit configures the AWS provider itself.',
    ),
  ];
}
