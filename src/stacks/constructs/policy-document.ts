import {
  DataAwsIamPolicyDocument,
  type DataAwsIamPolicyDocumentStatement,
} from '@cdktf/provider-aws/lib/data-aws-iam-policy-document/index.js';
import type { Construct } from 'constructs';
import type { DocumentStatement, PolicyDocumentBlock } from '../../plan/terraform/role-blocks.ts';
import { given, providerOf } from '../given.ts';
import { template } from '../spelling.ts';

export class PolicyDocument extends DataAwsIamPolicyDocument {
  constructor(scope: Construct, block: PolicyDocumentBlock) {
    super(scope, `data.aws_iam_policy_document.${block.label}`, {
      ...providerOf(scope, block),
      statement: block.statements.map(statement),
    });
  }
}

const statement = (of: DocumentStatement): DataAwsIamPolicyDocumentStatement =>
  given({
    sid: of.sid && template(of.sid),
    effect: of.effect,
    actions: of.actions?.map(template),
    notActions: of.notActions?.map(template),
    resources: of.resources?.map(template),
    notResources: of.notResources?.map(template),
    principals: some(of.principals.map(({ type, identifiers }) => ({ type: template(type), identifiers: identifiers.map(template) }))),
    condition: some(
      of.conditions.map(({ test, variable, values }) => ({
        test: template(test),
        variable: template(variable),
        values: values.map(template),
      })),
    ),
  });

const some = <T>(blocks: T[]): T[] | undefined => (blocks.length === 0 ? undefined : blocks);
