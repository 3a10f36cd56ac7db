/** What Terraform installs itself: charts, and EKS add-ons. */
import type { AddOn } from '../../catalog/add-on.ts';
import { findAddOn } from '../../catalog/index.ts';
import { ref, text, type Text } from '../../iam/text.ts';
import type { InstallSpec, Spec } from '../../spec/spec.ts';
import { chartValues, namespaceIsMade, vpcComment } from '../chart-values.ts';
import type { PlannedCluster } from '../clusters.ts';
import { isInstalledHere } from '../installations.ts';
import type { PlannedRole, PlannedServiceAccount, PlannedWorkload } from '../plan.ts';
import type { Wiring } from '../providers.ts';
import type { Block } from './blocks.ts';
import type { EksAddOnVersionDataBlock } from './data-blocks.ts';
import type { EksAddOnBlock, HelmReleaseBlock } from './kubernetes-blocks.ts';
import type { Labels } from './labels.ts';
import { tagEntries } from './policy-blocks.ts';

export interface InstallationContext {
  readonly spec: Spec;
  readonly labels: Labels;
  readonly clusters: ReadonlyMap<string, PlannedCluster>;
  readonly wirings: ReadonlyMap<string, Wiring>;
  readonly home: string | undefined;
  /** From the root's folder to that of `terraform.directory`, where values of the user's own are. */
  readonly valuesFolder: '' | '../';
  readonly roleArn: (role: PlannedRole) => Text;
  readonly namespace: (name: string, cluster: string) => Text;
  readonly workloads: readonly PlannedWorkload[];
  /** Addresses in this root of what its pods need. */
  readonly before: (workload: PlannedWorkload, role: PlannedRole, account: PlannedServiceAccount) => readonly Text[];
}

interface Installation {
  readonly install: InstallSpec;
  readonly account: PlannedServiceAccount;
  readonly cluster: PlannedCluster;
  readonly wiring: Wiring | undefined;
  readonly label: string;
}

/** Of one role, by one installer. */
function installationsOf(
  installer: 'helm' | 'eks-addon',
  workload: PlannedWorkload,
  role: PlannedRole,
  { spec, labels, clusters, wirings, home }: InstallationContext,
): Installation[] {
  const said = spec.addOns.find((addOn) => addOn.id === workload.id);
  if (workload.kind !== 'add-on' || said?.installer !== installer || !said.install || !isInstalledHere(spec, said)) return [];
  const { install } = said;
  return role.serviceAccounts.flatMap((account) => {
    const cluster = clusters.get(account.cluster);
    const label = labels.workload(workload.id, account.cluster === home ? undefined : account.cluster);
    return cluster === undefined ? [] : [{ install, account, cluster, wiring: wirings.get(account.cluster), label }];
  });
}

/** Charts of clusters that this root speaks to. */
export function chartBlocks(workload: PlannedWorkload, role: PlannedRole, context: InstallationContext): HelmReleaseBlock[] {
  const addOn = findAddOn(workload.id);
  if (!addOn) return [];
  return installationsOf('helm', workload, role, context).flatMap(({ install, account, cluster, wiring, label }): HelmReleaseBlock[] => {
    if (cluster.source.kind === 'new') return [];
    if (install.version === undefined) throw new Error(`the spec was parsed with a chart without a version: ${workload.id}`);
    const { namespace } = account.subject;
    const seat = { addOn, role, account, cluster };
    const comments = vpcComment(seat, cluster.vpcId);
    return [
      {
        kind: 'helm-release',
        ...(comments.length === 0 ? {} : { comments }),
        label: context.labels.free('helm_release', label),
        name: context.spec.addOns.find((a) => a.id === workload.id)?.release ?? workload.id,
        repository: addOn.helm.repository,
        chart: addOn.helm.chart,
        version: install.version,
        namespace: context.namespace(namespace, account.cluster),
        ...(namespaceIsMade(context.spec, namespace) ? {} : { createNamespace: true }),
        valuesFiles: install.values.map((file) => fileOf(file, context)),
        values: chartValues(seat, context.roleArn(role), cluster),
        dependsOn: [...context.before(workload, role, account), ...earlier(workload, account.cluster, context)],
        ...(wiring?.helm === undefined ? {} : { provider: wiring.helm }),
      },
    ];
  });
}

