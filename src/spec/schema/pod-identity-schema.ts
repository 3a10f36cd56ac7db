/** What a workload says of its pods, for the identity that they get. https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html */
import { sdks } from '../../catalog/sdks.ts';
import { sdkRelease, sdkReleasePattern } from '../rules/sdk.ts';
import { choice, flag, list, map, may, text } from './fields.ts';
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
