import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity/index.js';
import type { Construct } from 'constructs';
import type { CallerIdentityDataBlock } from '../../plan/terraform/data-blocks.ts';
import { providerOf } from '../given.ts';

export class CallerIdentityData extends DataAwsCallerIdentity {
  constructor(scope: Construct, block: CallerIdentityDataBlock) {
    super(scope, `data.aws_caller_identity.${block.label}`, providerOf(scope, block));
  }
}
