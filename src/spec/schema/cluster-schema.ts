/** Clusters, how the root module knows them, and which of them share roles. */
import * as z from 'zod/mini';
import {
  accountId,
  accountIdPattern,
  clusterName,
  clusterNamePattern,
  groupName,
  oidcProviderArn,
  oidcProviderArnPattern,
  region,
  regionPattern,
  thumbprint,
  thumbprintPattern,
} from '../rules/aws.ts';
import { path } from '../rules/path.ts';
import { label, labelPattern, providerAddress, providerAddressPattern, traversal, traversalPattern } from '../rules/terraform.ts';
import { saysNothing } from '../loose.ts';
import { about, choice, either, flag, found, list, map, may, must, named, refusedSoFar, text } from './fields.ts';
import type { Finding, Schema } from './fields.ts';
import { besidesNew } from './new-cluster-findings.ts';
import { newClusterSchema, vpcIdSchema } from './new-cluster-schema.ts';

const eksName = (): Schema =>
  text('the name of an EKS cluster', { code: 'invalid-cluster-name', rule: clusterName, pattern: clusterNamePattern });

export function clustersSchema(): Schema {
  const schema = named(clusterSchema(), 'a map from names to clusters, such as { production: { region: us-east-1 } }', (clusters) => {
    const keys = Object.keys(clusters);
    return keys.length === 0
      ? [{ code: 'no-cluster', message: 'The spec names no cluster.', fix: 'Add one, such as production: { region: us-east-1 }.' }]
      : keys.flatMap((key) => found('invalid-cluster-name', clusterName(key), { path: [key], onKey: true }));
  });
  return about(schema, { minProperties: 1, propertyNames: { pattern: clusterNamePattern.source } });
}

function clusterSchema(): Schema {
  const provider = () =>
    text('a provider such as aws or aws.use1', { code: 'invalid-provider', rule: providerAddress, pattern: providerAddressPattern });
  return map(
    {
      name: may('The name EKS knows it by; default: the key.', eksName),
      region: must(
        'Its AWS region.',
        text('an AWS region such as us-east-1', { code: 'invalid-region', rule: region, pattern: regionPattern }),
        {
          examples: ['us-east-1'],
        },
      ),
      accountId: may(
        'The account, in quotes; only where a static file needs an ARN (Helm values, manifests).',
        () =>
          text('an AWS account id in quotes, such as "111122223333"', {
            code: 'invalid-account-id',
            rule: accountId,
            pattern: accountIdPattern,
          }),
        { examples: ['111122223333'] },
      ),
      oidcProvider: may('Whether IAM’s OIDC provider of the cluster exists or is created here.', () => choice(['existing', 'create']), {
        default: 'existing',
      }),
      thumbprints: may(
        'For oidcProvider: create. lookup asks tls_certificate, none leaves it to IAM’s trusted certificate authorities, or literal SHA-1 thumbprints.',
        () =>
          either(
            [
              choice(['lookup', 'none']),
              list(
                text('a SHA-1 thumbprint', { code: 'invalid-thumbprint', rule: thumbprint, pattern: thumbprintPattern }),
                'a list of thumbprints',
                {
                  filled: { message: 'This list of thumbprints is empty.', fix: 'Write none instead.' },
                  unique: true,
                },
              ),
            ],
            'lookup, none, or a list of SHA-1 thumbprints',
          ),
        { default: 'lookup' },
      ),
      providers: may(
        'The providers its resources use.',
        () =>
          map(
            {
              aws: may('Such as aws or aws.use1.', provider),
              kubernetes: may('Such as kubernetes or kubernetes.blue.', provider),
              helm: may('Such as helm or helm.blue, for charts that Terraform installs.', provider),
            },
            'a map such as { aws: aws.use1 }',
          ),
        { examples: [{ aws: 'aws.use1', kubernetes: 'kubernetes.use1' }] },
      ),
      vpcId: may('Its VPC, for controllers whose pods cannot ask IMDS; default: what Terraform knows of it.', vpcIdSchema, {
        examples: ['vpc-0123456789abcdef0', { ref: 'module.vpc.vpc_id' }],
      }),
      podIdentityAgent: may(
        'For EKS Pod Identity: whether its agent, an EKS add-on, is made here or there already; default: made, unless this folder or EKS Auto Mode has it.',
        () => choice(['create', 'existing']),
        { examples: ['existing'] },
      ),
      from: may('How this root module knows the cluster; default: the only eks module or cluster resource found, else data.', fromSchema),
      retired: may(
        'true: no workload runs in it any more. Its providers stay, so that Terraform can remove what was there; then take it out.',
        flag,
        { default: false },
      ),
    },
    'a map such as { region: us-east-1 }',
    (cluster) => [...providerTwice(cluster), ...besidesNew(cluster)],
  );
}

/** The ARN of an existing provider and the wish to create one contradict each other. */
function providerTwice(cluster: Record<string, unknown>): Finding[] {
  const from = cluster['from'];
  if (cluster['oidcProvider'] !== 'create' || typeof from !== 'object' || from === null) return [];
  const given = ['variables', 'literal', 'expressions'].find((key) => Object.hasOwn(from, key));
  return given === undefined
    ? []
    : [
        {
          code: 'contradictory-oidc-provider',
          message: `oidcProvider says create, but from.${given} names a provider that exists.`,
          fix: 'Leave oidcProvider out.',
          path: ['oidcProvider'],
        },
      ];
}

