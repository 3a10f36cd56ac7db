import { expect, test } from '@jest/globals';
import { complaint, refComplaint, statementsOf } from '../ask-grant.ts';

test('invokes one alias', () => {
  expect(statementsOf('lambda', { function: 'price-order:live', qualified: false })).toEqual([
    'LambdaInvoke: lambda:InvokeFunction on arn:<partition>:lambda:<region>:<accountId>:function:price-order:live',
  ]);
});

test('invokes a function, its versions and aliases', () => {
  expect(statementsOf('lambda', { function: { ref: 'aws_lambda_function.price.arn' }, qualified: true })).toEqual([
    'LambdaInvoke: lambda:InvokeFunction on <aws_lambda_function.price.arn>, <aws_lambda_function.price.arn>:*',
  ]);
});

test('refuses versions of a version', () => {
  for (const name of ['price:live', 'arn:aws:lambda:us-east-1:111122223333:function:price:1']) {
    expect(complaint('lambda', { function: name, qualified: true })).toContain('is a version or alias already');
    expect(complaint('lambda', { function: name, qualified: false })).toBeUndefined();
  }
  expect(complaint('lambda', { function: 'arn:aws:lambda:us-east-1:111122223333:function:price', qualified: true })).toBeUndefined();
});
test('refuses the URI by which API Gateway knows it', () => {
  expect(refComplaint('lambda', 'function', 'aws_lambda_function.price.invoke_arn')).toContain('refer to its .arn.');
});
