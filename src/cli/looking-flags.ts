/** Flags of commands that look at what is there: a repository, a cluster. */
import { jsonFlag } from './command-flags.ts';
import type { FlagGroup } from './flag.ts';

export const scanFlags: FlagGroup = {
  title: 'Flags',
  flags: [
    { name: 'sarif', help: 'print what is wrong as SARIF 2.1.0 on stdout, for code scanning' },
    { name: 'exit-zero', help: 'exit 0 whatever is found; by default an error or a warning that is not ignored makes it 1' },
    jsonFlag,
  ],
};

export const graphFlags: FlagGroup = {
  title: 'Flags',
  flags: [
    {
      name: 'format',
      value: 'mermaid|dot|svg|html',
      values: ['mermaid', 'dot', 'svg', 'html'],
      help: 'for wikis and reviews (the default), for Graphviz, a picture, or a page to search in that needs no network',
      example: '--format html',
    },
    { name: 'scan', help: 'of the repository as its code says, as `scan` reads it; so in a folder without irsa.yaml, too' },
    {
      name: 'from',
      value: 'FILE',
      help: 'of a cluster, as `create-irsa doctor collect` wrote it, with what the doctor says; - is standard input',
      example: '--from dump.json',
    },
    jsonFlag,
  ],
};

export const doctorFlags: FlagGroup = {
  title: 'Flags',
  flags: [
    { name: 'all', help: 'every ServiceAccount that has, or should have, a role' },
    {
      name: 'error',
      value: 'MESSAGE',
      help: 'a message from a log instead of a cluster: what it means, and what to check first; asks nobody',
      example: "--error 'AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity'",
    },
    {
      name: 'from',
      value: 'FILE',
      help: 'a dump instead of a live cluster, as `create-irsa doctor collect` writes it; - is standard input',
      example: '--from dump.json',
    },
    { name: 'out', value: 'FILE', help: 'where `doctor collect` writes the dump; by default it prints it', example: '--out dump.json' },
    { name: 'context', value: 'NAME', help: 'of kubectl; by default the current one', example: '--context production' },
    {
      name: 'cluster',
      value: 'NAME',
      help: 'the cluster as EKS calls it; by default what the context says',
      example: '--cluster production',
    },
    { name: 'region', value: 'REGION', help: 'of the cluster; by default what the context says', example: '--region us-east-1' },
    { name: 'profile', value: 'NAME', help: 'of the AWS CLI; by default yours', example: '--profile production' },
    { name: 'exec', help: 'ask pods who they are, by `aws sts get-caller-identity` in them' },
    {
      name: 'action',
      value: 'ACTION',
      repeatable: true,
      help: 'have IAM simulate whether the role may do that',
      example: '--action s3:GetObject',
    },
    { name: 'resource', value: 'ARN', repeatable: true, help: 'to what; by default to anything', example: '--resource arn:aws:s3:::b/*' },
    {
      name: 'sdk',
      value: 'NAME=VERSION',
      help: 'what the image is built with, where its name does not tell',
      example: '--sdk python=1.26.0',
    },
    { name: 'exit-zero', help: 'exit 0 even with findings' },
    { name: 'sarif', help: 'answer as SARIF 2.1.0 on stdout' },
    jsonFlag,
  ],
};
