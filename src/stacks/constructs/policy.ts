import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy/index.js';
import type { Construct } from 'constructs';
import type { PolicyBlock } from '../../plan/terraform/role-blocks.ts';
import { given, providerOf } from '../given.ts';
import { template, templates } from '../spelling.ts';

export class Policy extends IamPolicy {
  constructor(scope: Construct, block: PolicyBlock) {
    super(scope, `aws_iam_policy.${block.label}`, {
      ...providerOf(scope, block),
      name: template(block.name),
      description: template(block.description),
      policy: template(block.document),
      ...given({ path: block.path && template(block.path), tags: templates(block.tags) }),
    });
  }
}
