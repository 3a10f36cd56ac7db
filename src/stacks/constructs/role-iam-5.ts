import { TerraformHclModule } from 'cdktf';
import type { Construct } from 'constructs';
import type { Iam5RoleBlock } from '../../plan/terraform/role-blocks.ts';
import { iam5RoleInputs } from '../../plan/terraform/module-inputs.ts';
import { moduleCall } from '../module-call.ts';

/** terraform-aws-modules/iam 5.x `iam-role-for-service-accounts-eks` */
export class Iam5Role extends TerraformHclModule {
  constructor(scope: Construct, block: Iam5RoleBlock) {
    super(scope, `module.${block.label}`, moduleCall(scope, block, iam5RoleInputs(block)));
  }
}
