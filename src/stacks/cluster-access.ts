/** How a provider reaches a cluster: alike for all of them, but for who nests what in which way. */
import type { ClusterProviderBlock } from '../plan/terraform/provider-blocks.ts';
import { given } from './given.ts';
import { expression, template } from './spelling.ts';

/** A token from the AWS CLI, by the names that the bindings have for it. */
export const awsToken = ({ clusterName, region }: NonNullable<ClusterProviderBlock['exec']>) => ({
  apiVersion: 'client.authentication.k8s.io/v1beta1',
  command: 'aws',
  args: ['eks', 'get-token', '--cluster-name', template(clusterName), '--region', template(region)],
});

export const clusterAccess = ({ host, certificateAuthority, token }: ClusterProviderBlock) => ({
  host: template(host),
  clusterCaCertificate: `\${base64decode(${expression(certificateAuthority)})}`,
  ...given({ token: token === undefined ? undefined : template(token) }),
});
