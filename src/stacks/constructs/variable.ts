import { TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';
import type { VariableBlock } from '../../plan/terraform/value-blocks.ts';
import { given } from '../given.ts';
import { expression, template } from '../spelling.ts';

export class Variable extends TerraformVariable {
  constructor(scope: Construct, { label, type, description, validation }: VariableBlock) {
    super(
      scope,
      `var.${label}`,
      given({
        type,
        // Terraform takes a JSON description verbatim.
        description,
        validation: validation && [
          {
            condition: `\${can(regex(${expression(validation.pattern)}, var.${label}))}`,
            errorMessage: template(validation.message),
          },
        ],
      }),
    );
  }
}
