import { arnOf, isArn, refersToArn, resourceArn } from '../../iam/arn.ts';
import { foundationModel, inferenceProfile as profileKind } from '../../iam/compute-resources.ts';
import { allow } from '../../iam/statement.ts';
import { ref } from '../../iam/text.ts';
import { defineGrant } from '../grant.ts';
import { named } from '../named.ts';

export const bedrock = defineGrant('bedrock', () => ({
  title: 'Amazon Bedrock',
  summary: 'Invokes one foundation model, alone or by one inference profile.',
  link: 'https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html',
  options: {
    model: {
      kind: 'resource',
      ask: 'Which foundation model?',
      help: 'Id, ARN or Terraform reference; Converse and InvokeModel, with and without streaming.',
      required: true,
      ...named(foundationModel),
    },
    inferenceProfile: {
      kind: 'resource',
      ask: 'By which inference profile only?',
      help: 'Id, ARN or Terraform reference. It calls the model in several regions, and the app only by it.',
      required: false,
      ...named(profileKind),
    },
  },
  check: ({ model, inferenceProfile }) =>
    inferenceProfile !== undefined && (typeof model === 'string' ? isArn(model) : refersToArn(model, foundationModel))
      ? 'An inference profile calls the model in other regions too, which an ARN would leave out: give the model by its id.'
      : undefined,
  statements: ({ model, inferenceProfile }) => {
    if (inferenceProfile === undefined) return [allow('BedrockInvoke', INVOKE, [resourceArn(model, foundationModel)])];
    const profileArn = resourceArn(inferenceProfile, profileKind);
    return [
      allow('BedrockProfile', [...INVOKE, 'bedrock:GetInferenceProfile'], [profileArn]),
      allow('BedrockInvoke', INVOKE, [arnOf(typeof model === 'string' ? model : ref(model.ref), foundationModel, '*')], {
        conditions: [{ operator: 'StringEquals', key: 'bedrock:InferenceProfileArn', values: [profileArn] }],
      }),
    ];
  },
}));

const INVOKE = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];
