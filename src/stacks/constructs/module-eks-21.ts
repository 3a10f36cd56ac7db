import { TerraformHclModule } from 'cdktf';
import type { Construct } from 'constructs';
import type { Eks21Block } from '../../plan/terraform/cluster-blocks.ts';
import { eks21Inputs } from '../../plan/terraform/module-inputs.ts';
import { moduleCall } from '../module-call.ts';

/** terraform-aws-modules/eks 21.x */
export class Eks21 extends TerraformHclModule {
  constructor(scope: Construct, block: Eks21Block) {
    super(scope, `module.${block.label}`, moduleCall(scope, block, eks21Inputs(block)));
  }
}
