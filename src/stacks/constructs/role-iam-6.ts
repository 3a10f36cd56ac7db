import { TerraformHclModule } from 'cdktf';
import type { Construct } from 'constructs';
import type { Iam6RoleBlock } from '../../plan/terraform/role-blocks.ts';
import { iam6RoleInputs } from '../../plan/terraform/module-inputs.ts';
import { moduleCall } from '../module-call.ts';

/** terraform-aws-modules/iam 6.x `iam-role-for-service-accounts` */
export class Iam6Role extends TerraformHclModule {
  constructor(scope: Construct, block: Iam6RoleBlock) {
    super(scope, `module.${block.label}`, moduleCall(scope, block, iam6RoleInputs(block)));
  }
}
