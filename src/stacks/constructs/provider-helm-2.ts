import { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import type { Helm2ProviderBlock } from '../../plan/terraform/provider-blocks.ts';
import { awsToken, clusterAccess } from '../cluster-access.ts';
import { given } from '../given.ts';

/** hashicorp/helm 2.x: `kubernetes` and `exec` are blocks. */
export class Helm2Provider extends TerraformProvider {
  readonly #block: Helm2ProviderBlock;

  constructor(scope: Construct, block: Helm2ProviderBlock) {
    super(scope, `provider.helm.${block.alias ?? ''}`, { terraformResourceType: 'helm' });
    this.#block = block;
  }

  override get alias(): string | undefined {
    return this.#block.alias;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    const { exec } = this.#block;
    return { kubernetes: [given({ ...clusterAccess(this.#block), exec: exec && [awsToken(exec)] })] };
  }

  /** Without `required_providers`: the plan has its own, or the root does. */
  override toTerraform(): object {
    return { provider: super.toTerraform().provider };
  }
}
