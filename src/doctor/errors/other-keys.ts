/** What AWS and SDKs say of credentials that are not the pod's own, or not valid where they are sent. */
import { CREDENTIAL_CHAIN } from '../pages.ts';
import type { SeenError } from './seen-error.ts';

const STS_REGIONS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html';

export const otherKeyErrors: readonly SeenError[] = [
  {
    code: 'credentials-invalid',
    severity: 'error',
    says: [/security token included in the request is invalid|provided token is malformed or otherwise invalid/],
    means:
      'AWS does not know the credentials that were sent: they are no session of the pod’s role, or one that this region does not take.',
    first: [
      'No AWS_ACCESS_KEY_ID stands in the environment or in a mounted ~/.aws: keys there win over the role, also when they are void.',
      'The region is one that has to be opted in to, and the session comes from the global endpoint of STS: such sessions are not valid there.',
      'Credentials and endpoint are of one partition: those of aws are unknown in aws-cn and aws-us-gov.',
    ],
    fix: 'Take the keys out of the pod, and let the SDK ask the STS endpoint of its region: AWS_STS_REGIONAL_ENDPOINTS=regional.',
    commands: ['create-irsa doctor NAMESPACE/POD'],
    link: STS_REGIONS,
    seen: [
      {
        text: 'Error: creating IAM Role (eks-workshop-cluster-role): InvalidClientTokenId: The security token included in the request is invalid\n status code: 403',
        where: 'https://github.com/aws-samples/eks-workshop/issues/1541',
      },
      {
        text: 'InvalidToken: The provided token is malformed or otherwise invalid.',
        where: 'https://github.com/aws/aws-sdk-js/issues/4140',
      },
    ],
  },
  {
    code: 'sts-region-disabled',
    severity: 'error',
    says: [/RegionDisabledException|STS is not activated in this region/],
    means: 'The account has switched off STS in the region that was asked.',
    first: [
      'AWS_REGION of the pod is that of its cluster.',
      'The account of the role, which is the one asked, has STS active there: IAM, Account settings.',
    ],
    fix: 'Activate STS for that region in the account of the role, or ask the endpoint of a region that has it.',
    link: STS_REGIONS,
    seen: [
      {
        text: 'operation error STS: AssumeRole, https response error StatusCode: 403, RegionDisabledException: STS is not activated in this region for account:123456789012. Your account administrator can activate STS in this region using the IAM Console.',
        where: 'https://github.com/turbot/steampipe-plugin-aws/issues/1510',
      },
    ],
  },
  {
    code: 'clock-skewed',
    severity: 'error',
    says: [/Signature expired: \S+ is now earlier than|Signature not yet current: \S+ is still later than/],
    means: 'The clock of the node, or of whatever signs the request, is wrong by minutes.',
    first: [
      'The node keeps its time by the Amazon Time Sync Service (chrony, 169.254.169.123).',
      'The process was not asleep between signing and sending.',
    ],
    fix: 'Set the clock of that node right, or replace the node.',
    link: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/set-time.html',
    seen: [
      {
        text: 'InvalidSignatureException: Signature expired: 20170416T194251Z is now earlier than 20170417T123951Z (20170417T125451Z - 15 min.)',
        where: 'https://github.com/upmc-enterprises/registry-creds/issues/47',
      },
      {
        text: 'panic: InvalidSignatureException: Signature not  yet current: 20181002T170509Z is still later than 20181002T170312Z (20181002T165812Z + 5 min.)',
        where: 'https://github.com/aws/aws-sdk-go/issues/2194',
      },
    ],
  },
  {
    code: 'profile-not-found',
    severity: 'error',
    says: [/config profile \(\S+\) could not be found|failed to get shared config profile/],
    means: 'The program asks for a profile of ~/.aws, which a pod does not have: its role comes without one.',
    first: [
      'No AWS_PROFILE or AWS_DEFAULT_PROFILE stands in the environment of the container, its image or its ConfigMap.',
      'The code makes its clients without naming a profile.',
    ],
    fix: 'Take the profile out of environment and code: the SDK’s default chain finds the role.',
    link: CREDENTIAL_CHAIN,
    seen: [
      {
        text: 'botocore.exceptions.ProfileNotFound: The config profile (default) could not be found',
        where: 'https://github.com/okigan/awscurl/issues/122',
      },
    ],
  },
];
