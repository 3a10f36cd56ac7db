/** Namespaces that have to be there before anybody makes ServiceAccounts in them. */
import type { Spec } from '../spec/spec.ts';
import { systemNamespaces } from '../spec/rules/kubernetes.ts';
import type { NextStep, PlannedWorkload } from './plan.ts';
import type { RepoFacts } from './repo-facts.ts';

const MAKERS = { terraform: 'Terraform makes ServiceAccounts in', manifests: 'The manifests are for' } as const;

/**
 * Only of those that neither the spec nor the folder knows: a plan is green without them, and apply fails.
 * eksctl makes namespaces itself, and charts are told to.
 */
export function namespaceSteps(spec: Spec, facts: RepoFacts, workloads: readonly PlannedWorkload[]): NextStep[] {
  const known = new Set([...systemNamespaces, ...facts.namespaces, ...spec.namespaces.map(({ name }) => name)]);
  const deployed = new Set(spec.apps.flatMap(({ id, deployment }) => (deployment === undefined ? [] : [id])));
  const accounts = workloads.flatMap(({ id, roles }) => roles.flatMap((r) => r.serviceAccounts.map((account) => ({ id, ...account }))));
  return (['terraform', 'manifests'] as const).flatMap((maker) => {
    if (!spec.outputs.includes(maker)) return [];
    const made = accounts.filter(({ id, owner }) => owner === maker || (maker === 'manifests' && deployed.has(id)));
    const names = [...new Set(made.map(({ subject }) => subject.namespace))].filter((name) => !known.has(name));
    const [first] = names;
    if (first === undefined) return [];
    // Told once.
    for (const name of names) known.add(name);
    const [these, them, are] = names.length === 1 ? ['that namespace', 'it', 'it is'] : ['those namespaces', 'them', 'they are'];
    return [
      {
        text: `${MAKERS[maker]} ${names.join(', ')}, and nothing here makes ${these}: write namespaces: { ${first}: { create: true } } to have ${them} made too, or { ${first}: {} } where ${are} there already.`,
      },
    ];
  });
}
