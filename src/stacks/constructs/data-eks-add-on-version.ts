import { DataAwsEksAddonVersion } from '@cdktf/provider-aws/lib/data-aws-eks-addon-version/index.js';
import type { Construct } from 'constructs';
import type { EksAddOnVersionDataBlock } from '../../plan/terraform/data-blocks.ts';
import { providerOf } from '../given.ts';
import { template } from '../spelling.ts';

export class EksAddOnVersionData extends DataAwsEksAddonVersion {
  constructor(scope: Construct, block: EksAddOnVersionDataBlock) {
    super(scope, `data.aws_eks_addon_version.${block.label}`, {
      ...providerOf(scope, block),
      addonName: template(block.addOn),
      kubernetesVersion: template(block.kubernetesVersion),
      mostRecent: true,
    });
  }
}
