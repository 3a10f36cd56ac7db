import { KubernetesProvider as KubernetesProviderBinding } from '@cdktf/provider-kubernetes/lib/provider/index.js';
import type { Construct } from 'constructs';
import type { KubernetesProviderBlock } from '../../plan/terraform/blocks.ts';
import { given } from '../given.ts';
import { expression, template } from '../spelling.ts';

export class KubernetesProvider extends KubernetesProviderBinding {
  constructor(scope: Construct, { alias, host, certificateAuthority, exec, token }: KubernetesProviderBlock) {
    super(
      scope,
      `provider.kubernetes.${alias ?? ''}`,
      given({
        alias,
        host: template(host),
        clusterCaCertificate: `\${base64decode(${expression(certificateAuthority)})}`,
        token: token === undefined ? undefined : template(token),
        exec: exec === undefined ? undefined : [awsToken(exec)],
      }),
    );
  }

  /** Without the bindings' `required_providers`: the plan has its own, or the root does. */
  override toTerraform(): object {
    return { provider: super.toTerraform().provider };
  }
}

const awsToken = ({ clusterName, region }: NonNullable<KubernetesProviderBlock['exec']>) => ({
  apiVersion: 'client.authentication.k8s.io/v1beta1',
  command: 'aws',
  args: ['eks', 'get-token', '--cluster-name', template(clusterName), '--region', template(region)],
});
