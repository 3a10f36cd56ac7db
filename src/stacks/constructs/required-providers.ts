import { TerraformElement } from 'cdktf';
import type { Construct } from 'constructs';
import type { RequiredProvidersBlock } from '../../plan/terraform/root-blocks.ts';
import { given } from '../given.ts';

/** The plan's version ranges, where provider constructs would state the exact pins of their bindings. */
export class RequiredProviders extends TerraformElement {
  readonly #block: RequiredProvidersBlock;

  constructor(scope: Construct, block: RequiredProvidersBlock) {
    super(scope, 'terraform');
    this.#block = block;
  }

  override toTerraform(): object {
    return {
      terraform: {
        required_version: this.#block.requiredVersion,
        required_providers: Object.fromEntries(
          this.#block.providers.map(({ name, source, version, configurationAliases }) => [
            name,
            given({ source, version, configuration_aliases: configurationAliases }),
          ]),
        ),
      },
    };
  }
}
