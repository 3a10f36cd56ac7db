import { besideArn, resourceArn } from '../../iam/arn.ts';
import { bucket as bucketKind, kmsKey as keyKind } from '../../iam/resources.ts';
import { glueDatabase, workgroup as workgroupKind } from '../../iam/data-resources.ts';
import { allow } from '../../iam/statement.ts';
import { text } from '../../iam/text.ts';
import { defineGrant } from '../grant.ts';
import { named } from '../named.ts';
import { useKey } from './use-key.ts';

/** Athena reads and writes S3 and Glue with the caller's own permissions. */
export const athena = defineGrant('athena', () => ({
  title: 'Amazon Athena',
  summary: 'Queries the tables of one Glue database in one workgroup.',
  link: 'https://docs.aws.amazon.com/athena/latest/ug/security-iam-athena.html',
  options: {
    workgroup: {
      kind: 'resource',
      ask: 'In which workgroup?',
      help: 'Name, ARN or Terraform reference.',
      required: true,
      ...named(workgroupKind),
    },
    database: {
      kind: 'resource',
      ask: 'Which database of Glue?',
      help: 'Name, ARN or Terraform reference to its name.',
      required: true,
      ...named(glueDatabase),
    },
    data: {
      kind: 'resource',
      ask: 'Which bucket holds the data of its tables?',
      help: 'Name, ARN or Terraform reference; further ones are s3 grants.',
      required: true,
      ...named(bucketKind),
    },
    results: {
      kind: 'resource',
      ask: 'Which bucket do results go to?',
      help: 'Name, ARN or Terraform reference: the query result location of the workgroup.',
      required: true,
      ...named(bucketKind),
    },
    kmsKey: {
      kind: 'resource',
      ask: 'Which customer managed KMS key encrypts data and results?',
      help: 'Key id, ARN or Terraform reference. Not needed for SSE-S3.',
      required: false,
      ...named(keyKind),
    },
  },
  statements: ({ workgroup, database, data, results, kmsKey }) => {
    const [dataArn, resultsArn] = [resourceArn(data, bucketKind), resourceArn(results, bucketKind)];
    const catalog = besideArn(database, glueDatabase, 'catalog');
    return [
      allow('AthenaQuery', QUERY, [resourceArn(workgroup, workgroupKind)]),
      allow('AthenaCatalog', CATALOG, [catalog, resourceArn(database, glueDatabase), besideArn(database, glueDatabase, 'table/{}/*')]),
      // Athena looks for the default database before every query.
      // https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html
      allow('AthenaDefault', ['glue:GetDatabase'], [catalog, besideArn(database, glueDatabase, 'database/default')]),
      allow('AthenaListData', ['s3:GetBucketLocation', 's3:ListBucket'], [dataArn]),
      allow('AthenaReadData', ['s3:GetObject'], [text`${dataArn}/*`]),
      allow('AthenaFindResults', ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], [resultsArn]),
      allow(
        'AthenaWriteResults',
        ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
        [text`${resultsArn}/*`],
      ),
      ...useKey('AthenaUseKey', kmsKey, 's3', ['kms:Decrypt', 'kms:GenerateDataKey']),
    ];
  },
}));

const QUERY = [
  'athena:GetQueryExecution',
  'athena:GetQueryResults',
  'athena:GetQueryResultsStream',
  'athena:GetWorkGroup',
  'athena:StartQueryExecution',
  'athena:StopQueryExecution',
];
const CATALOG = [
  'glue:BatchGetPartition',
  'glue:GetDatabase',
  'glue:GetPartition',
  'glue:GetPartitions',
  'glue:GetTable',
  'glue:GetTables',
];
