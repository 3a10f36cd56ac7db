/** What the child module's variables are given, whoever calls it. */
import type { Text } from '../iam/text.ts';
import type { Spec } from '../spec/spec.ts';
import { variablesOf, type ChildInput } from './child-module.ts';
import type { PlannedCluster } from './clusters.ts';
import type { ResolvedModules } from './modules.ts';
import type { PlannedRole } from './plan.ts';
import type { ProviderPlan } from './providers.ts';
import type { RepoFacts } from './repo-facts.ts';
import type { Entry } from './terraform/block-parts.ts';
import type { TerraformPlan } from './terraform/blocks.ts';
import type { Labels } from './terraform/labels.ts';

export interface CallerContext {
  readonly spec: Spec;
  readonly facts: RepoFacts;
  /** Of the caller. */
  readonly labels: Labels;
  /** As the caller knows them. */
  readonly clusters: ReadonlyMap<string, PlannedCluster>;
  /** As the child module knows them. */
  readonly inside: ReadonlyMap<string, PlannedCluster>;
  readonly references: readonly ChildInput[];
  readonly providers: ProviderPlan;
  readonly passed: readonly string[];
  readonly modules: ResolvedModules;
  readonly home: string | undefined;
  readonly roles: readonly PlannedRole[];
  readonly child: TerraformPlan;
}

/** What each variable of the child module is given. */
export function inputsOf({ clusters, inside, references, child }: CallerContext): Entry[] {
  const variables = variablesOf(child);
  const ofClusters = [...inside].flatMap(([key, { clusterName, oidcProviderArn }]): [string, Text | undefined][] => [
    [variableOf(clusterName), clusters.get(key)?.clusterName],
    [variableOf(oidcProviderArn), clusters.get(key)?.oidcProviderArn],
  ]);
  const all = [...ofClusters, ...references.map(({ variable, value }): [string, Text] => [variable, value])];
  return all.flatMap(([key, value]) => (variables.has(key) && value !== undefined ? [{ key, value }] : []));
}

/** `var.x` → `x` */
export const variableOf = (text: Text): string =>
  typeof text === 'string'
    ? text
    : text.text.map((part) => (typeof part === 'object' && 'ref' in part ? part.ref.replace(/^var\./, '') : '')).join('');
