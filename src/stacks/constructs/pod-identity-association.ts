import { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association/index.js';
import type { Construct } from 'constructs';
import type { PodIdentityAssociationBlock } from '../../plan/terraform/role-blocks.ts';
import { given, providerOf } from '../given.ts';
import { template, templates } from '../spelling.ts';

export class PodIdentityAssociation extends EksPodIdentityAssociation {
  private readonly policy: string | undefined;

  constructor(scope: Construct, block: PodIdentityAssociationBlock) {
    super(scope, `aws_eks_pod_identity_association.${block.label}`, {
      ...providerOf(scope, block),
      clusterName: template(block.clusterName),
      namespace: template(block.namespace),
      serviceAccount: template(block.serviceAccount),
      roleArn: template(block.roleArn),
      ...given({
        targetRoleArn: block.targetRoleArn && template(block.targetRoleArn),
        disableSessionTags: block.disableSessionTags,
        tags: templates(block.tags),
      }),
    });
    this.policy = block.policy && template(block.policy);
  }

  /** The bindings are older than `policy`, which AWS provider 6.57.1 brought. */
  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { ...super.synthesizeAttributes(), ...given({ policy: this.policy }) };
  }
}
