/** What AWS says when it knows who asks, and refuses. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
import { ACCESS_DENIED, IRSA_TROUBLE } from '../pages.ts';
import type { SeenError } from './seen-error.ts';

const DENIED = /is not authorized to perform: `?[\w-]+:\w+/;

/** Sessions of nodes bear the names of their instances. */
const BY_NODE = /assumed-role\/[^\s/]+\/i-[0-9a-fx*]{6,}/;
const NODE_ROLE_NAME = /assumed-role\/\S*(?:NodeInstanceRole|node-?group|worker-node|eks-nodes?)[^\s/]*\//;

export const deniedErrors: readonly SeenError[] = [
  {
    code: 'node-role-used',
    severity: 'error',
    says: [/not authorized to perform/],
    andOneOf: [BY_NODE, NODE_ROLE_NAME, /NodeInstanceRole\S*\/i-/],
    means: 'The pod acts with the role of its node: its own was not taken, and nothing said so.',
    first: [
      'The pod names the ServiceAccount that has the role.',
      'The pod is younger than the annotation or the association: restart it.',
      'The container has AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE: without them the webhook was not there, or was told to skip it.',
      'The SDK in the image is new enough to know them.',
    ],
    fix: 'Find out why the pod did not take its own role; do not give the action to the nodes.',
    commands: ['create-irsa doctor NAMESPACE/POD', 'kubectl -n NAMESPACE get pod POD -o jsonpath={.spec.serviceAccountName}'],
    link: IRSA_TROUBLE,
    seen: [
      {
        text: 'AccessDenied: User: arn:aws:sts::337236057593:assumed-role/eksctl-prod-nodegroup-ng-8e393a03-NodeInstanceRole-BCMMCJ54BUIC/i-0b5c9b5633c5ab02c is not authorized to perform: route53:ListHostedZones',
        where: 'https://github.com/eksctl-io/eksctl/issues/427',
      },
      {
        text: 'AccessDeniedException (client): User: arn:aws:sts::xxxxxxxxxx:assumed-role/eks-nodes-sandbox/i-076b0f0634dsabdbf is not authorized to perform: secretsmanager:GetSecretValue on resource: sandbox/app1 because no identity-based policy allows the secretsmanager:GetSecretValue action',
        where: 'https://github.com/aws/aws-sdk-php/issues/2565',
      },
      {
        text: 'User: arn:aws:sts::<ACCOUNT_ID>:assumed-role/eksctl-<CLUSTER_NAME>-nodegroup-m-NodeInstanceRole-1UU8XUZSIV6RZ/i-0e5afb93460d609d2 is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::<ACCOUNT_ID>:role/eks-secretsmanager',
        where: 'https://github.com/external-secrets/kubernetes-external-secrets/issues/368',
      },
    ],
  },
  {
    code: 'denied-by-scp',
    severity: 'error',
    says: [DENIED, /service control policy|resource control policy/],
    means: 'A policy of the organization denies it: no role of the account can allow it.',
    first: ['The service control policies of the account and of the organizational units above it.'],
    fix: 'Ask whoever keeps the organization’s policies.',
    link: ACCESS_DENIED,
    seen: [
      {
        text: 'User: arn:aws:iam::777788889999:user/JohnDoe is not authorized to perform: codecommit:ListRepositories because no service control policy allows the codecommit:ListRepositories action',
        where: ACCESS_DENIED,
      },
    ],
  },
  {
    code: 'denied-by-boundary',
    severity: 'error',
    says: [DENIED, /permissions boundary/],
    means: 'The permissions boundary of the role does not allow it, whatever its policies say.',
    first: ['The boundary of the role allows the action on that resource.'],
    fix: 'Let the boundary allow it, or ask whoever keeps it.',
    commands: ['aws iam get-role --role-name ROLE --query Role.PermissionsBoundary'],
    link: ACCESS_DENIED,
    seen: [
      {
        text: 'User: arn:aws:iam::123456789012:user/MarthaRivera is not authorized to perform: codecommit:ListRepositories because no permissions boundary allows the codecommit:ListRepositories action',
        where: ACCESS_DENIED,
      },
    ],
  },
  {
    code: 'denied-by-session-policy',
    severity: 'error',
    says: [DENIED, /session policy/],
    means: 'The session was narrowed by a policy of its own, which does not allow it.',
    first: [
      'The association has a policy: it and the role must both allow the action.',
      'The program passes a policy when it takes the role.',
    ],
    fix: 'Let the policy of the session allow it, or leave it out.',
    link: ACCESS_DENIED,
    seen: [
      {
        text: 'User: arn:aws:sts::123456789012:assumed-role/role-name/session is not authorized to perform: codecommit:ListRepositories because no session policy allows the codecommit:ListRepositories action',
        where: ACCESS_DENIED,
      },
    ],
  },
  {
    code: 'denied-explicitly',
    severity: 'error',
    says: [DENIED, /explicit deny/],
    unless: [/service control policy|resource control policy/, /permissions boundary/, /session policy/],
    means: 'A statement denies it, and a Deny wins over every Allow.',
    first: ['A Deny in a policy of the role, or of the resource, whose conditions hold for this request.'],
    fix: 'Find the Deny in the policy that the message names, and narrow it.',
    link: ACCESS_DENIED,
    seen: [
      {
        text: 'AccessDenied: User: arn:aws:sts::xxx:assumed-role/XPTO/myemail@company.com is not authorized to perform: iam:GetRole on resource: role XPTO with an explicit deny in an identity-based policy',
        where: 'https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2517',
      },
    ],
  },
  {
    code: 'assume-role-denied',
    severity: 'error',
    says: [/not authorized to perform: `?sts:AssumeRole(?!With|For)/],
    unless: [BY_NODE, NODE_ROLE_NAME],
    means: 'Whoever asks may not take that further role.',
    first: [
      'The session is that of the pod’s own role: its name is in the message.',
      'A policy of that role allows sts:AssumeRole on the further role.',
      'The further role trusts it, in another account always by name.',
    ],
    fix: 'Allow it on both sides; for a pod whose only role this should be, name it in the annotation and do not take it in code.',
    commands: ['aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument'],
    link: ACCESS_DENIED,
    seen: [
      {
        text: 'An error occurred (AccessDenied) when calling the AssumeRole operation: User: arn:aws:iam::***:user/app-user is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::118196747825:role/blackbox-eks-admin',
        where: 'https://github.com/peymanmortazavi/eks-helm-deploy/issues/7',
      },
    ],
  },
  {
    code: 'permission-missing',
    severity: 'error',
    says: [DENIED],
    unless: [
      /sts:(?:AssumeRole|TagSession)/,
      /service control policy|resource control policy/,
      /permissions boundary/,
      /session policy/,
      /explicit deny/,
      BY_NODE,
      NODE_ROLE_NAME,
    ],
    means: 'The role was taken, and none of its policies allows the action on that resource.',
    first: [
      'The role in the message is the one that the pod should have.',
      'A policy of it allows the action, on that very ARN: objects of a bucket are arn:aws:s3:::BUCKET/*.',
      'Data that a key of KMS encrypts needs actions on that key too.',
    ],
    fix: 'Add the action on that resource to the role’s permissions.',
    commands: ['aws iam simulate-principal-policy --policy-source-arn ROLE-ARN --action-names ACTION --resource-arns ARN'],
    link: ACCESS_DENIED,
    seen: [
      {
        text: 'AccessDeniedException: User: arn:aws:sts::1234567890:assumed-role/common-tools-external-secrets/1725541882585093008 is not authorized to perform: ecr:GetAuthorizationToken on resource: * because no identity-based policy allows the ecr:GetAuthorizationToken action',
        where: 'https://github.com/terraform-aws-modules/terraform-aws-iam/issues/514',
      },
    ],
  },
];
