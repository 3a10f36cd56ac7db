import { TerraformHclModule } from 'cdktf';
import type { Construct } from 'constructs';
import type { Iam6RoleBlock } from '../../plan/terraform/blocks.ts';
import { moduleCall } from '../module-call.ts';
import { oidcProviders, values } from '../role-inputs.ts';
import { template, templates } from '../spelling.ts';

/** terraform-aws-modules/iam 6.x `iam-role-for-service-accounts` */
export class Iam6Role extends TerraformHclModule {
  constructor(scope: Construct, block: Iam6RoleBlock) {
    super(
      scope,
      `module.${block.label}`,
      moduleCall(scope, block, {
        name: template(block.name),
        use_name_prefix: false,
        description: template(block.description),
        path: block.path && template(block.path),
        permissions_boundary: block.permissionsBoundary && template(block.permissionsBoundary),
        policy_name: block.policyName && template(block.policyName),
        ...values(block.inputs),
        policies: templates(block.policies),
        oidc_providers: oidcProviders(block),
        tags: templates(block.tags),
      }),
    );
  }
}
