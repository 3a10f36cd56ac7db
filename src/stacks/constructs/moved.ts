import { TerraformElement } from 'cdktf';
import type { Construct } from 'constructs';
import type { MovedBlock } from '../../plan/terraform/move-blocks.ts';
import { expression } from '../spelling.ts';

/** An element of its own: cdktf's `moveFromId` is a method of resources, and these are inside modules. */
export class Moved extends TerraformElement {
  readonly #block: MovedBlock;

  constructor(scope: Construct, block: MovedBlock) {
    super(scope, `moved.${expression(block.from)}`);
    this.#block = block;
  }

  override toTerraform(): object {
    const { from, to } = this.#block;
    return { moved: [{ from: expression(from), to: expression(to) }] };
  }
}
