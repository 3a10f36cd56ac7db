import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition/index.js';
import type { Construct } from 'constructs';
import type { PartitionDataBlock } from '../../plan/terraform/data-blocks.ts';
import { providerOf } from '../given.ts';

export class PartitionData extends DataAwsPartition {
  constructor(scope: Construct, block: PartitionDataBlock) {
    super(scope, `data.aws_partition.${block.label}`, providerOf(scope, block));
  }
}
