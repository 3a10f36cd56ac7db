import type { TerraformHclModuleConfig } from 'cdktf';
import type { Construct } from 'constructs';
import type { CallBlock } from '../plan/terraform/block-parts.ts';
import type { Inputs } from '../plan/terraform/module-inputs.ts';
import { ExistingProvider } from './existing-provider.ts';
import { given } from './given.ts';
import { json } from './spelling.ts';

/** A module call with the inputs that the Plan checked against the contract. Terraform takes source and version verbatim. */
export const moduleCall = (scope: Construct, block: CallBlock, inputs: Inputs): TerraformHclModuleConfig => ({
  source: block.source,
  // Terraform resolves local paths itself; cdktf would copy the module.
  skipAssetCreationFromLocalModules: true,
  variables: Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, json(value)])),
  ...given({
    version: block.version,
    providers: block.awsProvider === undefined ? undefined : [ExistingProvider.of(scope, block.awsProvider)],
  }),
});
