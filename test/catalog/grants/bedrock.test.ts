import { expect, test } from '@jest/globals';
import { complaint, statementsOf } from '../ask-grant.ts';

test('invokes a model', () => {
  expect(statementsOf('bedrock', { model: 'amazon.nova-lite-v1:0' })).toEqual([
    'BedrockInvoke: bedrock:InvokeModel, bedrock:InvokeModelWithResponseStream on arn:<partition>:bedrock:<region>::foundation-model/amazon.nova-lite-v1:0',
  ]);
});

test('invokes it by a profile only, in whatever region that chooses', () => {
  expect(
    statementsOf('bedrock', {
      model: { ref: 'data.aws_bedrock_foundation_model.n.model_id' },
      inferenceProfile: { ref: 'aws_bedrock_inference_profile.p.arn' },
    }),
  ).toEqual([
    'BedrockProfile: bedrock:InvokeModel, bedrock:InvokeModelWithResponseStream, bedrock:GetInferenceProfile on <aws_bedrock_inference_profile.p.arn>',
    'BedrockInvoke: bedrock:InvokeModel, bedrock:InvokeModelWithResponseStream on arn:<partition>:bedrock:*::foundation-model/<data.aws_bedrock_foundation_model.n.model_id> if StringEquals bedrock:InferenceProfileArn <aws_bedrock_inference_profile.p.arn>',
  ]);
});

test('refuses one region’s ARN of a model that a profile calls in several', () => {
  const profile = { inferenceProfile: 'us.amazon.nova-lite-v1:0' };
  for (const model of [
    'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0',
    { ref: 'data.aws_bedrock_foundation_model.n.model_arn' },
  ]) {
    expect(complaint('bedrock', { model, ...profile })).toContain('give the model by its id');
    expect(complaint('bedrock', { model })).toBeUndefined();
  }
});
