import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import type { OutputBlock } from '../../plan/terraform/blocks.ts';
import { json } from '../spelling.ts';

export class Output extends TerraformOutput {
  constructor(scope: Construct, { label, description, value }: OutputBlock) {
    // Terraform takes a JSON description verbatim.
    super(scope, `output.${label}`, { description, value: json(value) });
  }

  /** Of its own, since cdktf's takes a map with a key `fqn` for a construct, and fails at null. */
  protected override synthesizeAttributes(): Record<string, unknown> {
    return { description: this.description, value: this.value };
  }
}
