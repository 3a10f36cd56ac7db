import { TerraformHclModule } from 'cdktf';
import type { Construct } from 'constructs';
import type { Karpenter21Block } from '../../plan/terraform/role-blocks.ts';
import { karpenter21Inputs } from '../../plan/terraform/module-inputs.ts';
import { moduleCall } from '../module-call.ts';

/** terraform-aws-modules/eks 21.x `karpenter`: the trust document replaces the statement `PodIdentity`. */
export class Karpenter21 extends TerraformHclModule {
  constructor(scope: Construct, block: Karpenter21Block) {
    super(scope, `module.${block.label}`, moduleCall(scope, block, karpenter21Inputs(block)));
  }
}
