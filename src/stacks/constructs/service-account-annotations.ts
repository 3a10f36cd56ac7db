import { Annotations } from '@cdktf/provider-kubernetes/lib/annotations/index.js';
import type { Construct } from 'constructs';
import type { ServiceAccountAnnotationsBlock } from '../../plan/terraform/kubernetes-blocks.ts';
import { given, providerOf } from '../given.ts';
import { template, templates } from '../spelling.ts';

/** On a ServiceAccount that somebody else owns. */
export class ServiceAccountAnnotations extends Annotations {
  constructor(scope: Construct, block: ServiceAccountAnnotationsBlock) {
    super(scope, `kubernetes_annotations.${block.label}`, {
      ...providerOf(scope, block),
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: template(block.name), namespace: template(block.namespace) },
      ...given({ annotations: templates(block.annotations) }),
      // An annotation that somebody else has set already is a conflict to be settled, not to be overwritten.
      force: false,
    });
  }
}
