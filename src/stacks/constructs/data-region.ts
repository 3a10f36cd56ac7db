import { DataAwsRegion } from '@cdktf/provider-aws/lib/data-aws-region/index.js';
import type { Construct } from 'constructs';
import type { RegionDataBlock } from '../../plan/terraform/data-blocks.ts';
import { providerOf } from '../given.ts';

export class RegionData extends DataAwsRegion {
  constructor(scope: Construct, block: RegionDataBlock) {
    super(scope, `data.aws_region.${block.label}`, providerOf(scope, block));
  }
}
