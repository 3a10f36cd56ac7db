import { TerraformHclModule } from 'cdktf';
import type { Construct } from 'constructs';
import type { ChildModuleBlock } from '../../plan/terraform/root-blocks.ts';
import { ExistingProvider } from '../existing-provider.ts';
import { template } from '../spelling.ts';

export class ChildModule extends TerraformHclModule {
  constructor(scope: Construct, { label, source, providers, inputs }: ChildModuleBlock) {
    super(scope, `module.${label}`, {
      source,
      skipAssetCreationFromLocalModules: true,
      providers: providers.map((address) => {
        const provider = ExistingProvider.of(scope, address);
        return provider.alias === undefined ? provider : { provider, moduleAlias: provider.alias };
      }),
      variables: Object.fromEntries(inputs.map(({ key, value }) => [key, template(value)])),
    });
  }
}
