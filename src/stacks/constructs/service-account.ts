import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1/index.js';
import type { Construct } from 'constructs';
import type { ServiceAccountBlock } from '../../plan/terraform/kubernetes-blocks.ts';
import { given, providerOf } from '../given.ts';
import { template, templates } from '../spelling.ts';

export class ServiceAccount extends ServiceAccountV1 {
  constructor(scope: Construct, block: ServiceAccountBlock) {
    super(scope, `kubernetes_service_account_v1.${block.label}`, {
      ...providerOf(scope, block),
      metadata: {
        name: template(block.name),
        namespace: template(block.namespace),
        ...given({ annotations: templates(block.annotations) }),
      },
    });
  }
}
