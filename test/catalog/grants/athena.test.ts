import { expect, test } from '@jest/globals';
import { KEY, statementsOf } from '../ask-grant.ts';

test('queries, with what that needs of Glue and S3', () => {
  expect(
    statementsOf('athena', {
      workgroup: 'reports',
      database: 'sales',
      data: { ref: 'aws_s3_bucket.sales.arn' },
      results: 'query-results',
      kmsKey: KEY,
    }),
  ).toEqual([
    'AthenaQuery: athena:GetQueryExecution, athena:GetQueryResults, athena:GetQueryResultsStream, athena:GetWorkGroup, athena:StartQueryExecution, athena:StopQueryExecution on arn:<partition>:athena:<region>:<accountId>:workgroup/reports',
    'AthenaCatalog: glue:BatchGetPartition, glue:GetDatabase, glue:GetPartition, glue:GetPartitions, glue:GetTable, glue:GetTables on arn:<partition>:glue:<region>:<accountId>:catalog, arn:<partition>:glue:<region>:<accountId>:database/sales, arn:<partition>:glue:<region>:<accountId>:table/sales/*',
    'AthenaDefault: glue:GetDatabase on arn:<partition>:glue:<region>:<accountId>:catalog, arn:<partition>:glue:<region>:<accountId>:database/default',
    'AthenaListData: s3:GetBucketLocation, s3:ListBucket on <aws_s3_bucket.sales.arn>',
    'AthenaReadData: s3:GetObject on <aws_s3_bucket.sales.arn>/*',
    'AthenaFindResults: s3:GetBucketLocation, s3:ListBucket, s3:ListBucketMultipartUploads on arn:<partition>:s3:::query-results',
    'AthenaWriteResults: s3:AbortMultipartUpload, s3:GetObject, s3:ListMultipartUploadParts, s3:PutObject on arn:<partition>:s3:::query-results/*',
    `AthenaUseKey: kms:Decrypt, kms:GenerateDataKey on ${KEY} if StringLike kms:ViaService s3.*`,
  ]);
});
