import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon/index.js';
import type { Construct } from 'constructs';
import type { EksAddOnBlock } from '../../plan/terraform/kubernetes-blocks.ts';
import { dependsOn, given, providerOf } from '../given.ts';
import { expression, template, templates } from '../spelling.ts';

export class EksAddOn extends EksAddon {
  constructor(scope: Construct, block: EksAddOnBlock) {
    super(scope, `aws_eks_addon.${block.label}`, {
      ...providerOf(scope, block),
      ...dependsOn(block),
      clusterName: template(block.clusterName),
      addonName: template(block.name),
      resolveConflictsOnCreate: block.onCreate,
      resolveConflictsOnUpdate: 'PRESERVE',
      ...given({
        serviceAccountRoleArn: block.roleArn && template(block.roleArn),
        podIdentityAssociation: block.association && [
          { roleArn: template(block.association.roleArn), serviceAccount: template(block.association.serviceAccount) },
        ],
        addonVersion: block.version && template(block.version),
        configurationValues: block.configurationFile && `\${file(${expression(block.configurationFile)})}`,
        tags: templates(block.tags),
      }),
    });
  }
}
