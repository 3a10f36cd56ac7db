/**
 * A new cluster as a flag says it: its Kubernetes version and its zones. The rest is the least that has to be
 * decided: Auto Mode's nodes, in a VPC of its own; irsa.yaml can say otherwise.
 */
import type { NewClusterInput } from '../spec/spec-input.ts';
import { joinList, splitList } from './escaped-list.ts';

const CIDR = '10.0.0.0/16';

const made = (kubernetesVersion: string, zones: readonly string[]) => ({ kubernetesVersion, nodes: 'auto', vpc: { cidr: CIDR, zones } });

/** `1.33,us-east-1a,us-east-1b`; nothing if that is not said. */
export function newCluster(text: string): Readonly<Record<string, unknown>> | undefined {
  const [kubernetesVersion = '', ...zones] = splitList(text);
  return kubernetesVersion === '' || zones.length === 0 ? undefined : { new: made(kubernetesVersion, zones) };
}

/** The inverse; nothing for a cluster of which more is said. */
export function newClusterAnswer(cluster: NewClusterInput): string | undefined {
  const { kubernetesVersion, vpc: { zones = [] } = {} } = cluster;
  const same = JSON.stringify(sorted(cluster)) === JSON.stringify(sorted(made(kubernetesVersion, zones)));
  return same ? joinList([kubernetesVersion, ...zones]) : undefined;
}

const sorted = (map: object) => Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1));
