/** What add-ons and apps have in common. */
import { path } from '../rules/path.ts';
import {
  audience,
  audiencePattern,
  policyArn,
  policyArnPattern,
  policyName,
  policyNamePattern,
  roleDescription,
  roleDescriptionPattern,
  roleName,
  roleNamePattern,
  tagKey,
  tagValue,
} from '../rules/aws.ts';
import { namespace, namespacePattern, serviceAccount, serviceAccountPattern } from '../rules/kubernetes.ts';
import { STS_AUDIENCE } from '../../iam/audience.ts';
import { quoted } from '../rules/rule.ts';
import { traversal, traversalPattern } from '../rules/terraform.ts';
import { about, choice, either, flag, found, list, map, may, named, once, text } from './fields.ts';
import type { Finding, Schema } from './fields.ts';
import { acceptable } from '../permissions/accepted.ts';
import { assumeRolesSchema } from './assume-roles-schema.ts';
import { migrationSchema, podIdentitySchema, runsOnSchema, sdkSchema } from './pod-identity-schema.ts';
import { statementSchema } from './statement-schema.ts';
import * as z from 'zod/mini';

const owners = ['terraform', 'eksctl', 'manifests', 'chart', 'eks-addon', 'annotate', 'none'];
export const ownerSchema = (): Schema => choice(owners);

export const identitySchema = (): Schema => choice(['irsa', 'pod-identity']);

export const namespaceText = (): Schema =>
  text('the name of a namespace', { code: 'invalid-namespace', rule: namespace, pattern: namespacePattern });

export const boundarySchema = (): Schema =>
  text('the ARN of an IAM policy', { code: 'invalid-policy-arn', rule: policyArn, pattern: policyArnPattern });

/** The most tags one IAM role takes. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const mostTags = 50;

export const tagsSchema = (): Schema =>
  about(
    named(text('text', { code: 'invalid-tag', rule: tagValue }), 'a map of tags, such as { team: platform }', (tags) => {
      const keys = Object.keys(tags);
      const folded = keys.map((key) => key.toLowerCase());
      return keys.flatMap((key, i): Finding[] => [
        ...found('invalid-tag', tagKey(key), { path: [key], onKey: true }),
        ...(folded.indexOf(folded[i]!) < i
          ? [
              {
                code: 'invalid-tag' as const,
                message: `${quoted(key)} is there in another case already, and IAM takes both for one.`,
                fix: 'Remove one of them.',
                path: [key],
                onKey: true,
              },
            ]
          : []),
      ]);
    }),
    { maxProperties: mostTags, propertyNames: { maxLength: 128, minLength: 1, not: { pattern: '^[aA][wW][sS]:' } } },
  );

export function serviceAccountSchema(): Schema {
  const name = () =>
    text('the name of a ServiceAccount', { code: 'invalid-service-account', rule: serviceAccount, pattern: serviceAccountPattern });
  const expected = 'a name, or a map such as { name: my-app, owner: terraform }';
  const object = map(
    {
      name: may('Its name.', name),
      owner: may('Who makes it: terraform, the chart, the EKS add-on, …', ownerSchema),
      audience: may(
        'The audience of its tokens. Another one than that of STS needs a role without a module, and the OIDC provider must list it.',
        () => text('an audience, such as sts.amazonaws.com', { code: 'invalid-audience', rule: audience, pattern: audiencePattern }),
        { default: STS_AUDIENCE },
      ),
      tokenExpiration: may('Seconds until a token expires, 600 to 86400.', seconds, { examples: [3600] }),
      stsRegionalEndpoints: may('Whether the SDK calls STS in the cluster’s own region.', flag),
    },
    expected,
  );
  return about(either([name(), object], expected), { id: 'serviceAccount' });
}

function modulePolicyNameSchema(): Schema {
  const name = text('a policy name', { code: 'invalid-policy-name', rule: policyName, pattern: policyNamePattern });
  const expected = 'a policy name, or a map such as { production: AmazonEKS_EBS_CSI_Policy-20250101000000000000000001 }';
  return either([name, named(name, expected, () => [])], expected);
}

// https://github.com/aws/amazon-eks-pod-identity-webhook: everything else is clamped silently.
const seconds = (): Schema => {
  const expected = 'a whole number of seconds from 600 to 86400';
  return z.int({ error: expected }).check(z.minimum(600, { error: expected }), z.maximum(86_400, { error: expected }));
};

/**
 * The keys that add-ons and apps share. Their namespace and ServiceAccount are described by each.
 *
 * @param grants as apps have them
 */
