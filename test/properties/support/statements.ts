import { snake } from '../../../src/plan/terraform/labels.ts';
import type { WorkloadInput } from '../../../src/spec/spec-input.ts';

/** Every key of a statement, each as one text and as a list. */
export const statements = (id: string, { references }: { readonly references: boolean }): NonNullable<WorkloadInput['statements']> => {
  const listed = (name: string): object[] => (references ? [{ ref: `local.${name}_${snake(id)}` }] : []);
  return [
    {
      Sid: `Sid${id.replaceAll('-', '')}`,
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::one-${id}`,
      Condition: { StringEquals: { [`aws:PrincipalTag/key-${id}`]: `a text of ${id}` } },
    },
    {
      Effect: 'Allow',
      Action: ['s3:PutObject', 's3:DeleteObject'],
      Resource: [`arn:aws:s3:::first-${id}`, ...listed('listed')],
      Condition: { 'ForAnyValue:StringLike': { [`aws:RequestTag/keys-${id}`]: [`texts of ${id}`, `more of ${id}`] } },
    },
    { Effect: 'Deny', NotAction: 's3:ListBucket', NotResource: `arn:aws:s3:::none-${id}` },
    { Effect: 'Deny', NotAction: ['s3:GetBucketAcl', 's3:GetBucketTagging'], NotResource: [`arn:aws:s3:::nor-${id}`, ...listed('nor')] },
    ...(references
      ? [
          { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: { ref: `local.only_${snake(id)}` } },
          { Effect: 'Deny', Action: 'sqs:DeleteMessage', NotResource: { ref: `local.except_${snake(id)}` } },
        ]
      : []),
  ];
};
