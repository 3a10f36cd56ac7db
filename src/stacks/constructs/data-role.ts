import { DataAwsIamRole } from '@cdktf/provider-aws/lib/data-aws-iam-role/index.js';
import type { Construct } from 'constructs';
import type { RoleDataBlock } from '../../plan/terraform/data-blocks.ts';
import { providerOf } from '../given.ts';
import { template } from '../spelling.ts';

export class RoleData extends DataAwsIamRole {
  constructor(scope: Construct, block: RoleDataBlock) {
    super(scope, `data.aws_iam_role.${block.label}`, { ...providerOf(scope, block), name: template(block.name) });
  }
}
