/** What `explain` is asked, and cannot tell. */
import { withApp, withCluster, type ExamplesOf, type ProblemExample } from './example.ts';

const SPEC = withApp('');
const EXPLAIN = ['explain', 'shop:my-app'];
const asked = (...words: readonly string[]): ProblemExample => ({ files: { 'irsa.yaml': SPEC }, argv: [...EXPLAIN, ...words] });
const beside = (files: Readonly<Record<string, string>>, ...words: readonly string[]): ProblemExample => ({
  files,
  argv: [...EXPLAIN, ...words],
});

const STATE = JSON.stringify({
  format_version: '1.2',
  planned_values: {
    root_module: { resources: [{ address: 'aws_iam_role.my_app', mode: 'managed', type: 'aws_iam_role', values: { name: 'my-app' } }] },
  },
});

const TWO = withCluster('  staging: { region: us-east-1 }\n').replace('version: 1\n', 'version: 1\nprimary: production\n');
const TWO_CLUSTERS = `${TWO}apps:\n  my-app:\n    namespace: shop\n    grants:\n      - s3: { bucket: my-bucket, access: read }\n`;

export const explaining: ExamplesOf<'Explaining trust'> = {
  'missing-word': { argv: EXPLAIN },
  'subject-not-read': { files: { 'irsa.yaml': SPEC }, argv: ['explain', 'my-app', 'my-app'] },
  'claims-not-read': {
    files: { 'irsa.yaml': SPEC, 'claims.json': '{ "aud": "sts.amazonaws.com" }\n' },
    argv: ['explain', 'claims.json', 'my-app'],
  },
  'data-not-found': beside({}, '--policy', 'trust.json'),
  'data-unreadable': { ...beside({ 'trust.json': '{}\n' }, '--policy', 'trust.json'), before: ['chmod 000 trust.json'] },
  'data-not-json': beside({ 'trust.json': 'Statement: []\n' }, '--policy', 'trust.json'),
  'policy-not-read': beside({ 'trust.json': '{ "Statement": [{ "Effect": "allow" }] }\n' }, '--policy', 'trust.json'),
  'terraform-json-not-read': beside({ 'terraform.tfstate': '{ "version": 4 }\n' }, 'my-app', '--plan', 'terraform.tfstate'),
  'role-not-found': asked('my-ap'),
  'role-known-after-apply': beside({ 'plan.json': `${STATE}\n` }, 'my-app', '--plan', 'plan.json'),
  'cluster-not-in-spec': asked('my-app', '--cluster', 'staging'),
  'issuer-not-known': {
    files: { 'irsa.yaml': TWO_CLUSTERS },
    argv: [...EXPLAIN, 'my-app', '--issuer', 'https://oidc.eks.us-east-1.amazonaws.com/id/ABC'],
  },
  'aws-cli-missing': { ...beside({}, 'my-app', '--live'), programs: {} },
  'aws-refused': {
    ...beside({}, 'my-app', '--live'),
    programs: {
      aws: '#!/bin/sh\necho "Unable to locate credentials. You can configure credentials by running \\"aws login\\"." >&2\nexit 253\n',
    },
    setting: 'Nobody is signed in.',
  },
};
