/** Where each add-on and grant has its permissions from, on every line and output → docs/matrix.md. */
import { code, page, table } from './markdown.mjs';

const ROLE_LINES = ['iam-5', 'iam-6'];
const OWN_LINES = { 'iam-5': 'eks-20', 'iam-6': 'eks-21' };
const CLUSTER = { clusterNames: ['production'] };
const POD_IDENTITY_LINES = ['pod-identity-1', 'pod-identity-2'];

export const matrixPage = ({ addOns, grants, fullest, podIdentityPermissions, policySize, spell, mostOfPolicy }) => {
  const size = (statements) => policySize(statements, spell);
  const ours = (statements) => `statements of ours (${size(statements)})`;
  return page(
    'The matrix',
    `Every add-on and every grant, told as much as it can be by examples, on each line of modules and each output. In brackets are the characters of the policy that is ours, as IAM counts them: ${mostOfPolicy} fit into one, and what does not goes into a second.`,
    'What stands here is tested: every cell of Terraform goes through the real `terraform validate` and `plan` in the partitions `aws`, `aws-cn` and `aws-us-gov`, its policies are measured, and none of them names another partition ([the test](../test/terraform/everything.test.ts)). The column of iam 5.x is applied, too, by the real AWS provider to a double of AWS, and what IAM then has is compared with the plan, policy by policy ([the test](../test/terraform/everything-applied.test.ts)). What the published modules of eks-pod-identity make of their inputs is planned and read, flag by flag ([the test](../test/terraform/pod-identity-modules.test.ts)).',
    '## Add-ons',
    table(
      [
        'add-on',
        'iam 5.x, eks 20.x',
        'iam 6.x, eks 21.x',
        'eks-pod-identity 1.x',
        'eks-pod-identity 2.x',
        'Pod Identity since; association',
        'eksctl without Terraform',
        'EKS add-on',
      ],
      addOns.map((addOn) => {
        const options = fullest(addOn);
        return [
          `[${code(addOn.id)}](add-ons.md#${addOn.id})`,
          ...ROLE_LINES.map((line) => onLine(addOn, options, line, ours)),
          ...POD_IDENTITY_LINES.map((line) => withPodIdentity(addOn, podIdentityPermissions(addOn, options, CLUSTER, line), ours)),
          association(addOn),
          withoutModule(addOn, options, ours),
          addOn.eksAddOn === undefined ? 'none: there is a chart only' : code(addOn.eksAddOn),
        ];
      }),
    ),
    '## Grants',
    table(
      ['grant', 'iam 5.x', 'iam 6.x', 'eks-pod-identity 1.x', 'eks-pod-identity 2.x', 'eksctl without Terraform', 'EKS add-on'],
      grants.map((grant) => {
        const policy = ours(grant.statements(fullest(grant)));
        return [
          `[${code(grant.service)}](grants.md#${grant.service})`,
          policy,
          policy,
          policy,
          policy,
          policy.replace(')', ', inline)'),
          'none: grants are for apps',
        ];
      }),
    ),
    'Older versions of an add-on than the one under **Pod Identity since** do not ask the agent, and fall back to the node role without a word. An **association** gives a ServiceAccount its role by EKS Pod Identity: it is inside the EKS add-on where EKS takes it there, and stands alone otherwise.',
  );
};

function onLine(addOn, options, line, ours) {
  const beside = addOn.besideOwnModule?.(CLUSTER, OWN_LINES[line]) ?? [];
  return [
    // Its own module makes the role unless it is told of what else that makes.
    ...(addOn.ownModule === undefined
      ? []
      : [`the module ${code('karpenter')}${beside.length > 0 ? ` and ${ours(beside)}` : ''}; or by a role module:`]),
    ...parts(addOn.permissions(options, CLUSTER, line), ours),
  ]
    .join(', ')
    .replace(':, ', ' ');
}

const parts = ({ inputs = {}, managedPolicies = [], statements = [] }, ours) => [
  ...Object.keys(inputs)
    .filter((name) => name.startsWith('attach_'))
    .map(code),
  ...(managedPolicies.length > 0 ? [policiesOfAws(managedPolicies)] : []),
  ...(statements.length > 0 ? [ours(statements)] : []),
];

const withPodIdentity = (addOn, permissions, ours) =>
  [
    ...(addOn.ownModule === undefined ? [] : [`the module ${code('karpenter')} of eks 21.x; or by a role module:`]),
    ...parts(permissions, ours),
  ]
    .join(', ')
    .replace(':, ', ' ');

const association = ({ eksAddOn, podIdentity: { since, eksAddOnSince } }) =>
  `${since}; ${eksAddOnSince === undefined ? `alone${eksAddOn === undefined ? '' : ': the EKS add-on takes none'}` : `in the EKS add-on from ${eksAddOnSince} on`}`;

function withoutModule(addOn, options, ours) {
  const own = addOn.withoutModule(options, CLUSTER);
  if (own === undefined) return 'refused: its queue and node role need a module';
  return [...(own.wellKnown === undefined ? [] : [code(own.wellKnown)]), ...parts(own, ours)].join(', ');
}

const policiesOfAws = (policies) => (policies.length === 1 ? 'a policy of AWS' : `${policies.length} policies of AWS`);
