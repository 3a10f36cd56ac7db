import { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js';
import type { Construct } from 'constructs';
import type { RawRoleBlock } from '../../plan/terraform/role-blocks.ts';
import { given, providerOf } from '../given.ts';
import { template, templates } from '../spelling.ts';

export class RawRole extends IamRole {
  constructor(scope: Construct, block: RawRoleBlock) {
    super(scope, `aws_iam_role.${block.label}`, {
      ...providerOf(scope, block),
      name: template(block.name),
      assumeRolePolicy: template(block.trustDocument),
      ...given({
        description: block.description && template(block.description),
        path: block.path && template(block.path),
        permissionsBoundary: block.permissionsBoundary && template(block.permissionsBoundary),
        tags: templates(block.tags),
      }),
    });
  }
}
