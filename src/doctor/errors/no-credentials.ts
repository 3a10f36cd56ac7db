/** What each SDK says when it found no credentials at all; and what kept it from finding them. */
import { CREDENTIAL_CHAIN, IMDS, IRSA_SDKS, STS_ENDPOINT } from '../pages.ts';
import type { SeenError } from './seen-error.ts';

const FIRST = [
  'The pod names the ServiceAccount: spec.serviceAccountName, not default.',
  'The ServiceAccount had its annotation or association before the pod was made: restart the pod.',
  'The container has AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE, or AWS_CONTAINER_CREDENTIALS_FULL_URI.',
  'The SDK in the image is new enough.',
] as const;

/** Nothing of the chain worked, and the message does not say why. */
const none = (code: string, sdk: string, says: readonly RegExp[], seen: SeenError['seen']): SeenError => ({
  code,
  severity: 'error',
  says,
  means: `${sdk} found no credentials anywhere: the pod has none of its own, and does not come by those of its node.`,
  first: FIRST,
  fix: 'See what the pod was given, and go through the chain from there.',
  commands: ['kubectl -n NAMESPACE get pod POD -o yaml | grep -A1 AWS_', 'create-irsa doctor NAMESPACE/POD'],
  link: CREDENTIAL_CHAIN,
  vague: true,
  seen,
});

