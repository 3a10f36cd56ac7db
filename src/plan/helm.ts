/** Helm values of add-ons whose chart makes the ServiceAccount: its name, and the role it is annotated with. */
import type { AddOn } from '../catalog/add-on.ts';
import { findAddOn } from '../catalog/index.ts';
import type { Text, Value } from '../iam/text.ts';
import { error, type Problem } from '../problem.ts';
import type { Spec } from '../spec/spec.ts';
import type { PlannedCluster } from './clusters.ts';
import type { HelmValuesFile, PlannedRole, PlannedServiceAccount, PlannedWorkload } from './plan.ts';
import { placeholderArn, ROLE_ARN } from './role-arn.ts';
import type { Entry } from './terraform/blocks.ts';

/** Who writes the role's ARN into the values. */
export type RoleArnBy = 'literal' | 'terraform' | 'placeholder';

export interface HelmPlan {
  readonly files: readonly HelmValuesFile[];
  /** Values that Terraform renders, ARN and all: `irsa_helm_values`. */
  readonly rendered: readonly Entry<Value>[];
}

interface Seat {
  readonly addOn: AddOn;
  readonly role: PlannedRole;
  readonly account: PlannedServiceAccount;
  readonly cluster: PlannedCluster;
}

export function planHelm(
  spec: Spec,
  workloads: readonly PlannedWorkload[],
  clusters: ReadonlyMap<string, PlannedCluster>,
  home: string | undefined,
): { plan: HelmPlan; problems: Problem[] } {
  const seats = spec.outputs.includes('helm') ? chartSeats(spec, workloads, clusters) : [];
  const by = (cluster: PlannedCluster): RoleArnBy =>
    spec.helm.roleArn ?? (cluster.spec.accountId === undefined || typeof cluster.vpcId === 'object' ? 'terraform' : 'literal');
  const several = spec.clusters.length > 1;
  const problems = [...new Set(seats.map((s) => s.cluster))]
    .filter((cluster) => by(cluster) === 'literal' && cluster.spec.accountId === undefined)
    .map((cluster) =>
      error(
        'account-id-needed',
        ['clusters', cluster.spec.key],
        `helm.roleArn is literal, but the account of ${cluster.spec.key} is not given, so the ARN of its roles is not known.`,
        `Set accountId: "<12 digits>" here, or helm: { roleArn: terraform } for values rendered by Terraform, or helm: { roleArn: placeholder } for \${ACCOUNT_ID}.`,
      ),
    );
  return {
    plan: {
      files: seats.map((seat) => ({
        path: `irsa/helm/${several ? `${seat.cluster.spec.key}/` : ''}${seat.addOn.id}.values.yaml`,
        comments: [...installComment(spec, seat), ...arnComment(by(seat.cluster), seat, home)],
        values: valuesOf(seat, staticArn(by(seat.cluster), seat), staticFacts(seat.cluster)),
      })),
      rendered: seats
        .filter((seat) => by(seat.cluster) === 'terraform')
        .map((seat) => ({ key: renderedKey(seat, home), value: valuesOf(seat, seat.role.terraformArn, seat.cluster) })),
    },
    problems,
  };
}

function chartSeats(spec: Spec, workloads: readonly PlannedWorkload[], clusters: ReadonlyMap<string, PlannedCluster>): Seat[] {
  return workloads.flatMap((workload) => {
    const addOn = findAddOn(workload.id);
    const installer = spec.addOns.find((a) => a.id === workload.id)?.installer;
    if (workload.kind !== 'add-on' || !addOn || installer !== 'helm') return [];
    return workload.roles.flatMap((role) =>
      role.serviceAccounts.flatMap((account) => {
        const cluster = clusters.get(account.cluster);
        return cluster ? [{ addOn, role, account, cluster }] : [];
      }),
    );
  });
}

/** OCI registries name the chart in their address. */
function installComment(spec: Spec, { addOn, account }: Seat): string[] {
  const { chart, repository } = addOn.helm;
  const source = repository.startsWith('oci:') ? `${repository}/${chart}` : `${chart} --repo ${repository}`;
  return [
    `${addOn.title}.`,
    `  helm upgrade --install ${releaseOf(spec, addOn)} ${source} --namespace ${account.subject.namespace} --values ${addOn.id}.values.yaml`,
  ];
}

const releaseOf = (spec: Spec, addOn: AddOn): string => spec.addOns.find((a) => a.id === addOn.id)?.release ?? addOn.id;

const renderedKey = ({ addOn, account }: Seat, home: string | undefined): string =>
  account.cluster === home ? addOn.id : `${account.cluster}/${addOn.id}`;

function staticArn(by: RoleArnBy, { role, cluster }: Seat): Text | undefined {
  if (by === 'literal') return role.arn;
  return by === 'placeholder' ? placeholderArn(role, cluster) : undefined;
}

const arnComment = (by: RoleArnBy, seat: Seat, home: string | undefined): string[] =>
  by === 'terraform'
    ? [
        "The role's ARN is known after apply. The same values with it:",
        `  terraform output -json irsa_helm_values | jq -r '.["${renderedKey(seat, home)}"]'`,
      ]
    : by === 'placeholder'
      ? ['Replace ${ACCOUNT_ID} by the AWS account, e.g. by substitution in Flux.']
      : [];

type ClusterFacts = Pick<PlannedCluster, 'clusterName' | 'vpcId'>;

/** What is known of the cluster before apply. */
const staticFacts = ({ spec, vpcId }: PlannedCluster): ClusterFacts => ({
  clusterName: spec.name,
  ...(typeof vpcId === 'string' ? { vpcId } : {}),
});

/** The chart's ServiceAccount values at the path where it reads them, merged with what else the identity depends on. */
function valuesOf({ addOn, role, account, cluster }: Seat, arn: Text | undefined, { clusterName, vpcId }: ClusterFacts): Value {
  const annotations = { ...(arn === undefined ? {} : { [ROLE_ARN]: arn }), ...account.annotations };
  const makes = account.owner === 'chart';
  const serviceAccount: Value = {
    map: {
      create: makes,
      name: account.subject.serviceAccount,
      ...(makes && Object.keys(annotations).length > 0 ? { annotations: { map: annotations } } : {}),
    },
  };
  const nested = [...addOn.helm.serviceAccount].reverse().reduce<Value>((inner, key) => ({ map: { [key]: inner } }), serviceAccount);
  const facts = {
    clusterName,
    region: cluster.spec.region,
    ...(vpcId === undefined ? {} : { vpcId }),
    ...(role.queueName === undefined ? {} : { queueName: role.queueName }),
  };
  return merge({ map: addOn.helm.values?.(facts) ?? {} }, nested);
}

function merge(a: Value, b: Value): Value {
  if (!isMap(a) || !isMap(b)) return b;
  const merged: Record<string, Value> = { ...a.map };
  for (const [key, value] of Object.entries(b.map)) merged[key] = key in merged ? merge(merged[key] as Value, value) : value;
  return { map: merged };
}

const isMap = (value: Value): value is { map: Record<string, Value> } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && 'map' in value;
