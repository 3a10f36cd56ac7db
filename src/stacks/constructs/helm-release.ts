import { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import type { HelmReleaseBlock } from '../../plan/terraform/kubernetes-blocks.ts';
import { dependsOn, given, providerOf } from '../given.ts';
import { expression, template } from '../spelling.ts';

/** `helm_release`, whose arguments here are the same in helm 2.x and 3.x; the bindings are of one of them. */
export class HelmRelease extends TerraformResource {
  readonly #block: HelmReleaseBlock;

  constructor(scope: Construct, block: HelmReleaseBlock) {
    super(scope, `helm_release.${block.label}`, {
      ...providerOf(scope, block),
      ...dependsOn(block),
      terraformResourceType: 'helm_release',
    });
    this.#block = block;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    const { name, repository, chart, version, namespace, createNamespace, valuesFiles, values } = this.#block;
    return {
      name: template(name),
      repository: template(repository),
      chart: template(chart),
      version: template(version),
      namespace: template(namespace),
      ...given({ create_namespace: createNamespace }),
      values: [...valuesFiles.map((path) => `\${file(${expression(path)})}`), `\${yamlencode(${expression(values)})}`],
    };
  }
}