export function eksAddOnBlocks(workload: PlannedWorkload, role: PlannedRole, context: InstallationContext): Block[] {
  const { eksAddOn: name = workload.id, beforeNodes } = findAddOn(workload.id) ?? {};
  return installationsOf('eks-addon', workload, role, context).flatMap(({ install, account, cluster, wiring, label }): Block[] => {
    const provider = wiring?.aws === undefined ? {} : { provider: wiring.aws };
    const newest = newestVersion(install, cluster, context.labels.free('data.aws_eks_addon_version', label), name);
    const version = newest ? ref(`data.aws_eks_addon_version.${newest.label}.version`) : install.version;
    const [configuration] = install.values;
    return [
      ...(newest ? [{ ...newest, ...provider }] : []),
      {
        kind: 'eks-add-on',
        ...(beforeNodes ? { comments: [BEFORE_NODES] } : {}),
        label: context.labels.free('aws_eks_addon', label),
        clusterName: cluster.clusterName,
        name,
        ...(version === undefined ? {} : { version }),
        ...identityOf(role, account, context),
        ...(configuration === undefined ? {} : { configurationFile: fileOf(configuration, context) }),
        // In a new cluster, what is there already is what EKS put there.
        onCreate: install.overwrite || (beforeNodes && cluster.source.kind === 'new') ? 'OVERWRITE' : 'NONE',
        tags: tagEntries(role.tags),
        dependsOn: [...context.before(workload, role, account), ...earlier(workload, account.cluster, context)],
        ...provider,
      },
    ];
  });
}

/** How its pods get the role: by their tokens, or by an association of the add-on's own, if not by one that stands alone. */
const identityOf = (
  role: PlannedRole,
  account: PlannedServiceAccount,
  context: InstallationContext,
): Pick<EksAddOnBlock, 'roleArn' | 'association'> => ({
  ...(account.annotated ? { roleArn: context.roleArn(role) } : {}),
  ...(role.associations.some(({ by, cluster }) => by === 'eks-addon' && cluster === account.cluster)
    ? { association: { serviceAccount: account.subject.serviceAccount, roleArn: context.roleArn(role) } }
    : {}),
});

const BEFORE_NODES = 'Nodes are not ready without it, so it waits for the cluster and for its role, and not for them.';

/** Charts of the cluster that all others are installed after. */
const earlier = (workload: PlannedWorkload, cluster: string, context: InstallationContext): Text[] =>
  (isFirst(findAddOn(workload.id)) ? [] : context.workloads)
    .filter((other) => other !== workload && findAddOn(other.id)?.helm.beforeOthers)
    .flatMap((other) => other.roles.flatMap((role) => installationsOf('helm', other, role, context)))
    .filter((found) => found.account.cluster === cluster && found.cluster.source.kind !== 'new')
    .map(({ label }) => ref(`helm_release.${context.labels.free('helm_release', label)}`));

const isFirst = (addOn: AddOn | undefined): boolean => addOn?.helm.beforeOthers === true || addOn?.beforeNodes === true;

/** Which one that is depends on the cluster's version. */
function newestVersion(
  { version }: InstallSpec,
  cluster: PlannedCluster,
  label: string,
  addOn: string,
): EksAddOnVersionDataBlock | undefined {
  if (version !== 'most-recent') return undefined;
  const { kubernetesVersion } = cluster;
  if (kubernetesVersion === undefined) throw new Error(`nobody knows the version of cluster ${cluster.spec.key}`);
  return { kind: 'data-eks-add-on-version', label, addOn, kubernetesVersion };
}

const fileOf = (file: string, { valuesFolder }: InstallationContext): Text =>
  text`${ref('path.module')}/${valuesFolder}${file.replace(/^(\.\/)+/, '')}`;
