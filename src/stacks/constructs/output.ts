import type { Construct } from 'constructs';
import type { OutputBlock } from '../../plan/terraform/blocks.ts';
import { PlainOutput } from '../plain-output.ts';
import { json } from '../spelling.ts';

export class Output extends PlainOutput {
  constructor(scope: Construct, { label, description, value }: OutputBlock) {
    // Terraform takes a JSON description verbatim.
    super(scope, `output.${label}`, { description, value: json(value) });
  }
}
