import type { Construct } from 'constructs';
import type { OutputBlock } from '../../plan/terraform/value-blocks.ts';
import { PlainOutput } from '../plain-output.ts';
import { expression, json, template } from '../spelling.ts';

export class Output extends PlainOutput {
  readonly #preconditions: NonNullable<OutputBlock['preconditions']>;

  constructor(scope: Construct, { label, description, value, preconditions = [] }: OutputBlock) {
    // Terraform takes a JSON description verbatim.
    super(scope, `output.${label}`, { description, value: json(value) });
    this.#preconditions = preconditions;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    const precondition = this.#preconditions.map(({ actual, expected, message }) => ({
      condition: `\${${expression(actual)} == ${expression(expected)}}`,
      error_message: template(message),
    }));
    return { ...super.synthesizeAttributes(), ...(precondition.length === 0 ? {} : { precondition }) };
  }
}
