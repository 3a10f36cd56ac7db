import { expect, test } from '@jest/globals';
import { statementsOf } from '../ask-grant.ts';

test('pulls', () => {
  expect(statementsOf('ecr', { repository: 'shop/*', access: 'pull' })).toEqual([
    'EcrLogin: ecr:GetAuthorizationToken on *',
    'EcrFind: ecr:BatchCheckLayerAvailability, ecr:BatchGetImage, ecr:DescribeImages on arn:<partition>:ecr:<region>:<accountId>:repository/shop/*',
    'EcrPull: ecr:GetDownloadUrlForLayer on arn:<partition>:ecr:<region>:<accountId>:repository/shop/*',
  ]);
});

test('pushes', () => {
  expect(statementsOf('ecr', { repository: { ref: 'aws_ecr_repository.o.name' }, access: 'push' })).toEqual([
    'EcrLogin: ecr:GetAuthorizationToken on *',
    'EcrFind: ecr:BatchCheckLayerAvailability, ecr:BatchGetImage, ecr:DescribeImages on arn:<partition>:ecr:<region>:<accountId>:repository/<aws_ecr_repository.o.name>',
    'EcrPush: ecr:CompleteLayerUpload, ecr:InitiateLayerUpload, ecr:PutImage, ecr:UploadLayerPart on arn:<partition>:ecr:<region>:<accountId>:repository/<aws_ecr_repository.o.name>',
  ]);
});

test('pushes what it finds, and downloads nothing', () => {
  expect(statementsOf('ecr', { repository: 'orders', access: 'push' }).join()).not.toContain('GetDownloadUrlForLayer');
});
