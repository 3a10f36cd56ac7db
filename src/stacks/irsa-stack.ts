/** The Terraform of a root module as one stack: a loop over its blocks, one construct class per kind. */
import { TerraformStack, type TerraformElement } from 'cdktf';
import type { Construct, Node } from 'constructs';
import type { Block, BlockKind, BlockOf } from '../plan/terraform/blocks.ts';
import { KINDS } from './kinds.ts';

export class IrsaStack extends TerraformStack {
  constructor(scope: Construct, id: string, blocks: readonly Block[]) {
    super(scope, id);
    for (const block of blocks) this.#add(block);
  }

  #add<K extends BlockKind>(block: BlockOf<K>): Construct {
    return new KINDS[block.kind](this, block);
  }

  /** Construct ids are addresses, so that they are unique; labels are exactly the blocks', without a hash. */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const { id } = 'node' in element ? element.node : element;
    return id.slice(id.lastIndexOf('.') + 1);
  }
}
