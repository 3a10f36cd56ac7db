/** The wizard in a folder that has an irsa.yaml, with comments everywhere. */
import { expect, test } from '@jest/globals';
import { typing, type Line } from '../support/scripted-asker.ts';
import { filesIn, temporaryFolder } from '../support/temporary-folder.ts';
import { ask, MAIN } from './support/asking.ts';

const SPEC = `# the top
version: 1 # one
# where
clusters:
  production: { region: us-east-1, from: { module: eks } } # the cluster
# dns and disks
addOns:
  # names
  external-dns: { hostedZones: [Z0123456789ABC] } # one zone
  aws-ebs-csi-driver: {} # disks
apps:
  # orders, first
  orders: # inline
    namespace: shop # theirs
    serviceAccount: orders
    grants:
      - s3: { bucket: my-bucket, access: read } # read
      - sqs: { queue: jobs, access: consume } # jobs
  web:
    namespace: shop # the same
    serviceAccount: web
# the end
`;
const edit = async (script: readonly Line[]) => {
  const folder = temporaryFolder({ 'main.tf': MAIN, 'irsa.yaml': SPEC });
  const { code } = await ask(folder, script);
  expect(code).toBe(0);
  const text = filesIn(folder)['irsa.yaml'] ?? '';
  return { folder, text, lost: SPEC.split('\n').filter((line) => !text.split('\n').includes(line)) };
};
const topic = (name: string): Line => ['like to change', name];

test('one question changes nothing but what was decided for the first time', async () => {
  const { lost, text } = await edit([]);
  expect(lost).toEqual([]);
  expect(text).toMatch(/modules: \{ iam: 5 \}/);
});

test.each([
  ['an add-on is added', [topic('Add or remove add-ons'), ['add-ons need', ['external-dns', 'aws-ebs-csi-driver', 'karpenter']]], []],
  [
    'an add-on is removed',
    [topic('Add or remove add-ons'), ['add-ons need', ['aws-ebs-csi-driver']]],
    ['  external-dns: { hostedZones: [Z0123456789ABC] } # one zone'],
  ],
  [
    'an option is changed',
    [topic('external-dns'), ['hosted zones', 'Z1']],
    ['  external-dns: { hostedZones: [Z0123456789ABC] } # one zone'],
  ],
  ['an application is added', [topic('Add applications'), ['applications', 'shop/new']], []],
  [
    'an application is removed',
    [topic('orders'), ['What shall change', 'Remove orders']],
    [
      '  orders: # inline',
      '    namespace: shop # theirs',
      '    serviceAccount: orders',
      '    grants:',
      '      - s3: { bucket: my-bucket, access: read } # read',
      '      - sqs: { queue: jobs, access: consume } # jobs',
    ],
  ],
  [
    'a grant is changed',
    [topic('orders'), ['What shall change', 's3 my-bucket (read)'], ['with the objects', 'read-write']],
    ['      - s3: { bucket: my-bucket, access: read } # read'],
  ],
  [
    'a grant is removed',
    [topic('orders'), ['What shall change', 'What it may use'], ['What may orders', ['sqs jobs (consume)']]],
    ['      - s3: { bucket: my-bucket, access: read } # read'],
  ],
  [
    'a grant is added',
    [
      topic('orders'),
      ['What shall change', 'What it may use'],
      ['What may orders', ['s3 my-bucket (read)', 'sqs jobs (consume)', typing('sns:news')]],
    ],
    [],
  ],
  [
    'a ServiceAccount is renamed',
    [topic('web'), ['What shall change', 'Its namespace and ServiceAccount'], ['Its namespace', 'shop/web-2']],
    ['    serviceAccount: web'],
  ],
  [
    'the cluster is renamed',
    [topic('Cluster production'), ['Name of the EKS', 'prod-2']],
    ['  production: { region: us-east-1, from: { module: eks } } # the cluster'],
  ],
] as readonly (readonly [string, readonly Line[], readonly string[]])[])(
  'where %s, only its lines change',
  async (_name, script, lines) => {
    const { lost } = await edit(script);
    expect(lost).toEqual(lines);
  },
);

test('files of what was removed go only on consent', async () => {
  const { folder } = await edit([]);
  const unpick: readonly Line[] = [topic('Add or remove add-ons'), ['add-ons need', ['aws-ebs-csi-driver']]];
  await ask(folder, [...unpick, ['Remove', false]]);
  expect(filesIn(folder)).toHaveProperty(['irsa-external-dns.tf']);
  expect(filesIn(folder)['irsa.yaml']).not.toMatch(/external-dns/);
  await ask(folder, [['Remove', true]]);
  expect(filesIn(folder)).not.toHaveProperty(['irsa-external-dns.tf']);
});
