/** Specs of several files, child modules and those who run them. */
import { beside, ofCluster, spec, withCluster, type ExamplesOf, type ProblemExample } from './example.ts';

const APP = '  orders: { namespace: shop, grants: [{ sqs: { queue: orders, access: consume } }] }\n';

/** A spec that includes one file of a team. */
const including = (fragment: string, limits = ''): ProblemExample =>
  beside({ 'apps/shop.irsa.yaml': fragment }, withCluster(`include: [{ files: "apps/*.irsa.yaml"${limits} }]\n`));

export const parts: ExamplesOf<'A spec of several files'> = {
  'part-not-found': spec(withCluster('extends: base.irsa.yaml\n')),
  'pattern-matches-nothing': spec(withCluster('include: ["apps/*.irsa.yaml"]\n')),
  'extends-twice': beside({ 'base.irsa.yaml': 'extends: company.irsa.yaml\n' }, withCluster('extends: base.irsa.yaml\n')),
  'fragment-key': including(`addOns: { cluster-autoscaler: {} }\napps:\n${APP}`),
  'fragment-not-allowed': including(`apps:\n${APP}`, ', namespaces: [payments]'),
  'invalid-policy-file': beside(
    { 'policies/orders.json': '{ "Statements": [] }\n' },
    withCluster(`apps:\n${APP.replace(' }\n', ', policyFiles: [policies/orders.json] }\n')}`),
  ),
  'app-twice': beside({ 'apps/shop.irsa.yaml': `apps:\n${APP}` }, withCluster(`include: ["apps/*.irsa.yaml"]\napps:\n${APP}`)),
};

const PROVIDER = 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF';
const KNOWN = `from: { literal: { oidcProviderArn: "${PROVIDER}" } }`;

/** A child module with this caller, of a cluster that is known by its ARN. */
const called = (caller: string, keys = '', more = ''): string =>
  `${ofCluster(KNOWN)}terraform: { layout: module, caller: ${caller}${more} }\n${keys}`;

export const callers: ExamplesOf<'Child modules, their callers and who runs them'> = {
  'caller-source': spec(withCluster('terraform: { layout: module, caller: tfvars }\n')),
  'caller-reference': spec(
    called(
      'tfvars',
      'apps:\n  orders:\n    namespace: shop\n    statements:\n      - { Effect: Allow, Action: s3:ListBucket, Resource: { ref: aws_s3_bucket.orders.arn } }\n',
    ),
  ),
  'caller-aliases': spec(
    `version: 1\nprimary: one\nclusters:\n  one: { region: us-east-1, ${KNOWN} }\n  two: { region: us-west-2, ${KNOWN.replaceAll('us-east-1', 'us-west-2')} }\nterraform: { layout: module, caller: tfvars }\n`,
  ),
  'caller-without-module': spec(withCluster('terraform: { caller: tfvars }\n')),
  'root-only': spec(withCluster('outputs: [terraform, tests]\nterraform: { layout: module }\n')),
  'dependency-without-terragrunt': spec(ofCluster('from: { dependency: ../eks }')),
  'terragrunt-root-not-found': spec(called('{ name: terragrunt, root: root.hcl }')),
  'cloud-needs-root': spec(called('tfvars', '', ', cloud: { organization: acme }')),
  'backend-there': beside(
    { 'main.tf': 'terraform {\n  backend "s3" {}\n}\n' },
    withCluster('terraform: { cloud: { organization: acme } }\n'),
  ),
  'atlantis-directory': {
    files: { 'clusters[1]/irsa.yaml': withCluster(`apps:\n${APP}`) },
    argv: ['generate', '--atlantis', 'atlantis.yaml', 'clusters[1]'],
  },
  'workspace-taken': {
    files: Object.fromEntries(
      ['blue', 'green'].map((name) => [
        `${name}/irsa.yaml`,
        `version: 1\nclusters:\n  ${name}: { region: us-east-1 }\nterraform: { cloud: { organization: acme, workspace: irsa } }\napps:\n${APP}`,
      ]),
    ),
    argv: ['generate', 'blue', 'green'],
  },
};
