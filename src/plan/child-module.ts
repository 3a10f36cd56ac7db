/**
 * `layout: module`: what Terraform writes is a child module. It has no provider of its own, and what its
 * caller knows (clusters, resources that grants refer to) are its variables.
 */
import { isText, ref, type Text } from '../iam/text.ts';
import type { AddOnSpec, AppSpec, ClusterSpec, Spec } from '../spec/spec.ts';
import { planCluster, type PlannedCluster } from './clusters.ts';
import type { ProviderPlan } from './providers.ts';
import { emptyFacts } from './repo-facts.ts';
import type { TerraformPlan } from './terraform/blocks.ts';
import type { VariableBlock } from './terraform/value-blocks.ts';
import type { RequiredProvidersBlock } from './terraform/root-blocks.ts';
import { snake, type Labels } from './terraform/labels.ts';

/** One input: its variable, and what it stands for. */
export interface ChildInput {
  readonly variable: string;
  readonly value: Text;
}

export interface ChildModule {
  /** The spec, with variables in place of references into the caller. */
  readonly spec: Spec;
  readonly references: readonly ChildInput[];
}

/** Grants and statements refer to resources of the caller: each reference becomes an input. */
export function childModule(spec: Spec): ChildModule {
  const inputs = new Map<string, string>();
  const taken = new Set<string>();
  const variableOf = (reference: string): string => {
    const known = inputs.get(reference);
    if (known !== undefined) return known;
    const wanted = `irsa_${snake(reference.replace(/\W+/g, '_').replace(/_$/, ''))}`;
    let variable = wanted;
    for (let n = 2; taken.has(variable); n++) variable = `${wanted}_${n}`;
    taken.add(variable);
    inputs.set(reference, variable);
    return variable;
  };
  const inside = <T>(value: T): T => replaceReferences(value, (reference) => `var.${variableOf(reference)}`) as T;
  return {
    spec: { ...spec, addOns: spec.addOns.map((addOn): AddOnSpec => inside(addOn)), apps: spec.apps.map((app): AppSpec => inside(app)) },
    references: [...inputs].map(([reference, variable]) => ({ variable, value: ref(reference) })),
  };
}

function replaceReferences(value: unknown, replace: (reference: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => replaceReferences(item, replace));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === 'ref' && typeof only[1] === 'string') return { ref: replace(only[1]) };
  return Object.fromEntries(entries.map(([key, inner]) => [key, replaceReferences(inner, replace)]));
}

/** A cluster as the child module knows it: by its variables. */
export function clusterInside(cluster: ClusterSpec, labels: Labels): PlannedCluster {
  const { cluster: planned } = planCluster(
    { ...cluster, from: { kind: 'variables' }, oidcProvider: 'existing' },
    emptyFacts,
    labels,
    false,
  );
  return cluster.retired ? { ...planned, needs: { ...planned.needs, variables: false } } : planned;
}

/** Its own provider blocks are none: it uses what it is passed. */
export const providersInside = ({ clusters }: ProviderPlan): ProviderPlan => ({
  clusters: new Map([...clusters].map(([key, wiring]) => [key, { ...wiring, writes: [] }])),
  aws: [],
});

/** Addresses of the providers that the child module is passed, the default ones first. */
export function passedProviders({ clusters }: Spec, wirings: ProviderPlan['clusters'], inKubernetes: ReadonlySet<string>): string[] {
  const active = clusters.filter((c) => !c.retired);
  const aws = active.map((c) => wirings.get(c.key)?.aws ?? 'aws');
  const kubernetes = active.filter((c) => inKubernetes.has(c.key)).map((c) => wirings.get(c.key)?.kubernetes ?? 'kubernetes');
  return [...new Set([...aws, ...kubernetes])].sort(
    (a, b) => Number(a.startsWith('k')) - Number(b.startsWith('k')) || a.length - b.length || (a < b ? -1 : 1),
  );
}

/** What a child module requires: releases as its caller does, and the aliases that it is passed. */
export function requiredInside(required: RequiredProvidersBlock, passed: readonly string[]): RequiredProvidersBlock {
  return {
    ...required,
    providers: required.providers
      .filter(({ name }) => passed.some((address) => address.split('.')[0] === name))
      .map((provider) => {
        const aliases = passed.filter((address) => address.startsWith(`${provider.name}.`));
        return aliases.length === 0 ? provider : { ...provider, configurationAliases: aliases };
      }),
  };
}

export const referenceVariables = (references: readonly ChildInput[]): VariableBlock[] =>
  references.map(({ variable, value }) => ({
    kind: 'variable',
    label: variable,
    type: 'string',
    description: `ARN: ${isText(value) && typeof value === 'object' ? value.text.map((part) => (typeof part === 'object' && 'ref' in part ? part.ref : '')).join('') : ''} of the caller.`,
    validation: { pattern: '^arn:aws[a-z-]*:[a-z0-9-]+:', message: 'Expected an ARN.' },
  }));

/** A child module asks for nothing that it does not use. */
export function withoutUnused(plan: TerraformPlan): TerraformPlan {
  const said = JSON.stringify(plan.files.map(({ blocks }) => blocks.filter(({ kind }) => kind !== 'variable')));
  return {
    ...plan,
    files: plan.files
      .map((file) => ({
        ...file,
        blocks: file.blocks.filter((block) => block.kind !== 'variable' || said.includes(`"var.${block.label}"`)),
      }))
      .filter(({ blocks }) => blocks.length > 0),
  };
}

export const variablesOf = (plan: TerraformPlan): ReadonlySet<string> =>
  new Set(plan.files.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'variable' ? [block.label] : []))));
