import { TerraformHclModule } from 'cdktf';
import type { Construct } from 'constructs';
import type { PodIdentityRoleBlock } from '../../plan/terraform/role-blocks.ts';
import { podIdentityRoleInputs } from '../../plan/terraform/module-inputs.ts';
import { moduleCall } from '../module-call.ts';

/** terraform-aws-modules/eks-pod-identity */
export class PodIdentityRole extends TerraformHclModule {
  constructor(scope: Construct, block: PodIdentityRoleBlock) {
    super(scope, `module.${block.label}`, moduleCall(scope, block, podIdentityRoleInputs(block)));
  }
}
