/** As what Terraform is written: a root, or a child module with its caller. */
import { hasErrors, type Problem } from '../problem.ts';
import { callerProblems } from './caller-problems.ts';
import { planCaller, type Caller } from './caller.ts';
import type { ChildModule } from './child-module.ts';
import type { PlannedCluster } from './clusters.ts';
import type { Group } from './groups.ts';
import type { RepoFacts } from './repo-facts.ts';
import type { TerraformPlan } from './terraform/blocks.ts';
import { layOutChild } from './terraform/child-module-file.ts';
import { cloudProblems, withCloud } from './terraform/cloud-file.ts';
import type { Labels } from './terraform/labels.ts';
import { layOutTerraform, type LayOut } from './terraform/lay-out.ts';

export interface Roots {
  readonly terraform: TerraformPlan;
  readonly caller?: Caller;
  readonly problems: readonly Problem[];
}

export interface RootsRequest {
  /** As the files that hold the roles see it. */
  readonly layOut: Omit<LayOut, 'writesVersions'>;
  readonly facts: RepoFacts;
  readonly primary: Group | undefined;
  /** Absent: the roles are in the root itself. */
  readonly child: ChildModule | undefined;
  /** Labels and clusters as the root sees them. */
  readonly labels: Labels;
  readonly clusters: ReadonlyMap<string, PlannedCluster>;
  /** Keys of the clusters in which Kubernetes resources are made. */
  readonly inKubernetes: ReadonlySet<string>;
}

export function planRoots({ layOut, facts, primary, child, labels, clusters, inKubernetes }: RootsRequest): Roots {
  const { spec, providers, modules, home } = layOut;
  const problems = cloudProblems(spec, facts);
  if (child === undefined) {
    return { terraform: withCloud(layOutTerraform({ ...layOut, writesVersions: !facts.hasRequiredProviders }), spec, primary), problems };
  }
  const { plan: terraform, passed } = layOutChild(child, layOut, inKubernetes);
  problems.push(...callerProblems(spec, facts, child.references, passed));
  if (hasErrors(problems)) return { terraform, problems };
  const caller = planCaller({
    spec,
    facts,
    labels,
    clusters,
    inside: layOut.clusters,
    references: child.references,
    providers,
    passed,
    modules,
    home,
    roles: layOut.workloads.flatMap((w) => w.roles),
    child: terraform,
  });
  return { terraform, caller: caller.root === undefined ? caller : { root: withCloud(caller.root, spec, primary) }, problems };
}
