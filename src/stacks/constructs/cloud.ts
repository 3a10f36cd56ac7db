import { TerraformElement } from 'cdktf';
import type { Construct } from 'constructs';
import type { CloudBlock } from '../../plan/terraform/root-blocks.ts';
import { given } from '../given.ts';
import { template } from '../spelling.ts';

/** An element of its own: the backend constructs would be written even where the user's root has a backend. */
export class Cloud extends TerraformElement {
  readonly #block: CloudBlock;

  constructor(scope: Construct, block: CloudBlock) {
    super(scope, 'terraform.cloud');
    this.#block = block;
  }

  override toTerraform(): object {
    const { hostname, organization, workspace, project } = this.#block;
    const spelled = (literal: string | undefined) => (literal === undefined ? undefined : template(literal));
    return {
      terraform: {
        cloud: given({
          hostname: spelled(hostname),
          organization: template(organization),
          workspaces: given({ name: template(workspace), project: spelled(project) }),
        }),
      },
    };
  }
}
