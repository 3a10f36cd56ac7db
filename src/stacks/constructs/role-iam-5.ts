import { TerraformHclModule } from 'cdktf';
import type { Construct } from 'constructs';
import type { Iam5RoleBlock } from '../../plan/terraform/blocks.ts';
import { moduleCall } from '../module-call.ts';
import { oidcProviders, values } from '../role-inputs.ts';
import { template, templates } from '../spelling.ts';

/** terraform-aws-modules/iam 5.x `iam-role-for-service-accounts-eks` */
export class Iam5Role extends TerraformHclModule {
  constructor(scope: Construct, block: Iam5RoleBlock) {
    super(
      scope,
      `module.${block.label}`,
      moduleCall(scope, block, {
        role_name: template(block.name),
        role_description: template(block.description),
        role_path: block.path && template(block.path),
        role_permissions_boundary_arn: block.permissionsBoundary && template(block.permissionsBoundary),
        ...values(block.inputs),
        role_policy_arns: templates(block.policies),
        oidc_providers: oidcProviders(block),
        tags: templates(block.tags),
      }),
    );
  }
}
