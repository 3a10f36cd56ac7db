import { expect, test } from '@jest/globals';
import { statementsOf } from '../ask-grant.ts';

test('invokes', () => {
  expect(statementsOf('sagemaker', { endpoint: 'recommend' })).toEqual([
    'SagemakerInvoke: sagemaker:InvokeEndpoint, sagemaker:InvokeEndpointAsync, sagemaker:InvokeEndpointWithResponseStream on arn:<partition>:sagemaker:<region>:<accountId>:endpoint/recommend',
  ]);
});
