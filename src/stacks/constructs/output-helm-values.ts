import type { Construct } from 'constructs';
import type { HelmValuesOutputBlock } from '../../plan/terraform/value-blocks.ts';
import { PlainOutput } from '../plain-output.ts';
import { expression, templateKey } from '../spelling.ts';

/** Add-on → YAML, so that ARNs arrive rendered. */
export class HelmValuesOutput extends PlainOutput {
  constructor(scope: Construct, { label, description, charts }: HelmValuesOutputBlock) {
    // Terraform takes a JSON description verbatim.
    super(scope, `output.${label}`, {
      description,
      value: Object.fromEntries(charts.map(({ key, value }) => [templateKey(key), `\${yamlencode(${expression(value)})}`])),
    });
  }
}
