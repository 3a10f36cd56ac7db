import { TerraformHclModule } from 'cdktf';
import type { Construct } from 'constructs';
import type { VpcBlock } from '../../plan/terraform/cluster-blocks.ts';
import { vpcInputs } from '../../plan/terraform/module-inputs.ts';
import { moduleCall } from '../module-call.ts';

/** terraform-aws-modules/vpc */
export class Vpc extends TerraformHclModule {
  constructor(scope: Construct, block: VpcBlock) {
    super(scope, `module.${block.label}`, moduleCall(scope, block, vpcInputs(block)));
  }
}
