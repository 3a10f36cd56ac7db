import { TerraformHclModule } from 'cdktf';
import type { Construct } from 'constructs';
import type { Karpenter20Block } from '../../plan/terraform/role-blocks.ts';
import { karpenter20Inputs } from '../../plan/terraform/module-inputs.ts';
import { moduleCall } from '../module-call.ts';

/** terraform-aws-modules/eks 20.x `karpenter`: the trust policy without its Pod Identity statement. */
export class Karpenter20 extends TerraformHclModule {
  constructor(scope: Construct, block: Karpenter20Block) {
    super(scope, `module.${block.label}`, moduleCall(scope, block, karpenter20Inputs(block)));
  }
}
