/** A block that irsa-*.tf would hold, for people. Pure. */
import type { Block } from '../plan/terraform/blocks.ts';

export const nameOf = (block: Block): string => `${block.kind}${'label' in block ? ` ${block.label}` : ''}`;