export function commonKeys(grants: () => Schema): Record<string, Schema> {
  const managedPolicies = () => list(boundarySchema(), 'a list of policy ARNs', { unique: true });
  const statements = once(() => about(list(statementSchema(), 'a list of IAM statements', { check: uniqueSids }), { id: 'statements' }));
  const policyFiles = () =>
    list(text('the path of a JSON file', { code: 'invalid-path', rule: path }), 'a list of files, such as [policies/my-app.json]', {
      unique: true,
    });
  const assumeRoles = once(() => assumeRolesSchema({ grants, managedPolicies, statements, policyFiles }));
  return {
    shared: may('Another workload may use the same ServiceAccount; say so on both.', flag, { default: false }),
    clusters: may('The clusters it runs on, by their keys here; default: all.', () =>
      list(text('the key of a cluster'), 'a list of clusters, such as [production]', {
        filled: { message: 'This list is empty, so the workload would run nowhere.', fix: 'Leave clusters out to mean all of them.' },
        unique: true,
      }),
    ),
    identity: may('irsa or pod-identity (default: that of the spec).', identitySchema),
    podIdentity: may('What its Pod Identity associations say beside the role.', () => podIdentitySchema(statements), {
      examples: [{ disableSessionTags: true }],
    }),
    migration: may(
      'Where it is on its way from IRSA to EKS Pod Identity: `create-irsa migrate pod-identity` writes it.',
      () => migrationSchema(statements),
      {
        examples: [{ phase: 'prepare', role: 'keep' }],
      },
    ),
    runsOn: may('What its pods run on; default: ec2.', runsOnSchema, { examples: [['ec2', 'fargate']] }),
    sdk: may('AWS SDKs in its images, by their releases: too old ones are refused.', sdkSchema, { examples: [{ python: '1.34.41' }] }),
    roleName: may('A role name of your own instead of the one that naming gives.', () =>
      text('a role name', { code: 'invalid-role-name', rule: roleName, pattern: roleNamePattern }),
    ),
    policyName: may('A policy name of your own.', () =>
      text('a policy name', { code: 'invalid-policy-name', rule: policyName, pattern: policyNamePattern }),
    ),
    modulePolicyName: may(
      'The name that the policy of the role’s module has already, for iam 6.x: `create-irsa migrate iam-6` writes it. By group (or cluster) where there are several roles.',
      modulePolicyNameSchema,
      { examples: ['AmazonEKS_External_DNS_Policy-20250101000000000000000001'] },
    ),
    roleDescription: may(
      'What IAM says of the role, instead of a sentence that names its pods; "" for nothing.',
      () => text('a description', { code: 'invalid-description', rule: roleDescription, pattern: roleDescriptionPattern }),
      { examples: ['EBS CSI driver'] },
    ),
    permissionsBoundary: may('ARN of the boundary of this role.', boundarySchema),
    tags: may('Tags of this role, beside those of the spec.', tagsSchema),
    managedPolicies: may('ARNs of managed policies to attach.', managedPolicies, {
      examples: [['arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess']],
    }),
    policyRefs: may(
      'Policies of your own Terraform to attach, by references to their ARNs.',
      () =>
        list(
          text('a Terraform reference such as aws_iam_policy.orders.arn', {
            code: 'invalid-reference',
            rule: traversal,
            pattern: traversalPattern,
          }),
          'a list of references, such as [aws_iam_policy.orders.arn]',
          { unique: true },
        ),
      { examples: [['aws_iam_policy.orders.arn']] },
    ),
    statements: may('Raw IAM statements.', statements),
    policyFiles: may(
      'JSON files with policies of IAM, seen from the file that names them: their statements go with those above.',
      policyFiles,
      { examples: [['policies/my-app.json']] },
    ),
    accept: may(
      'Findings on managedPolicies and statements that are as they should be, by their codes.',
      () => list(choice(acceptable), 'a list of codes, such as [policy-wildcard]', { unique: true }),
      { examples: [['policy-wildcard']] },
    ),
    assumeRoles: may('Roles of other accounts that pods assume.', assumeRoles, {
      examples: [[{ role: 'arn:aws:iam::222222222222:role/reports', externalId: 'my-app' }]],
    }),
  };
}

function uniqueSids(statements: readonly unknown[]): Finding[] {
  const sids = statements.map((statement) => (statement as { Sid?: unknown } | null)?.Sid);
  return sids.flatMap((sid, i): Finding[] =>
    typeof sid === 'string' && sids.indexOf(sid) < i
      ? [
          {
            code: 'repeated-sid',
            message: `The Sid ${quoted(sid)} is there already, and Sids are unique within a policy.`,
            fix: 'Choose another one.',
            path: [i, 'Sid'],
          },
        ]
      : [],
  );
}
