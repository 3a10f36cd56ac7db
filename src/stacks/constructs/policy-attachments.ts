import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js';
import { TerraformIterator } from 'cdktf';
import type { Construct } from 'constructs';
import type { PolicyAttachmentsBlock } from '../../plan/terraform/role-blocks.ts';
import { providerOf } from '../given.ts';
import { template, templates } from '../spelling.ts';

export class PolicyAttachments extends IamRolePolicyAttachment {
  constructor(scope: Construct, block: PolicyAttachmentsBlock) {
    super(scope, `aws_iam_role_policy_attachment.${block.label}`, {
      ...providerOf(scope, block),
      forEach: TerraformIterator.fromMap(templates(block.policies) ?? {}),
      role: template(block.role),
      policyArn: '${each.value}',
    });
  }
}
