import { AwsProvider as AwsProviderBinding } from '@cdktf/provider-aws/lib/provider/index.js';
import type { Construct } from 'constructs';
import type { AwsProviderBlock } from '../../plan/terraform/provider-blocks.ts';
import { given } from '../given.ts';
import { template } from '../spelling.ts';

export class AwsProvider extends AwsProviderBinding {
  constructor(scope: Construct, { alias, region }: AwsProviderBlock) {
    super(scope, `provider.aws.${alias ?? ''}`, given({ alias, region: template(region) }));
  }

  /** Without the bindings' `required_providers`: the plan has its own, or the root does. */
  override toTerraform(): object {
    return { provider: super.toTerraform().provider };
  }
}
