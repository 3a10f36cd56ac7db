import { TerraformHclModule } from 'cdktf';
import type { Construct } from 'constructs';
import type { Eks20Block } from '../../plan/terraform/cluster-blocks.ts';
import { eks20Inputs } from '../../plan/terraform/module-inputs.ts';
import { moduleCall } from '../module-call.ts';

/** terraform-aws-modules/eks 20.x */
export class Eks20 extends TerraformHclModule {
  constructor(scope: Construct, block: Eks20Block) {
    super(scope, `module.${block.label}`, moduleCall(scope, block, eks20Inputs(block)));
  }
}
