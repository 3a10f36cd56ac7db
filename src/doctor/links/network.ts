/** The way from pods to STS, to EKS Auth and to the agent on their node. */
import { POD_IDENTITY_PROXY, PRIVATE_CLUSTERS, STS_ENDPOINT } from '../pages.ts';
import { some, type View } from '../view.ts';
import type { SeenContainer, SeenPod } from '../world.ts';
import { link, type Found } from './link.ts';

const causes = {
  'region-missing': {
    severity: 'warning',
    means: 'The container is told no region: without one, SDKs do not find STS or the service.',
    link: STS_ENDPOINT,
  },
  'sts-global': {
    severity: 'warning',
    means: 'Pods of a private cluster are told to ask the global STS, which no VPC endpoint leads to.',
    link: STS_ENDPOINT,
  },
  'sts-endpoint-missing': {
    severity: 'warning',
    means:
      'The cluster is private, and its VPC has no endpoint for STS: unless there is a NAT gateway, no token is ever changed for credentials.',
    link: PRIVATE_CLUSTERS,
  },
  'eks-auth-endpoint-missing': {
    severity: 'warning',
    means:
      'The cluster is private, and its VPC has no endpoint for EKS Auth: unless there is a NAT gateway, the agent gets no credentials.',
    link: PRIVATE_CLUSTERS,
  },
  'proxy-before-agent': {
    severity: 'error',
    means: 'Requests for the agent of EKS Pod Identity go to a proxy, which does not lead to it.',
    link: POD_IDENTITY_PROXY,
  },
} as const;

export const networkLink = link({ name: 'network', needs: ['service-account'], causes, look });

function look(view: View): readonly Found<typeof causes>[] {
  const { way, world } = view;
  if (way === 'none') return [];
  return [...ofContainers(view), ...endpointMissing(way === 'irsa' ? 'sts' : 'eks-auth', world)];
}

function ofContainers({ pods, way, world }: View): readonly Found<typeof causes>[] {
  const those = (is: (container: SeenContainer) => boolean): readonly SeenPod[] => pods.filter(({ containers }) => containers.some(is));
  const found = (code: keyof typeof causes, message: string, fix: string, of: readonly SeenPod[]): readonly Found<typeof causes>[] =>
    of.length === 0 ? [] : [{ code, message, evidence: [`pods: ${some(of.map(({ name }) => name))}`], fix }];
  return [
    ...found(
      'region-missing',
      'The containers are told no region.',
      `Set AWS_REGION to ${world.cluster.region}.`,
      those(({ env }) => env['AWS_ROLE_ARN'] !== undefined && env['AWS_REGION'] === undefined && env['AWS_DEFAULT_REGION'] === undefined),
    ),
    ...found(
      'sts-global',
      'The containers are told to ask the global STS.',
      'Set AWS_STS_REGIONAL_ENDPOINTS to regional.',
      way === 'irsa' && !world.cluster.publicEndpoint ? those(({ env }) => env['AWS_STS_REGIONAL_ENDPOINTS'] === 'legacy') : [],
    ),
    ...found(
      'proxy-before-agent',
      'A proxy stands between the pods and the agent on their node.',
      'Add 169.254.170.23 and [fd00:ec2::23] to NO_PROXY.',
      way === 'pod-identity' ? those(isProxied) : [],
    ),
  ];
}

/** The agent speaks plain HTTP. */
function isProxied({ env }: SeenContainer): boolean {
  if (env['HTTP_PROXY'] === undefined && env['http_proxy'] === undefined) return false;
  const past = `${env['NO_PROXY'] ?? ''},${env['no_proxy'] ?? ''}`.split(',');
  const isIpv6 = (env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] ?? '').includes('fd00:ec2::23');
  return !past.some((one) => (isIpv6 ? one.includes('fd00:ec2::23') : one.startsWith('169.254.')) || one.trim() === '*');
}

function endpointMissing(service: 'sts' | 'eks-auth', { cluster, endpoints }: View['world']): readonly Found<typeof causes>[] {
  if (cluster.publicEndpoint || endpoints === undefined || endpoints.includes(service)) return [];
  return [
    {
      code: `${service}-endpoint-missing`,
      message: `The VPC of the private cluster ${cluster.name} has no endpoint for ${service}.`,
      evidence: [`endpoints: ${endpoints.length === 0 ? 'none' : some(endpoints, 8)}`],
      fix: `Make the interface endpoint com.amazonaws.${cluster.region}.${service}, unless a NAT gateway leads out.`,
      ofAll: true,
    },
  ];
}
