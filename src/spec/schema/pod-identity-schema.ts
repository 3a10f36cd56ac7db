/** What a workload says of its pods, for the identity that they get. https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html */
import { sdks } from '../../catalog/sdks.ts';
import { sdkRelease, sdkReleasePattern } from '../rules/sdk.ts';
import * as z from 'zod/mini';
import { policyName, policyNamePattern } from '../rules/aws.ts';
import { choice, flag, list, map, may, must, named, text } from './fields.ts';
import type { Schema } from './fields.ts';

const compute = ['ec2', 'auto', 'hybrid', 'fargate', 'windows', 'outposts'];

/** @param statements as workloads have them */
export const podIdentitySchema = (statements: () => Schema): Schema =>
  map(
    {
      disableSessionTags: may('EKS adds none of its six session tags, so that neither trust nor policies can ask for them.', flag, {
        default: false,
      }),
      policy: may('IAM statements that a session may not go beyond; needs disableSessionTags: true.', statements),
    },
    'a map such as { disableSessionTags: true }',
  );

/** @param statements as workloads have them */
export function migrationSchema(statements: () => Schema): Schema {
  const former = () =>
    named(
      map(
        {
          name: must('Its name.', text('a policy name', { code: 'invalid-policy-name', rule: policyName, pattern: policyNamePattern })),
          description: may('Its description.', () => text('a text')),
          statements: may('What it allows.', statements),
        },
        'a map with name, description and statements',
      ),
      'a map from groups (or clusters) to policies',
      () => [],
    );
  return map(
    {
      phase: must(
        'prepare: the trust admits tokens and associations. dual: associations are there. done: tokens are no longer admitted. irsa: back again.',
        choice(['irsa', 'prepare', 'dual', 'done']),
      ),
      role: may('keep: the role goes over, with its ARN. new: another one beside it takes its place.', () => choice(['keep', 'new']), {
        default: 'keep',
      }),
      from: may('The line of the iam module that made the role.', () => z.literal([5, 6], { error: '5 or 6' })),
      former: may('The policies that its module has made, as they were, by group (or cluster).', former),
    },
    'a map such as { phase: prepare, role: keep }',
  );
}

export const runsOnSchema = (): Schema =>
  list(choice(compute), 'a list such as [ec2, fargate]', {
    filled: { message: 'runsOn is empty, so the workload would run nowhere.', fix: 'Leave it out to mean nodes of EC2.' },
    unique: true,
  });

export const sdkSchema = (): Schema =>
  map(
    Object.fromEntries(
      Object.entries(sdks).map(([name, { title, podIdentity }]) => [
        name,
        may(`Release of ${title} in its images, in quotes.`, release, { examples: [podIdentity] }),
      ]),
    ),
    'a map such as { python: "1.34.41" }',
  );

const release = (): Schema =>
  text('a release in quotes, such as "1.34.41"', { code: 'invalid-version', rule: sdkRelease, pattern: sdkReleasePattern });
