import type { TerraformHclModuleConfig } from 'cdktf';
import type { Construct } from 'constructs';
import type { Iam5RoleBlock } from '../plan/terraform/blocks.ts';
import { ExistingProvider } from './existing-provider.ts';
import { given } from './given.ts';

type ModuleBlock = Pick<Iam5RoleBlock, 'source' | 'version' | 'awsProvider'>;

/** What every module call has, and those of its inputs that are present. Terraform takes source and version verbatim. */
export const moduleCall = (scope: Construct, { source, version, awsProvider }: ModuleBlock, inputs: object): TerraformHclModuleConfig => ({
  source,
  // Terraform resolves local paths itself; cdktf would copy the module.
  skipAssetCreationFromLocalModules: true,
  variables: given(inputs),
  ...given({ version, providers: awsProvider === undefined ? undefined : [ExistingProvider.of(scope, awsProvider)] }),
});
