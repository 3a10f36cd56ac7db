import { DataAwsEksClusterAuth } from '@cdktf/provider-aws/lib/data-aws-eks-cluster-auth/index.js';
import type { Construct } from 'constructs';
import type { EksClusterAuthDataBlock } from '../../plan/terraform/data-blocks.ts';
import { providerOf } from '../given.ts';
import { template } from '../spelling.ts';

export class EksClusterAuthData extends DataAwsEksClusterAuth {
  constructor(scope: Construct, block: EksClusterAuthDataBlock) {
    super(scope, `data.aws_eks_cluster_auth.${block.label}`, { ...providerOf(scope, block), name: template(block.name) });
  }
}
