/** What the agent of EKS Pod Identity, EKS Auth and SDKs say of associations. */
import {
  ADD_ON_IAM,
  NODE_ROLE,
  POD_IDENTITY,
  POD_IDENTITY_AGENT,
  POD_IDENTITY_ASSOCIATION,
  POD_IDENTITY_ROLE,
  POD_IDENTITY_SDKS,
  POD_IDENTITY_TAGS,
  SESSION_TAGS,
} from '../pages.ts';
import type { SeenError } from './seen-error.ts';

const AGENT = /169\.254\.170\.23|fd00:ec2::23/;

export const podIdentityErrors: readonly SeenError[] = [
  {
    code: 'pod-identity-sdk-too-old',
    severity: 'error',
    says: [/only loopback hosts are allowed|is not a valid container metadata service hostname/],
    means:
      'The SDK in the image is older than EKS Pod Identity: it refuses the address of the agent, and falls through to the node’s role.',
    first: [
      'The SDK is at least what EKS Pod Identity needs: docs/doctor.md has the table.',
      'It is the SDK of the image that runs, with all that it was built with.',
    ],
    fix: 'Update the image to one with a newer SDK, or let this workload come by IRSA.',
    link: POD_IDENTITY_SDKS,
    seen: [
      {
        text: 'Ignoring, HTTP credential provider invalid endpoint host, "169.254.170.23", only loopback hosts are allowed. <nil>',
        where: 'https://github.com/peak/s5cmd/issues/807',
      },
      {
        text: 'CredentialsProviderError: 169.254.170.23 is not a valid container metadata service hostname',
        where: 'https://github.com/smithy-lang/smithy-typescript/issues/1143',
      },
    ],
  },
  {
    code: 'pod-identity-role-refused',
    severity: 'error',
    says: [/EKS does not have permissions to assume the associated role/],
    means: 'EKS may not take the role of the association: its trust policy does not let pods.eks.amazonaws.com in.',
    first: [
      'The role trusts pods.eks.amazonaws.com with both sts:AssumeRole and sts:TagSession.',
      'Conditions on aws:RequestTag/… are those of this cluster, namespace and ServiceAccount, and session tags are not disabled.',
      'No service control policy denies it.',
    ],
    fix: 'Let the trust policy be evaluated for EKS Pod Identity.',
    commands: ['create-irsa explain NAMESPACE:NAME ROLE --live --cluster CLUSTER'],
    link: POD_IDENTITY_ROLE,
    seen: [
      {
        text: 'failed to refresh cached credentials, failed to load credentials, Unauthorized Exception! EKS does not have permissions to assume the associated role., fault: client',
        where: 'https://github.com/aws/eks-pod-identity-agent/issues/139',
      },
    ],
  },
  {
    code: 'pod-identity-token-empty',
    severity: 'error',
    says: [/Service account token cannot be (?:empty|parsed)/],
    means: 'The agent got no token, or one that something was put in front of.',
    first: [
      'The program sends the file’s text as the Authorization header, without `Bearer` in front.',
      'The SDK reads AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: older ones know only AWS_CONTAINER_AUTHORIZATION_TOKEN.',
      'The container’s user may read the file.',
    ],
    fix: 'Update the SDK, or let it read the credentials instead of code of your own.',
    link: POD_IDENTITY_SDKS,
    seen: [
      {
        text: 'Error retrieving credential from ECS (Client error: `GET http://169.254.170.23/v1/credentials` resulted in a `400 Bad Request` response: Service account token cannot be empty',
        where: 'https://github.com/aws/aws-sdk-php/issues/3188',
      },
      {
        text: 'Error fetching credentials: Service account token cannot be parsed: token is malformed: could not base64 decode header: illegal base64 data at input byte 6',
        where: 'https://github.com/n8n-io/n8n/issues/23584',
      },
    ],
  },
  {
    code: 'eks-auth-failed',
    severity: 'error',
    says: [/AssumeRoleForPodIdentity/],
    unless: [/EKS does not have permissions/],
    means: 'The agent on the node could not get credentials from EKS Auth.',
    first: [
      'The role of the node allows eks-auth:AssumeRoleForPodIdentity, as AmazonEKSWorkerNodePolicy does.',
      'The node reaches eks-auth.REGION.api.aws: a private cluster needs the VPC endpoint com.amazonaws.REGION.eks-auth.',
      'An association is there for the namespace and ServiceAccount of the pod.',
    ],
    fix: 'Read what the agent on that node says, and see to its role and its way to EKS Auth.',
    commands: ['kubectl -n kube-system logs daemonset/eks-pod-identity-agent'],
    link: NODE_ROLE,
    seen: [
      {
        text: 'Error fetching credentials: error getting credentials to cache: unable to fetch credentials from EKS Auth: operation error EKS Auth: AssumeRoleForPodIdentity, https response error StatusCode: 0, RequestID: , canceled, context canceled',
        where: 'https://github.com/aws/secrets-store-csi-driver-provider-aws/issues/465',
      },
    ],
  },
  {
    code: 'pod-identity-agent-unreachable',
    severity: 'error',
    says: [AGENT],
    andOneOf: [/time(?:d )?-?out/, /deadline exceeded/, /refused/, /unreachable/, /no route to host/, /could not fetch/, /ECONNREFUSED/],
    means: 'The pod does not reach the agent of EKS Pod Identity on its node.',
    first: [
      'The add-on eks-pod-identity-agent is there, and its pod on that node is ready; a pod that starts before it has to try again.',
      'NO_PROXY of the container names 169.254.170.23 and [fd00:ec2::23].',
      'No NetworkPolicy and no firewall of the node keeps pods from port 80 of that address.',
      'The node is a Linux node of EC2: Fargate and Windows have no agent.',
    ],
    fix: 'See whether the agent runs on the node of that pod.',
    commands: [
      'kubectl -n kube-system get pods -l app.kubernetes.io/name=eks-pod-identity-agent -o wide',
      'kubectl -n NAMESPACE get pod POD -o wide',
    ],
    link: POD_IDENTITY_AGENT,
    seen: [
      {
        text: 'botocore.exceptions.CredentialRetrievalError: Error when retrieving credentials from container-role: Error retrieving metadata: Received error when attempting to retrieve container metadata: Connect timeout on endpoint URL: "http://169.254.170.23/v1/credentials"',
        where: 'https://github.com/aws-samples/containers-blog-maelstrom/issues/123',
      },
      {
        text: 'IPv4 endpoint attempt failed: HTTP request to pod identity agent failed: Get "http://169.254.170.23/v1/credentials": context deadline exceeded (Client.Timeout exceeded while awaiting headers',
        where: 'https://github.com/aws/secrets-store-csi-driver-provider-aws/issues/465',
      },
    ],
  },
  {
    code: 'pod-identity-trust-invalid',
    severity: 'error',
    says: [/Trust policy of the role provided is invalid/],
    means: 'EKS makes no association with a role that does not trust EKS Pod Identity.',
    first: [
      'The role trusts pods.eks.amazonaws.com with sts:AssumeRole and sts:TagSession.',
      'It was not made a moment ago: IAM takes some seconds to know it everywhere.',
    ],
    fix: 'Add that statement to the trust policy, apply it, then make the association.',
    link: POD_IDENTITY_ROLE,
    seen: [
      {
        text: 'CreatePodIdentityAssociation: InvalidParameterException: Trust policy of the role provided is invalid',
        where: 'https://github.com/hashicorp/terraform-provider-aws/issues/41483',
      },
    ],
  },
  {
    code: 'association-exists',
    severity: 'error',
    says: [/Association already exists/],
    means: 'The ServiceAccount has an association already, and can have only one in a cluster.',
    first: ['An add-on of EKS made it: then it belongs to the add-on.', 'Another tool, or an earlier run, made it.'],
    fix: 'Look at the one that is there; import it, or delete it and make yours.',
    commands: ['aws eks list-pod-identity-associations --cluster-name CLUSTER --namespace NAMESPACE --service-account NAME'],
    link: POD_IDENTITY_ASSOCIATION,
    seen: [
      {
        text: 'operation error EKS: CreatePodIdentityAssociation, https response error StatusCode: 409, RequestID: <redacted>, ResourceInUseException: Association already exists: <redacted>',
        where: 'https://github.com/eksctl-io/eksctl/issues/7753',
      },
    ],
  },
  {
    code: 'add-on-without-pod-identity',
    severity: 'error',
    says: [/Pod Identity feature is not supported for addon/],
    means: 'This version of the add-on takes no association through the API of add-ons.',
    first: ['A newer version of the add-on does.', 'An association that stands alone does it for the same ServiceAccount.'],
    fix: 'Make a standalone association instead, or update the add-on.',
    commands: ['create-irsa catalog ADD-ON'],
    link: ADD_ON_IAM,
    seen: [
      {
        text: 'Pod Identity feature is not supported for addon version v1.18.2-eksbuild.2',
        where: 'https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3520',
      },
    ],
  },
  {
    code: 'packed-policy-too-large',
    severity: 'error',
    says: [/PackedPolicyTooLarge|Packed size of session tags consumes/],
    means: 'The session tags of EKS Pod Identity and those of your own are more than STS takes together.',
    first: [
      'Six tags of EKS take about three quarters of the room, and go along into every further role.',
      'Names of cluster, namespace and ServiceAccount are long.',
    ],
    fix: 'Pass fewer tags of your own, or disable the session tags of the association, if no policy asks for them.',
    link: POD_IDENTITY_TAGS,
    seen: [
      {
        text: '"errorCode": "PackedPolicyTooLargeException", "errorMessage": "Packed size of session tags consumes 112% of allotted space."',
        where: 'https://github.com/aws/containers-roadmap/issues/2413',
      },
    ],
  },
  {
    code: 'tag-session-denied',
    severity: 'error',
    says: [/not authorized to perform: `?sts:TagSession/],
    means: 'A session with tags takes a further role, and may not take its tags along.',
    first: [
      'The trust policy of the further role allows sts:TagSession beside sts:AssumeRole.',
      'So does a policy of the first role, where the further role trusts its whole account.',
      'It began with a change from IRSA to EKS Pod Identity: only the latter tags sessions.',
    ],
    fix: 'Allow sts:TagSession wherever sts:AssumeRole is allowed for that role.',
    link: SESSION_TAGS,
    seen: [
      {
        text: 'is not authorized to perform: sts:TagSession\n  on resource: arn:aws:iam::444455556666:role/automation',
        where: 'https://github.com/mattrobinsonsre/terrapod/pull/1546',
      },
      {
        text: 'User: `arn:aws:sts::<TRUSTED_ACCOUT>:assumed-role/<eks-pod-role>` is not authorized to perform: `sts:TagSession` on resource: `arn:aws:iam::<TARGET_ACCOUNT>:role/cdk-hnb659fds-lookup-role-<TARGET_ACCOUNT>-us-east-1`',
        where: 'https://github.com/aws/aws-cdk-cli/pull/762',
      },
    ],
  },
  {
    code: 'container-credentials-refused',
    severity: 'error',
    says: [/HTTP credential provider: StatusCode\(4\d\d\)|Non 200 response 4\d\d from container metadata/],
    unless: [/expired/, /EKS does not have permissions/],
    means: 'The agent of EKS Pod Identity answered, and refused.',
    first: [
      'An association is there for exactly the namespace and ServiceAccount of the pod.',
      'The SDK sends the token of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE.',
      'The agent’s own log on that node says why.',
    ],
    fix: 'Read the log of the agent on the node of that pod.',
    commands: ['kubectl -n kube-system logs daemonset/eks-pod-identity-agent'],
    link: POD_IDENTITY,
    seen: [
      {
        text: 'an error occurred while loading credentials: Non-success status from HTTP credential provider: StatusCode(400)',
        where: 'https://github.com/restatedev/restate/issues/3363',
      },
    ],
  },
];
