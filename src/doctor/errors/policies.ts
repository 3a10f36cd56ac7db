/** What IAM says when a role, policy or provider cannot be made as it is written. */
import { OIDC_PROVIDER, POLICY_RESOURCE, QUOTAS } from '../pages.ts';
import type { SeenError } from './seen-error.ts';

export const policyErrors: readonly SeenError[] = [
  {
    code: 'policy-without-resources',
    severity: 'error',
    says: [/Policy statement must contain resources/],
    means: 'A statement has no Resource: a list of ARNs that a module was given is empty.',
    first: ['The input beside the attach_… flag that takes ARNs is set: its default is an empty list since iam 6 and in eks-pod-identity.'],
    fix: 'Give the module the ARNs; `create-irsa catalog ADD-ON` names the input.',
    commands: ['create-irsa catalog ADD-ON'],
    link: POLICY_RESOURCE,
    seen: [
      {
        text: 'operation error IAM: CreatePolicy, https response error StatusCode: 400, MalformedPolicyDocument: Policy statement must contain resources.',
        where: 'https://github.com/terraform-aws-modules/terraform-aws-iam/issues/603',
      },
    ],
  },
  {
    code: 'trust-with-resource',
    severity: 'error',
    says: [/Has prohibited field Resource/],
    means: 'A statement of a trust policy has a Resource, which only permissions have.',
    first: [
      'The statement is meant for the trust policy: there, leave Resource out.',
      'It is meant as a permission: then it is in the wrong input.',
    ],
    fix: 'Take Resource out of the statements of the trust policy.',
    link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
    seen: [
      {
        text: 'MalformedPolicyDocument: Has prohibited field Resource',
        where: 'https://github.com/terraform-aws-modules/terraform-aws-eks-pod-identity/issues/34',
      },
    ],
  },
  {
    code: 'trust-too-large',
    severity: 'error',
    says: [/Cannot exceed quota for ACLSizePerRole/],
    means: 'The trust policy is larger than the account’s quota: too many clusters or ServiceAccounts share one role.',
    first: ['About four clusters fit into 2048 characters.', 'Statements of clusters that are gone are still in it.'],
    fix: 'Take out clusters that are gone, give each group its own role, use EKS Pod Identity, or have quota L-C07B4B0D raised.',
    link: QUOTAS,
    seen: [
      {
        text: 'LimitExceeded: Cannot exceed quota for ACLSizePerRole: 2048\\n\\tstatus code: 409, request id: 822236a2',
        where: 'https://github.com/kubeflow/kubeflow/issues/6687',
      },
    ],
  },
  {
    code: 'too-many-policies',
    severity: 'error',
    says: [/Cannot exceed quota for PoliciesPerRole/],
    means: 'The role has as many managed policies as the account lets roles have.',
    first: ['Policies that no longer serve are still attached.', 'Several small ones could be one.'],
    fix: 'Put them together, or have quota L-0DA4ABF3 raised.',
    link: QUOTAS,
    seen: [
      {
        text: 'LimitExceeded: Cannot exceed quota for PoliciesPerRole: 15',
        where: 'https://github.com/ministryofjustice/cloud-platform-environments/pull/14118',
      },
    ],
  },
  {
    code: 'policy-too-large',
    severity: 'error',
    says: [/Cannot exceed quota for PolicySize|Maximum policy size of \d+ bytes exceeded/],
    means: 'A policy has more characters than IAM takes: 6144 in a managed one, 10240 in all inline ones of a role.',
    first: [
      'Two attach_… flags on one module make one policy of both.',
      'Lists of ARNs have a prefix in common that a wildcard could say.',
    ],
    fix: 'Split it into two policies, or shorten what it lists.',
    link: QUOTAS,
    seen: [
      { text: 'Cannot exceed quota for PolicySize: 6144', where: 'https://github.com/docker/docs/issues/6218' },
      {
        text: 'Resource handler returned message: "Maximum policy size of 10240 bytes exceeded for role HybridNodesCdkStack',
        where: 'https://github.com/aws/eks-hybrid/pull/736',
      },
    ],
  },
  {
    code: 'oidc-provider-exists',
    severity: 'error',
    says: [/EntityAlreadyExists/, /Provider with url/],
    means: 'The account has an IAM OIDC provider for that issuer already, and can have only one.',
    first: ['Another state of Terraform, eksctl or the console made it.', 'The eks module makes it: enable_irsa is true by default.'],
    fix: 'Refer to the one that is there, or import it.',
    commands: ['aws iam list-open-id-connect-providers'],
    link: OIDC_PROVIDER,
    seen: [
      {
        text: 'Error: creating IAM OIDC Provider: EntityAlreadyExists: Provider with url https://oidc.eks.eu-central-1.amazonaws.com/id/2B375A5F893E2A5921B4D7E36C0D1D97 already exists.',
        where: 'https://github.com/DrFaust92/terraform-kubernetes-ebs-csi-driver/issues/107',
      },
    ],
  },
  {
    code: 'role-exists',
    severity: 'error',
    says: [/EntityAlreadyExists/, /Role with name \S+ already exists/],
    means: 'The account has a role of that name already: of another cluster, of a former try, or made by hand.',
    first: [
      'Another state or another cluster of the account makes it: names say which cluster they are of.',
      'It is what was there before Terraform: then it is taken over rather than made anew.',
    ],
    fix: 'Take the role over by an import block, or give this one another name.',
    commands: ['aws iam get-role --role-name ROLE', 'create-irsa adopt'],
    link: 'https://developer.hashicorp.com/terraform/language/import',
    seen: [
      {
        text: 'Error: creating IAM Role (port-ocean-launchdarkly-ld_ocean): operation error IAM: CreateRole, https response error StatusCode: 409, RequestID: 277306c3-5a41-457c-bb14-6b6165485cdb, EntityAlreadyExists: Role with name port-ocean-launchdarkly-ld_ocean already exists.',
        where: 'https://github.com/port-labs/ocean/pull/854',
      },
    ],
  },
  {
    code: 'policy-malformed',
    severity: 'error',
    says: [/MalformedPolicyDocument/],
    means: 'IAM refuses the policy as it is written.',
    first: ['The rest of the message says what of it.', 'Resources are ARNs or *.', 'Principals that a trust policy names exist.'],
    fix: 'Correct what the rest of the message names.',
    link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_policies.html',
    vague: true,
    seen: [
      {
        text: 'MalformedPolicyDocument: Resource  must be in ARN format or "*".',
        where: 'https://github.com/cattle-ops/terraform-aws-gitlab-runner/issues/1257',
      },
    ],
  },
];
