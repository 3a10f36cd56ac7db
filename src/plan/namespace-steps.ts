/** Namespaces that have to be there before Terraform makes ServiceAccounts in them. */
import type { Spec } from '../spec/spec.ts';
import { systemNamespaces } from '../spec/rules/kubernetes.ts';
import type { NextStep, PlannedWorkload } from './plan.ts';
import type { RepoFacts } from './repo-facts.ts';

/** Only of those that neither the spec nor the folder knows: a plan is green without them, and apply fails. */
export function namespaceSteps(spec: Spec, facts: RepoFacts, workloads: readonly PlannedWorkload[]): NextStep[] {
  const known = [...systemNamespaces, ...facts.namespaces, ...spec.namespaces.map(({ name }) => name)];
  const accounts = workloads.flatMap(({ roles }) => roles.flatMap(({ serviceAccounts }) => serviceAccounts));
  const made = accounts.filter(({ owner }) => owner === 'terraform').map(({ subject }) => subject.namespace);
  const names = [...new Set(made)].filter((name) => !known.includes(name));
  const [first] = names;
  if (first === undefined) return [];
  const [these, them, are] = names.length === 1 ? ['that namespace', 'it', 'it is'] : ['those namespaces', 'them', 'they are'];
  return [
    {
      text: `Terraform makes ServiceAccounts in ${names.join(', ')}, and nothing here makes ${these}: write namespaces: { ${first}: { create: true } } to have ${them} made too, or { ${first}: {} } where ${are} there already.`,
    },
  ];
}
