import { KubernetesProvider as KubernetesProviderBinding } from '@cdktf/provider-kubernetes/lib/provider/index.js';
import type { Construct } from 'constructs';
import type { KubernetesProviderBlock } from '../../plan/terraform/provider-blocks.ts';
import { awsToken, clusterAccess } from '../cluster-access.ts';
import { given } from '../given.ts';

export class KubernetesProvider extends KubernetesProviderBinding {
  constructor(scope: Construct, block: KubernetesProviderBlock) {
    super(
      scope,
      `provider.kubernetes.${block.alias ?? ''}`,
      given({ alias: block.alias, ...clusterAccess(block), exec: block.exec && [awsToken(block.exec)] }),
    );
  }

  /** Without the bindings' `required_providers`: the plan has its own, or the root does. */
  override toTerraform(): object {
    return { provider: super.toTerraform().provider };
  }
}
