/**
 * The second root: namespaces, ServiceAccounts and charts of clusters that the first root makes. A provider
 * whose address is known only after apply cannot be planned with, so a Kubernetes provider never
 * depends on a cluster of the same apply. Clusters and roles are looked up by name.
 * https://github.com/hashicorp/terraform-provider-kubernetes/blob/main/docs/index.md#stacking-with-managed-kubernetes-cluster-resources
 */
import { ref } from '../../iam/text.ts';
import type { ClusterSpec, Spec } from '../../spec/spec.ts';
import { admittedClusters } from '../admission.ts';
import { planCluster, type PlannedCluster } from '../clusters.ts';
import type { ResolvedModules } from '../modules.ts';
import { isNew } from '../new-cluster.ts';
import { KUBERNETES_ROOT } from '../own-folders.ts';
import type { PlannedRole, PlannedServiceAccount, PlannedWorkload } from '../plan.ts';
import { planProviders, type InUse } from '../providers.ts';
import { emptyFacts } from '../repo-facts.ts';
import type { Block, TerraformFile, TerraformPlan } from './blocks.ts';
import { clusterBlocks } from './cluster-file.ts';
import { chartBlocks } from './installation-blocks.ts';
import { labels as labelsOf } from './labels.ts';
import { namespaceBlocks, providerBlocks } from './lay-out.ts';
import { serviceAccountAddress, serviceAccountBlocks } from './workload-file.ts';

export interface KubernetesRoot {
  readonly spec: Spec;
  readonly workloads: readonly PlannedWorkload[];
  readonly modules: Pick<ResolvedModules, 'kubernetesProviders' | 'laterHelmLine'>;
  readonly home: string | undefined;
  /** Of clusters that are made in the first root too. */
  readonly inUse: InUse;
}

/** @returns nothing where no new cluster needs it */
export function layOutKubernetesRoot({ spec, workloads, modules, home, inUse }: KubernetesRoot): TerraformPlan | undefined {
  const specs = spec.clusters.filter((c) => isNew(c) && (inUse.kubernetes.has(c.key) || inUse.helm.has(c.key))).map(lookedUp);
  if (specs.length === 0) return undefined;
  const labels = labelsOf(
    [],
    workloads.map((w) => w.id),
  );
  const { plan: providers } = planProviders({ ...spec, clusters: specs }, emptyFacts, home, inUse);
  const clusters = new Map(specs.map((c) => [c.key, planned(c, labels)]));
  const root = { spec, labels, clusters, providers, home, modules: { helmLine: modules.laterHelmLine } };
  const namespaces = namespaceBlocks(root);

  const roleBlocks = (workload: PlannedWorkload, role: PlannedRole): Block[] => {
    const label = labels.free('data.aws_iam_role', role.label);
    const isElsewhere = role.maker === 'other-account';
    const context = {
      spec,
      workloads,
      labels,
      clusters,
      wirings: providers.clusters,
      home,
      valuesFolder: '../' as const,
      roleArn: () => (isElsewhere ? role.terraformArn : ref(`data.aws_iam_role.${label}.arn`)),
      namespace: (name: string, cluster: string) => namespaces.get(`${cluster}/${name}`)?.reference ?? name,
      before: (of: PlannedWorkload, _role: PlannedRole, account: PlannedServiceAccount) => serviceAccountAddress(of, account, labels, home),
    };
    const blocks = [...serviceAccountBlocks(workload, role, context), ...chartBlocks(workload, role, context)];
    // Where no ServiceAccount names the role, nobody asks for it.
    if (blocks.length === 0 || isElsewhere || !role.serviceAccounts.some(({ annotated }) => annotated)) return blocks;
    const aws = admittedClusters(role).flatMap((cluster) => providers.clusters.get(cluster) ?? [])[0]?.aws;
    return [{ kind: 'data-role', label, name: role.name, ...(aws === undefined ? {} : { provider: aws }) }, ...blocks];
  };

  const files: TerraformFile[] = [
    { name: 'irsa-versions.tf', blocks: [modules.kubernetesProviders] },
    { name: 'irsa-providers.tf', blocks: providerBlocks(root) },
    {
      name: 'irsa-cluster.tf',
      blocks: [...clusters.values()].flatMap((cluster) => {
        const awsProvider = providers.clusters.get(cluster.spec.key)?.aws;
        return clusterBlocks(cluster, labels, {
          ...(awsProvider === undefined ? {} : { awsProvider }),
          tags: [],
          issuerLocal: false,
          clientIds: [],
        });
      }),
    },
    { name: 'irsa-namespaces.tf', blocks: [...namespaces.values()].map((n) => n.block) },
    ...workloads.map((workload) => ({
      name: `irsa-${workload.id}.tf`,
      blocks: workload.roles.flatMap((role) => roleBlocks(workload, role)),
    })),
  ];
  const { directory, format } = spec.terraform;
  return {
    directory: `${directory.replace(/\/+$/, '')}/${KUBERNETES_ROOT}`,
    format,
    files: files.filter((file) => file.blocks.length > 0),
  };
}

/** Aliases of the first root do not exist here. */
const lookedUp = (cluster: ClusterSpec): ClusterSpec => ({ ...cluster, from: { kind: 'data' }, oidcProvider: 'existing', providers: {} });

function planned(spec: ClusterSpec, labels: ReturnType<typeof labelsOf>): PlannedCluster {
  const { cluster } = planCluster(spec, emptyFacts, labels, true);
  return { ...cluster, needs: { ...cluster.needs, oidcData: false } };
}
