/** Mentions a provider configuration by its address; prints nothing, since the address may be the user's own. */
import { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';

export class ExistingProvider extends TerraformProvider {
  readonly #alias: string | undefined;

  private constructor(scope: Construct, address: string) {
    const [name, alias] = address.split('.') as [string, string?];
    super(scope, address, { terraformResourceType: name });
    this.#alias = alias;
  }

  /** @param address `aws` or `aws.use1` */
  static of(scope: Construct, address: string): ExistingProvider {
    return (scope.node.tryFindChild(address) as ExistingProvider | undefined) ?? new ExistingProvider(scope, address);
  }

  override get alias(): string | undefined {
    return this.#alias;
  }

  override toTerraform(): object {
    return {};
  }
}
