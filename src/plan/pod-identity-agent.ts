/**
 * The EKS Pod Identity Agent, an add-on that runs on every node: pods of an association without it have no
 * credentials at all. https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html
 */
import { error, type Problem } from '../problem.ts';
import type { ClusterSpec, Spec } from '../spec/spec.ts';
import { usesPodIdentity } from './assumed-roles.ts';
import type { PlannedCluster } from './clusters.ts';
import { eksModules } from './eks-modules.ts';
import type { NextStep } from './plan.ts';
import type { RepoFacts } from './repo-facts.ts';
import type { Labels } from './terraform/labels.ts';
import { snake } from './terraform/labels.ts';

export const AGENT = 'eks-pod-identity-agent';

/** Clusters in which a workload has this identity. */
export const clustersWithPodIdentity = (spec: Spec): readonly ClusterSpec[] =>
  spec.clusters.filter(
    ({ key, retired }) =>
      !retired && [...spec.addOns, ...spec.apps].some((w) => usesPodIdentity(w) && (w.clusters === undefined || w.clusters.includes(key))),
  );

/** The folder says so: as an add-on, or as EKS Auto Mode, which has it built in. */
function isInFolder({ source }: PlannedCluster, facts: RepoFacts): boolean {
  if (facts.installed.some(({ kind, name }) => kind === 'eks-add-on' && name === AGENT)) return true;
  return source.kind === 'module' && eksModules(facts).some(({ label, autoMode }) => label === source.label && autoMode);
}

/** @returns labels of the add-ons that the root makes, by cluster: those of new clusters are their modules' */
export function agentsOf(
  spec: Spec,
  facts: RepoFacts,
  clusters: ReadonlyMap<string, PlannedCluster>,
  labels: Labels,
): ReadonlyMap<string, string> {
  return new Map(
    clustersWithPodIdentity(spec).flatMap(({ key, podIdentityAgent }): [string, string][] => {
      const cluster = clusters.get(key);
      if (cluster === undefined || cluster.source.kind === 'new') return [];
      const isMade = podIdentityAgent === undefined ? !isInFolder(cluster, facts) : podIdentityAgent === 'create';
      return isMade ? [[key, labels.free('aws_eks_addon', `irsa_${snake(key)}_pod_identity_agent`)]] : [];
    }),
  );
}

/** A new cluster has the add-ons that its list says, or the usual ones with the agent. */
export const agentProblems = (spec: Spec): Problem[] =>
  clustersWithPodIdentity(spec).flatMap(({ key, from }) =>
    from?.kind !== 'new' || from.cluster.nodes === 'auto' || from.cluster.addOns.includes(AGENT)
      ? []
      : [
          error(
            'pod-identity-agent-missing',
            ['clusters', key, 'from', 'new', 'addOns'],
            `Workloads of ${key} have identity pod-identity, and its add-ons lack ${AGENT}, without which they have no credentials.`,
            `Add ${AGENT} here, or leave addOns out for the usual ones.`,
          ),
        ],
  );

/** What a plan does not show of the agent. */
export const agentSteps = (spec: Spec, agents: ReadonlyMap<string, string>): NextStep[] => {
  const clusters = clustersWithPodIdentity(spec).filter(({ from }) => from?.kind !== 'new');
  return clusters.map(({ key, name, region }) =>
    agents.has(key)
      ? {
          text: `The plan installs ${AGENT} in ${key}. Where it is there already, or EKS Auto Mode has it built in, write podIdentityAgent: existing for ${key}. This tells.`,
          command: describe(name, region),
        }
      : { text: `Check that ${AGENT} is ACTIVE in ${key} (EKS Auto Mode has it built in).`, command: describe(name, region) },
  );
};

const describe = (name: string, region: string): string =>
  `aws eks describe-addon --cluster-name ${name} --region ${region} --addon-name ${AGENT} --query addon.status`;
