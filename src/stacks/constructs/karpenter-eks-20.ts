import { TerraformHclModule } from 'cdktf';
import type { Construct } from 'constructs';
import type { Karpenter20Block } from '../../plan/terraform/blocks.ts';
import { karpenterInputs } from '../karpenter-inputs.ts';
import { moduleCall } from '../module-call.ts';
import { template, templates } from '../spelling.ts';

/** terraform-aws-modules/eks 20.x `karpenter`: the trust policy without its Pod Identity statement. */
export class Karpenter20 extends TerraformHclModule {
  constructor(scope: Construct, block: Karpenter20Block) {
    super(
      scope,
      `module.${block.label}`,
      moduleCall(scope, block, {
        ...karpenterInputs(block),
        enable_v1_permissions: true,
        enable_pod_identity: false,
        enable_irsa: true,
        irsa_oidc_provider_arn: template(block.oidcProviderArn),
        irsa_namespace_service_accounts: [template(`${block.namespace}:${block.serviceAccount}`)],
        tags: templates(block.tags),
      }),
    );
  }
}
