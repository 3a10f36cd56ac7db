import { awsPolicyName, needOf } from '../../iam/node-needs.ts';
import type { FindingKind, Sighting } from '../finding.ts';
import type { At, Id } from '../found.ts';
import type { Inventory, Policy } from '../inventory.ts';
import { isNodeRole } from '../pod-roles.ts';
import { knownText, wholeExpression, type Written } from '../written.ts';

export const nodeRolePermissions: FindingKind = {
  code: 'node-role-permissions',
  severity: 'warning',
  title: 'Permissions of workloads on nodes',
  why: 'Every pod on these nodes that reaches the instance metadata service has what their role has, and CloudTrail names the node.',
  link: 'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
  find: (inventory) => unique([...ofGroups(inventory), ...ofRoles(inventory)]),
};

/** What the machine itself, or an agent of it, needs. */
const OF_MACHINES = /SSM|CloudWatchAgent|ContainerRegistry|EKSWorkerNode|EKS_CNI|EKSVPCResource|EKSCluster|Inspector|Detective|GuardDuty/;

/** Services that pods are let into, and machines have no business with. */
const OF_WORKLOADS = new Set(
  'aoss athena bedrock cognito-idp dynamodb elasticfilesystem elasticloadbalancing es events firehose glue kinesis lambda rds-data redshift-data route53 s3 s3express s3tables secretsmanager ses sns sqs states'.split(
    ' ',
  ),
);

const ofGroups = ({ nodeGroups, policies }: Inventory): readonly Sighting[] =>
  nodeGroups.flatMap((group) =>
    group.policies.flatMap(({ value, at }) => {
      const policy = policies.find(
        (one) => one.address !== undefined && wholeExpression(value) === `${one.address}.arn` && one.root === group.root,
      );
      return sightingOf(group.id, at, policy, value);
    }),
  );

const ofRoles = (inventory: Inventory): readonly Sighting[] => {
  const { nodeGroups, roles, edges, policies } = inventory;
  const ofNodes = new Set([...nodeGroups, ...roles.filter((role) => isNodeRole(role, inventory))].map(({ id }) => id));
  return edges.flatMap(({ kind, from, to, at, written }) => {
    if (kind !== 'role-policy' || !ofNodes.has(from)) return [];
    const policy = policies.find(({ id }) => id === to);
    return sightingOf(from, at, policy, policy?.arn ?? written);
  });
};

function sightingOf(subject: Id, at: At, policy: Policy | undefined, arn: Written | undefined): readonly Sighting[] {
  const literal = knownText(arn);
  const aws = awsPolicyName(literal);
  const what =
    aws === undefined
      ? policy !== undefined && services(policy)[0]
      : needOf(literal) === undefined && !OF_MACHINES.test(aws) && `the policy ${aws}`;
  if (what === false || what === undefined) return [];
  return [
    {
      at,
      subject,
      message: `The role of nodes has ${what}, which pods need and nodes do not.`,
      fix: 'Give it to a role of the ServiceAccount that needs it; `create-irsa migrate node-role` does so step by step.',
    },
  ];
}

/** `s3:GetObject`, `dynamodb:Query`: the first action of each service that only workloads use. */
const services = ({ permissions }: Policy): readonly string[] =>
  permissions.statements.flatMap(({ effect, actions = [] }) =>
    effect === 'Allow'
      ? actions.flatMap((action) => (OF_WORKLOADS.has((knownText(action) ?? '').split(':', 1)[0] ?? '') ? (knownText(action) ?? []) : []))
      : [],
  );

/** An attachment may be known from the group and from the role. */
const unique = (sightings: readonly Sighting[]): readonly Sighting[] => [
  ...new Map(sightings.map((one) => [`${one.at.file}:${one.at.line} ${one.message}`, one])).values(),
];
