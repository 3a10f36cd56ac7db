import { DataAwsEksCluster } from '@cdktf/provider-aws/lib/data-aws-eks-cluster/index.js';
import type { Construct } from 'constructs';
import type { EksClusterDataBlock } from '../../plan/terraform/data-blocks.ts';
import { providerOf } from '../given.ts';
import { template } from '../spelling.ts';

export class EksClusterData extends DataAwsEksCluster {
  constructor(scope: Construct, block: EksClusterDataBlock) {
    super(scope, `data.aws_eks_cluster.${block.label}`, { ...providerOf(scope, block), name: template(block.name) });
  }
}