export const noCredentialErrors: readonly SeenError[] = [
  {
    code: 'sts-module-missing',
    severity: 'error',
    says: [/'sts' service module must be on the class path|StsWebIdentityCredentialsProviderFactory|aws-java-sdk-sts/],
    means: 'The Java program has no STS module on its class path, without which the SDK passes over the token.',
    first: ['software.amazon.awssdk:sts (2.x) or aws-java-sdk-sts (1.x) is a dependency that is there at run time.'],
    fix: 'Add the STS module to the program’s dependencies, in the version of its SDK.',
    link: IRSA_SDKS,
    seen: [
      {
        text: "WebIdentityTokenCredentialsProvider(): To use web identity tokens, the 'sts' service module must be on the class path.",
        where: 'https://github.com/slackhq/astra/pull/17',
      },
    ],
  },
  {
    code: 'region-missing',
    severity: 'error',
    says: [/MissingRegion|could not find region configuration|You must specify a region|Region is missing/],
    means: 'The SDK knows no region; credentials are not the matter.',
    first: [
      'AWS_REGION stands in the container’s environment: the webhook adds it only along with a role.',
      'No profile without a region is named.',
    ],
    fix: 'Set AWS_REGION in the container.',
    link: 'https://docs.aws.amazon.com/sdkref/latest/guide/feature-region.html',
    seen: [
      {
        text: 'listing clusters: MissingRegion: could not find region configuration',
        where: 'https://github.com/fidelity/kconnect/issues/238',
      },
      {
        text: 'You must specify a region. You can also configure your region by running "aws configure".',
        where: 'https://github.com/aws-samples/eks-workshop/issues/176',
      },
    ],
  },
  {
    code: 'sts-unreachable',
    severity: 'error',
    says: [/\bsts[.\w-]*\.amazonaws\.com/],
    andOneOf: [
      /i\/o timeout/,
      /connect timeout/,
      /timed out/,
      /EAI_AGAIN/,
      /ENOTFOUND/,
      /no such host/,
      /connection refused/,
      /connection was closed/,
    ],
    means: 'The pod does not reach STS.',
    first: [
      'A private cluster has the VPC endpoint com.amazonaws.REGION.sts, and the pods’ security group may use it.',
      'The SDK asks the endpoint of the region: AWS_STS_REGIONAL_ENDPOINTS is regional, and sts.amazonaws.com is not asked.',
      'A proxy is named in HTTPS_PROXY if there is one, and DNS works in the pod.',
    ],
    fix: 'Open the way from the pod to sts.REGION.amazonaws.com, port 443.',
    link: STS_ENDPOINT,
    seen: [
      {
        text: 'WebIdentityErr: failed to retrieve credentials\\ncaused by: RequestError: send request failed\\ncaused by: Post \\"https://sts.ap-southeast-1.amazonaws.com/\\": dial tcp 103.246.148.245:443: i/o timeout',
        where: 'https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/2477',
      },
      {
        text: 'Connect timeout on endpoint URL: "https://sts.us-west-2.amazonaws.com/"',
        where: 'https://github.com/aws/amazon-vpc-cni-k8s/issues/1796',
      },
      {
        text: '"message":"getaddrinfo EAI_AGAIN sts.us-east-1.amazonaws.com","errno":"EAI_AGAIN","code":"NetworkingError"',
        where: 'https://github.com/DNXLabs/terraform-aws-eks-external-secrets/issues/8',
      },
    ],
  },
  {
    code: 'sts-certificate',
    severity: 'error',
    says: [
      /\bsts[.\w-]*\.amazonaws\.com/,
      /x509: certificate signed by unknown authority|unable to get local issuer certificate|CERTIFICATE_VERIFY_FAILED/,
    ],
    means: 'The container does not know the authority that STS’s certificate comes from.',
    first: [
      'The image has CA certificates (ca-certificates), and not old ones.',
      'A proxy that breaks TLS open has its own authority in the image.',
    ],
    fix: 'Put current CA certificates into the image.',
    link: STS_ENDPOINT,
    seen: [
      {
        text: 'caused by: Post \\"https://sts.amazonaws.com/\\": x509: certificate signed by unknown authority',
        where: 'https://github.com/doitintl/secrets-init/issues/26',
      },
    ],
  },
  {
    code: 'imds-unreachable',
    severity: 'error',
    says: [/failed to (?:introspect|get|fetch)(?: the)? (?:vpc ?id|region)|EC2MetadataError: failed to make EC2Metadata request/],
    means: 'The program asks the node’s metadata for region or VPC, and pods do not reach it.',
    first: [
      'Region and VPC are set in the program’s own configuration (--aws-region, --aws-vpc-id of the load balancer controller).',
      'The hop limit of the nodes is 1, as it should be: pods without hostNetwork get no answer.',
    ],
    fix: 'Tell the program region and VPC; leave the hop limit at 1.',
    link: IMDS,
    seen: [
      {
        text: '"msg":"unable to initialize AWS cloud","error":"failed to introspect vpcID from EC2Metadata, specify --aws-vpc-id instead if EC2Metadata is unavailable: EC2MetadataError: failed to make EC2Metadata request\\n\\n\\tstatus code: 401, request id: "',
        where: 'https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/2231',
      },
      {
        text: 'failed to get VPC ID: failed to fetch VPC ID from instance metadata: error in fetching vpc id through ec2 metadata: get mac metadata: operation error ec2imds: GetMetadata, canceled, context deadline exceeded',
        where: 'https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/3937',
      },
    ],
  },
  none(
    'no-credentials-python',
    'boto3 or the AWS CLI',
    [/Unable to locate credentials/],
    [
      {
        text: 'botocore.exceptions.NoCredentialsError: Unable to locate credentials',
        where: 'https://github.com/onyx-dot-app/onyx/pull/7865',
      },
    ],
  ),
  none(
    'no-credentials-go-v1',
    'The AWS SDK for Go v1',
    [/NoCredentialProviders|no valid providers in chain/],
    [
      {
        text: 'NoCredentialProviders: no valid providers in chain. Deprecated.\\n\\tFor verbose messaging see aws.Config.CredentialsChainVerboseErrors',
        where: 'https://github.com/kubernetes-sigs/external-dns/issues/1188',
      },
    ],
  ),
  none(
    'no-credentials-go',
    'The AWS SDK for Go v2',
    [/no EC2 IMDS role found/],
    [
      {
        text: 'get identity: get credentials: failed to refresh cached credentials, no EC2 IMDS role found, operation error ec2imds: GetMetadata, canceled, context deadline exceeded',
        where: 'https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/3955',
      },
    ],
  ),
  none(
    'no-credentials-js',
    'The AWS SDK for JavaScript',
    [/Could not load credentials from any providers|Missing credentials in config|EC2 Metadata (?:roleName|creds) request returned error/],
    [
      {
        text: 'CredentialsProviderError: Could not load credentials from any providers',
        where: 'https://github.com/aws/aws-sdk-js-v3/issues/4989',
      },
      {
        text: '"message": "Missing credentials in config", "statusCode": 500, "code": "CredentialsError"',
        where: 'https://github.com/external-secrets/kubernetes-external-secrets/issues/277',
      },
    ],
  ),
  none(
    'no-credentials-java',
    'The AWS SDK for Java',
    [/Unable to load (?:AWS )?credentials from any (?:provider|of the providers) in the chain/],
    [
      {
        text: 'software.amazon.awssdk.core.exception.SdkClientException: Unable to load credentials from any of the providers in the chain.',
        where: 'https://github.com/aws/aws-sdk-java-v2/issues/5294',
      },
      {
        text: 'com.amazonaws.SdkClientException: Unable to load AWS credentials from any provider in the chain',
        where: 'https://github.com/aws/aws-sdk-java/issues/1324',
      },
    ],
  ),
  none(
    'no-credentials-dotnet',
    'The AWS SDK for .NET',
    [/Unable to get IAM security credentials from EC2 Instance Metadata Service/],
    [
      {
        text: 'Amazon.Runtime.AmazonServiceException: Unable to get IAM security credentials from EC2 Instance Metadata Service.',
        where: 'https://github.com/aws/aws-sdk-net/issues/1609',
      },
    ],
  ),
  none(
    'no-credentials-ruby',
    'The AWS SDK for Ruby',
    [/unable to sign request without credentials set/],
    [
      {
        text: 'Aws::Errors::MissingCredentialsError: unable to sign request without credentials set',
        where: 'https://github.com/aws/aws-sdk-ruby/issues/1301',
      },
    ],
  ),
  none(
    'no-credentials-php',
    'The AWS SDK for PHP',
    [/Error retrieving credentials from the instance profile metadata serv/],
    [
      {
        text: 'Error retrieving credentials from the instance profile metadata server.',
        where: 'https://github.com/aws/aws-sdk-php/issues/1308',
      },
    ],
  ),
  none(
    'no-credentials-rust',
    'The AWS SDK for Rust',
    [/SigningStageError \{ kind: MissingCredentials \}|credentials provider was not enabled|no providers in chain provided credentials/],
    [
      {
        text: 'ConstructionFailure(ConstructionFailure { source: SigningStageError { kind: MissingCredentials } })',
        where: 'https://github.com/awslabs/aws-sdk-rust/issues/760',
      },
    ],
  ),
];
