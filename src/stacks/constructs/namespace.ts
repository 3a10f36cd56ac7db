import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1/index.js';
import type { Construct } from 'constructs';
import type { NamespaceBlock } from '../../plan/terraform/kubernetes-blocks.ts';
import { providerOf } from '../given.ts';
import { template } from '../spelling.ts';

export class Namespace extends NamespaceV1 {
  constructor(scope: Construct, block: NamespaceBlock) {
    super(scope, `kubernetes_namespace_v1.${block.label}`, {
      ...providerOf(scope, block),
      metadata: { name: template(block.name) },
    });
  }
}
