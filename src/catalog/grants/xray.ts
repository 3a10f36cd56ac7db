import { allow } from '../../iam/statement.ts';
import { defineGrant } from '../grant.ts';

export const xray = defineGrant('xray', () => ({
  title: 'AWS X-Ray',
  summary: 'Sends traces, or reads those of the account.',
  link: 'https://docs.aws.amazon.com/xray/latest/devguide/security_iam_service-with-iam.html',
  options: {
    access: {
      kind: 'choice',
      ask: 'What may it do with traces?',
      help: 'write sends segments, sampled by the rules of the account; read is of every trace, as IAM cannot tell them apart.',
      required: true,
      choices: ['read', 'write', 'read-write'],
      example: 'write',
    },
  },
  statements: ({ access }) => [
    ...(access !== 'read'
      ? [allow('XrayWrite', WRITE, ['*'], { reason: 'Sending traces and asking what to sample know no resources.' })]
      : []),
    ...(access !== 'write' ? [allow('XrayRead', READ, ['*'], { reason: 'Traces are no resources to IAM.' })] : []),
  ],
}));

const WRITE = [
  'xray:GetSamplingRules',
  'xray:GetSamplingStatisticSummaries',
  'xray:GetSamplingTargets',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];
const READ = ['xray:BatchGetTraces', 'xray:GetTraceGraph', 'xray:GetTraceSummaries'];
