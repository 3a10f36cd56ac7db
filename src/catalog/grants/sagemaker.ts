import { resourceArn } from '../../iam/arn.ts';
import { endpoint as endpointKind } from '../../iam/compute-resources.ts';
import { allow } from '../../iam/statement.ts';
import { defineGrant } from '../grant.ts';
import { named } from '../named.ts';

export const sagemaker = defineGrant('sagemaker', () => ({
  title: 'Amazon SageMaker AI',
  summary: 'Invokes one inference endpoint.',
  link: 'https://docs.aws.amazon.com/sagemaker/latest/dg/api-permissions-reference.html',
  options: {
    endpoint: {
      kind: 'resource',
      ask: 'Which endpoint?',
      help: 'Name, ARN or Terraform reference; what asynchronous calls read and write in S3 is a grant of its own.',
      required: true,
      ...named(endpointKind),
    },
  },
  statements: ({ endpoint }) => [
    allow(
      'SagemakerInvoke',
      ['sagemaker:InvokeEndpoint', 'sagemaker:InvokeEndpointAsync', 'sagemaker:InvokeEndpointWithResponseStream'],
      [resourceArn(endpoint, endpointKind)],
    ),
  ],
}));
