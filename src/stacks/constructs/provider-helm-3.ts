import { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import type { Helm3ProviderBlock } from '../../plan/terraform/provider-blocks.ts';
import { awsToken, clusterAccess } from '../cluster-access.ts';
import { given } from '../given.ts';

/** hashicorp/helm 3.x: `kubernetes` and `exec` are objects. */
export class Helm3Provider extends TerraformProvider {
  readonly #block: Helm3ProviderBlock;

  constructor(scope: Construct, block: Helm3ProviderBlock) {
    super(scope, `provider.helm.${block.alias ?? ''}`, { terraformResourceType: 'helm' });
    this.#block = block;
  }

  override get alias(): string | undefined {
    return this.#block.alias;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    const { exec } = this.#block;
    return { kubernetes: given({ ...clusterAccess(this.#block), exec: exec && awsToken(exec) }) };
  }

  /** Without `required_providers`: the plan has its own, or the root does. */
  override toTerraform(): object {
    return { provider: super.toTerraform().provider };
  }
}
