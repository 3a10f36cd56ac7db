/** What a chart is told of the identity of its pods, wherever its values are read. */
import type { AddOn } from '../catalog/add-on.ts';
import type { Text, Value } from '../iam/text.ts';
import type { PlannedCluster } from './clusters.ts';
import type { Spec } from '../spec/spec.ts';
import { systemNamespaces } from '../spec/rules/kubernetes.ts';
import type { PlannedRole, PlannedServiceAccount } from './plan.ts';
import { ROLE_ARN } from './role-arn.ts';

/** A chart in one cluster. */
export interface ChartSeat {
  readonly addOn: AddOn;
  readonly role: PlannedRole;
  readonly account: PlannedServiceAccount;
  readonly cluster: PlannedCluster;
}

export type ClusterFacts = Pick<PlannedCluster, 'clusterName' | 'vpcId'>;

/** By Kubernetes, or as the spec says; else whoever installs the chart makes it. */
export const namespaceIsMade = ({ namespaces }: Spec, name: string): boolean =>
  systemNamespaces.includes(name) || namespaces.some((namespace) => namespace.name === name);

/** Where the hop limit of IMDS is 1, nobody answers its pods. */
export const lacksVpc = ({ addOn }: Pick<ChartSeat, 'addOn'>, vpcId: Text | undefined): boolean =>
  addOn.helm.needsVpcId !== undefined && vpcId === undefined;

export const vpcComment = (seat: ChartSeat, vpcId: Text | undefined): string[] =>
  lacksVpc(seat, vpcId)
    ? [
        `Its VPC is not known here, and pods cannot ask IMDS for it where the hop limit is 1: ${
          seat.cluster.source.kind === 'new'
            ? 'the command asks AWS for it, once the cluster is there'
            : `say it by clusters.${seat.cluster.spec.key}.vpcId`
        }.`,
      ]
    : [];

/** The chart's ServiceAccount values at the path where it reads them, merged with what else the identity depends on. */
export function chartValues(
  { addOn, role, account, cluster }: ChartSeat,
  arn: Text | undefined,
  { clusterName, vpcId }: ClusterFacts,
): Value {
  const annotations = { ...(arn === undefined || !account.annotated ? {} : { [ROLE_ARN]: arn }), ...account.annotations };
  const makes = account.owner === 'chart';
  const serviceAccount: Value = {
    map: {
      // It makes it anyway.
      ...(addOn.helm.annotatedByOthers ? {} : { create: makes }),
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