const sources = ['module', 'resource', 'data', 'variables', 'literal', 'expressions', 'dependency', 'new'];

function fromSchema(): Schema {
  const labelled = (what: string) => text(`the label of ${what}`, { code: 'invalid-label', rule: label, pattern: labelPattern });
  const reference = () =>
    text('a Terraform reference such as module.eks.oidc_provider_arn', {
      code: 'invalid-reference',
      rule: traversal,
      pattern: traversalPattern,
    });
  const yes = () => z.literal(true, { error: 'true' });
  const schema = map(
    {
      module: may('Label of the eks module: module "eks".', () => labelled('a module block'), { examples: ['eks'] }),
      resource: may('Label of the resource "aws_eks_cluster".', () => labelled('an aws_eks_cluster resource'), { examples: ['this'] }),
      data: may('Looked up by name with data sources.', yes),
      variables: may('Passed to this root module as variables.', yes),
      literal: may('The ARN of its OIDC provider.', () =>
        map(
          {
            oidcProviderArn: must(
              'ARN of the IAM OIDC provider.',
              text('the ARN of an OIDC provider', {
                code: 'invalid-oidc-provider-arn',
                rule: oidcProviderArn,
                pattern: oidcProviderArnPattern,
              }),
            ),
          },
          '{ oidcProviderArn: <ARN> }',
        ),
      ),
      expressions: may(
        'References of your own, to remote state for example.',
        () =>
          map(
            {
              oidcProviderArn: must('Reference to the ARN of the OIDC provider.', reference()),
              clusterName: may('Reference to the cluster’s name.', reference),
            },
            '{ oidcProviderArn: <reference> }',
          ),
        { examples: [{ oidcProviderArn: 'data.terraform_remote_state.cluster.outputs.oidc_provider_arn' }] },
      ),
      remoteState: may('Not built: use expressions.', () =>
        refusedSoFar({
          message: 'from.remoteState is not built yet.',
          fix: 'Write from: { expressions: { oidcProviderArn: data.terraform_remote_state.<name>.outputs.<output> } } instead.',
        }),
      ),
      dependency: may(
        'For caller: terragrunt. The unit that makes the cluster, and the names of its outputs if they are not those of terraform-aws-modules/eks.',
        dependencySchema,
        {
          examples: ['../eks'],
        },
      ),
      new: may('A cluster that is made here, with its nodes and, if asked for, its VPC.', newClusterSchema),
    },
    'a map with one way, such as { module: eks } or { data: true }',
    (from, hasUnknownKeys) => {
      const ways = Object.keys(from).filter((key) => sources.includes(key) || !saysNothing(from[key]));
      if (ways.length === 1 || (ways.length === 0 && hasUnknownKeys)) return [];
      return ways.length === 0
        ? [
            {
              code: 'empty-map',
              message: 'from says nothing.',
              fix: 'Write one way, such as { module: eks } or { data: true }, or leave from out.',
            },
          ]
        : [
            {
              code: 'several-sources',
              message: `from has ${ways.join(' and ')}, and a cluster is known in one way.`,
              fix: 'Keep one of them.',
              path: [ways[1]!],
              onKey: true,
            },
          ];
    },
  );
  return about(schema, { oneOf: sources.map((key) => ({ required: [key] })) });
}

function dependencySchema(): Schema {
  const unit = () => text('the folder of a unit such as ../eks', { code: 'invalid-path', rule: path });
  const output = () => text('the name of an output', { code: 'invalid-label', rule: label, pattern: labelPattern });
  const withOutputs = map(
    {
      path: must('Its folder, seen from this one.', unit(), { examples: ['../eks'] }),
      clusterName: may('Its output with the name of the cluster.', output, { default: 'cluster_name' }),
      oidcProviderArn: may('Its output with the ARN of the OIDC provider.', output, { default: 'oidc_provider_arn' }),
      endpoint: may('Its output with the endpoint of the Kubernetes API.', output, { default: 'cluster_endpoint' }),
      certificateAuthority: may('Its output with the certificate authority, in base64.', output, {
        default: 'cluster_certificate_authority_data',
      }),
    },
    '{ path: ../eks }',
  );
  return either([unit(), withOutputs], 'the folder of a unit such as ../eks, or { path: ../eks, oidcProviderArn: <output> }');
}

/** Group names become part of role names. */
export function shareRolesSchema(): Schema {
  const group = map(
    {
      name: must(
        'The group’s name; the {group} of role names, so it never changes.',
        text('a name for the group', { code: 'invalid-group-name', rule: groupName, pattern: clusterNamePattern }),
        {
          examples: ['production'],
        },
      ),
      clusters: must(
        'Keys of the clusters whose workloads share their roles.',
        list(text('the key of a cluster'), 'a list of clusters, such as [blue, green]', {
          filled: { message: 'This group has no cluster.', fix: 'Name its clusters, or remove the group.' },
          unique: true,
        }),
        { examples: [['blue', 'green']] },
      ),
    },
    'a map such as { name: production, clusters: [blue, green] }',
  );
  return list(group, 'a list such as [{ name: production, clusters: [blue, green] }]');
}
