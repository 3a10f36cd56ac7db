/** What STS and SDKs say of tokens of ServiceAccounts (IRSA). */
import { CREDENTIAL_CHAIN, IRSA_PODS, IRSA_ROLE, IRSA_TROUBLE, OIDC_PROVIDER, STS_WEB_IDENTITY } from '../pages.ts';
import type { SeenError } from './seen-error.ts';

export const webIdentityErrors: readonly SeenError[] = [
  {
    code: 'web-identity-denied',
    severity: 'error',
    says: [/not authorized to perform:? `?sts:AssumeRoleWithWebIdentity/],
    means: 'STS knows the token’s issuer, and no statement of the role’s trust policy admits this ServiceAccount.',
    first: [
      'The `:sub` of the trust policy is system:serviceaccount:NAMESPACE:NAME of exactly this ServiceAccount, in the same case.',
      'The Principal is the OIDC provider of this cluster and not of another one.',
      'The keys of its conditions name the issuer without https://, and all of one statement name one issuer.',
      'The role exists: STS answers the same for one that does not.',
    ],
    fix: 'Let the trust policy be evaluated against this ServiceAccount.',
    commands: ['create-irsa explain NAMESPACE:NAME ROLE --live'],
    link: IRSA_TROUBLE,
    seen: [
      {
        text: 'WebIdentityErr: failed to retrieve credentials\\ncaused by: AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity\\n\\tstatus code: 403',
        where: 'https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/1935',
      },
      {
        text: 'botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation: Not authorized to perform sts:AssumeRoleWithWebIdentity',
        where: 'https://github.com/sentry-kubernetes/charts/issues/514',
      },
      {
        text: 'software.amazon.awssdk.services.sts.model.StsException: Not authorized to perform sts:AssumeRoleWithWebIdentity (Service: Sts, Status Code: 403',
        where: 'https://github.com/aws/aws-sdk-java-v2/issues/1470',
      },
      {
        text: 'Amazon.Runtime.AmazonClientException: Error calling AssumeRole for role arn:aws:iam::xxxx:role/xxx ---> Amazon.SecurityToken.AmazonSecurityTokenServiceException: Not authorized to perform sts:AssumeRoleWithWebIdentity',
        where: 'https://github.com/aws/aws-sdk-net/issues/1522',
      },
    ],
  },
  {
    code: 'no-oidc-provider',
    severity: 'error',
    says: [/No OpenIDConnect provider found in your account/],
    means: 'The account of the role has no IAM OIDC provider whose URL is the issuer of the token.',
    first: [
      'An IAM OIDC provider exists for exactly the issuer in the message, in the account that the role is in.',
      'Its URL is oidc.eks.REGION.amazonaws.com/id/…: the dual-stack host oidc-eks.REGION.api.aws is never that of a token.',
      'The cluster was not made anew: a new cluster has a new issuer.',
    ],
    fix: 'Make the provider of the cluster’s issuer, in the account of the role.',
    commands: [
      'aws eks describe-cluster --name CLUSTER --query cluster.identity.oidc.issuer --output text',
      'aws iam list-open-id-connect-providers',
    ],
    link: OIDC_PROVIDER,
    seen: [
      {
        text: 'WebIdentityErr: failed to retrieve credentials\ncaused by: InvalidIdentityToken: No OpenIDConnect provider found in your account for https://oidc.eks.eu-west-1.amazonaws.com/id/xxxx',
        where: 'https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/1226',
      },
      {
        text: 'InvalidIdentityTokenException: No OpenIDConnect provider found in your account for https://oidc.eks.cn-north-1.amazonaws.com.cn/id/<ID>',
        where: 'https://github.com/aws/aws-sdk-js-v3/issues/5083',
      },
    ],
  },
  {
    code: 'token-audience',
    severity: 'error',
    says: [/Incorrect token audience|Missing a required claim: aud/],
    means: 'The audience of the token is none of the client ids of the IAM OIDC provider.',
    first: [
      'The provider’s client ids hold sts.amazonaws.com, spelt so (not sts.amazon.com).',
      'The annotation eks.amazonaws.com/audience of the ServiceAccount asks for none other.',
      'AWS_WEB_IDENTITY_TOKEN_FILE is the token that EKS mounts, not the one of Kubernetes itself, which has another audience.',
    ],
    fix: 'Let provider, annotation and trust policy name one audience: sts.amazonaws.com.',
    commands: ['aws iam get-open-id-connect-provider --open-id-connect-provider-arn ARN --query ClientIDList'],
    link: OIDC_PROVIDER,
    seen: [
      {
        text: 'An error occurred (InvalidIdentityToken) when calling the AssumeRoleWithWebIdentity operation: Incorrect token audience',
        where: 'https://github.com/awslabs/amazon-eks-irsa-cfn/pull/18',
      },
      {
        text: 'Aws::STS::Errors::InvalidIdentityToken "Missing a required claim: aud"',
        where: 'https://github.com/aws/aws-sdk-ruby/issues/2698',
      },
    ],
  },
  {
    code: 'issuer-keys-unreachable',
    severity: 'error',
    says: [/Couldn['’]t retrieve verification key from your identity provider/],
    means: 'STS could not fetch the keys of the issuer, so that it cannot tell whether the token is real.',
    first: [
      'It passes by itself: EKS or STS has a disturbance; see the AWS Health Dashboard.',
      'The issuer is one of your own: its JWKS document is public and answers quickly.',
    ],
    fix: 'Try again; if it stays, fetch the issuer’s /.well-known/openid-configuration and its jwks_uri from the internet.',
    commands: ['curl -s ISSUER/.well-known/openid-configuration'],
    link: STS_WEB_IDENTITY,
    seen: [
      {
        text: "<Code>InvalidIdentityToken</Code> <Message>Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements</Message>",
        where: 'https://github.com/awslabs/aws-sdk-rust/issues/827',
      },
    ],
  },
  {
    code: 'provider-thumbprint',
    severity: 'error',
    says: [/HTTPS certificate doesn['’]t match configured thumbprint/],
    means: 'The certificate of the issuer chains to none of the thumbprints of the IAM OIDC provider.',
    first: [
      'The provider’s thumbprint is that of the top certificate of the chain, not that of the server’s own, which changes often.',
      'Nothing between AWS and an issuer of your own breaks TLS open.',
    ],
    fix: 'Give the provider the thumbprint of the chain’s top certificate.',
    commands: ['aws iam update-open-id-connect-provider-thumbprint --open-id-connect-provider-arn ARN --thumbprint-list THUMBPRINT'],
    link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_verify-thumbprint.html',
    seen: [
      {
        text: "An error occurred (InvalidIdentityToken) when calling the AssumeRoleWithWebIdentity operation: OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint",
        where: 'https://github.com/alphagov/gsp/pull/889',
      },
    ],
  },
  {
    code: 'token-expired',
    severity: 'error',
    says: [/Token expired: current date\/time|token (?:that was passed |included in the request )?is expired|Token too old/],
    andOneOf: [/AssumeRoleWithWebIdentity/, /container(?:-role| metadata)/, /current date\/time/, /Token too old/],
    means: 'The program sends a token that it read long ago; the kubelet renews the file, and the program must read it again.',
    first: [
      'The SDK is not so old that it reads the token file only once.',
      'The program does not keep the token itself, in a variable or an environment of its own.',
      'The clock of the node is right.',
    ],
    fix: 'Restart the pod now, and update the SDK so that it reads the token file whenever it asks.',
    commands: ['kubectl -n NAMESPACE rollout restart deployment/NAME'],
    link: IRSA_PODS,
    seen: [
      {
        text: 'botocore.errorfactory.ExpiredTokenException: An error occurred (ExpiredTokenException) when calling the AssumeRoleWithWebIdentity operation: Token expired: current date/time 1624482533 must be before the expiration date/time1624482335',
        where: 'https://github.com/awslabs/aws-orbit-workbench/issues/707',
      },
      {
        text: 'Error when retrieving credentials from container-role: Error retrieving metadata: Received non 200 response 400 from container metadata: [18b9740f]: (ExpiredTokenException): The token included in the request is expired: current date/time 2024-02-10T08:38:55.284028Z must be before the expiration date/time 2024-02-09T10:47:44Z., fault: client',
        where: 'https://github.com/boto/botocore/issues/3117',
      },
    ],
  },
  {
    code: 'session-expired',
    severity: 'error',
    says: [/security token included in the request is expired/],
    means: 'The credentials themselves have run out: the program keeps them past their hour and does not ask for new ones.',
    first: [
      'Clients are made from the SDK’s default chain, not from keys that were copied out of it once.',
      'No AWS_SESSION_TOKEN stands in the environment of the container: it wins over the role and never renews.',
    ],
    fix: 'Let the SDK hold the credentials, so that it renews them; restart the pod meanwhile.',
    link: CREDENTIAL_CHAIN,
    seen: [
      {
        text: 'api error ExpiredToken: The security token included in the request is expired',
        where: 'https://github.com/aws-controllers-k8s/community/issues/2435',
      },
      {
        text: 'ExpiredTokenException: The security token included in the request is expired    at deserializeAws_json1_0UpdateItemCommandError',
        where: 'https://github.com/aws/aws-sdk-js-v3/issues/3052',
      },
    ],
  },
  {
    code: 'token-not-validated',
    severity: 'error',
    says: [/web identity token (?:provided )?could not be validated/],
    means: 'STS could not validate the token: its issuer is not known to the account of the role, or the token is none.',
    first: ['An IAM OIDC provider exists for the cluster’s issuer.', 'What is sent is the token’s text, not its path, and whole.'],
    fix: 'Compare the issuer of the cluster with the providers of the account.',
    commands: [
      'aws eks describe-cluster --name CLUSTER --query cluster.identity.oidc.issuer --output text',
      'aws iam list-open-id-connect-providers',
    ],
    link: OIDC_PROVIDER,
    seen: [
      {
        text: 'operation error STS: AssumeRoleWithWebIdentity, https response error StatusCode: 400, InvalidIdentityToken: The web identity token provided could not be validated',
        where: 'https://github.com/external-secrets/external-secrets/issues/6648',
      },
    ],
  },
  {
    code: 'token-unreadable',
    severity: 'error',
    says: [/secrets\/(?:pods\.)?eks\.amazonaws\.com\/serviceaccount\/\S*token/, /permission denied/],
    means: 'The user that the container runs as may not read the token file.',
    first: ['The pod has a securityContext.fsGroup, if its containers run as another user than root.', 'Nothing like SELinux forbids it.'],
    fix: 'Give the pod securityContext.fsGroup: 65534.',
    link: IRSA_PODS,
    seen: [
      {
        text: 'WebIdentityErr: unable to read file at /var/run/secrets/eks.amazonaws.com/serviceaccount/token\\ncaused by: open /var/run/secrets/eks.amazonaws.com/serviceaccount/token: permission denied',
        where: 'https://github.com/aws/amazon-eks-pod-identity-webhook/issues/8',
      },
    ],
  },
  {
    code: 'token-missing',
    severity: 'error',
    says: [/secrets\/(?:pods\.)?eks\.amazonaws\.com\/serviceaccount\/\S*token/, /no such file or directory|ENOENT|FileNotFound/],
    means: 'The environment names a token file that is not mounted.',
    first: [
      'The variables were not copied into the pod by hand: the webhook of EKS adds variables and volume together.',
      'The container is none that something else starts, with the variables but without the volumes of the pod.',
    ],
    fix: 'Take AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE out of your manifests, and let the webhook add them.',
    link: IRSA_PODS,
    seen: [
      {
        text: "ls: cannot access '/var/run/secrets/eks.amazonaws.com/serviceaccount/token': No such file or directory",
        where: 'https://github.com/elotl/kip/issues/184',
      },
    ],
  },
  {
    code: 'session-too-long',
    severity: 'error',
    says: [/DurationSeconds exceeds the MaxSessionDuration/],
    means: 'The program asks for a session that is longer than the role allows.',
    first: [
      'No duration is set in code or profile: an hour is what every role allows.',
      'Sessions of chained roles never last longer than an hour.',
    ],
    fix: 'Leave the duration out, or raise the role’s MaxSessionDuration.',
    link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-settings.html',
    seen: [
      {
        text: '<Message>The requested DurationSeconds exceeds the MaxSessionDuration set for this role.</Message>',
        where: 'https://github.com/d2a4u/sqs4s/pull/270',
      },
    ],
  },
  {
    code: 'role-arn-malformed',
    severity: 'error',
    says: [/Request ARN is invalid|at 'roleArn' failed to satisfy constraint/],
    means: 'What stands where the role’s ARN should is no ARN.',
    first: [
      'The annotation holds a whole ARN: arn:PARTITION:iam::ACCOUNT:role/NAME, without spaces, quotes or a line break.',
      'No placeholder of a template is left in it.',
    ],
    fix: 'Correct the annotation eks.amazonaws.com/role-arn, and restart the pods.',
    commands: ['kubectl -n NAMESPACE get serviceaccount NAME -o yaml'],
    link: IRSA_ROLE,
    seen: [
      {
        text: 'botocore.exceptions.ClientError: An error occurred (ValidationError) when calling the AssumeRoleWithSAML operation: Request ARN is invalid',
        where: 'https://github.com/physera/onelogin-aws-cli/issues/12',
      },
    ],
  },
];
