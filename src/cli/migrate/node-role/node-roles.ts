/** The roles of nodes, and what is attached to them, as a state of Terraform has it. Pure. */
import { readPolicy, type PolicyStatement } from '../../../iam/policy-document.ts';
import type { StateResource } from '../../../repo/terraform-json.ts';
import { items, loose, string, strings } from '../../../spec/loose.ts';

export interface HeldPolicy {
  readonly name: string;
  /** Absent: it is written into the role itself. */
  readonly arn?: string;
  /** Absent: not known where it was looked. */
  readonly statements?: readonly PolicyStatement[];
  /** Of what attaches it, in the state. */
  readonly address?: string;
}

export interface NodeRole {
  readonly name: string;
  readonly permissionsBoundary?: string;
  readonly policies: readonly HeldPolicy[];
}

/** @param named by the user; else those that the state's node groups and access entries name */
export function nodeRolesIn(state: readonly StateResource[], named: readonly string[]): readonly NodeRole[] {
  const names = named.length > 0 ? named : [...new Set(state.flatMap(nodeRoleOf))];
  return names.flatMap((name) => nodeRole(name, state));
}

/** https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html: nodes that EKS does not manage itself have one, too. */
function nodeRoleOf({ type, values }: StateResource): string[] {
  const arn =
    type === 'aws_eks_node_group'
      ? values['node_role_arn']
      : type === 'aws_eks_access_entry' && string(values['type'])?.startsWith('EC2')
        ? values['principal_arn']
        : undefined;
  return nameIn(string(arn));
}

export const nameIn = (arn: string | undefined): string[] => {
  const name = arn?.split('/').at(-1);
  return name === undefined || name === '' ? [] : [name];
};

/**
 * Nothing where the state has neither the role nor anything of it. What the role itself lists counts only where nothing
 * else attaches to it: then it is what the configuration says, else a mirror that an apply leaves behind the times.
 */
function nodeRole(name: string, state: readonly StateResource[]): NodeRole[] {
  const role = state.find(({ type, values }) => type === 'aws_iam_role' && values['name'] === name);
  const attached = state.flatMap((resource) => heldBy(resource, name));
  const policies = attached.length > 0 || role === undefined ? attached : listedBy(role);
  const boundary = string(role?.values['permissions_boundary']);
  if (role === undefined && policies.length === 0) return [];
  return [
    {
      name,
      ...(boundary === undefined || boundary === '' ? {} : { permissionsBoundary: boundary }),
      policies: policies
        .filter((policy, i) => policies.findIndex((other) => idOf(other) === idOf(policy)) === i)
        .map((policy) => withStatements(policy, state)),
    },
  ];
}

const idOf = ({ name, arn }: HeldPolicy): string => arn ?? `inline ${name}`;

const managed = (arn: unknown, address: string): HeldPolicy[] => nameIn(string(arn)).map((name) => ({ name, arn: String(arn), address }));

const inline = (name: unknown, document: unknown, address: string): HeldPolicy[] =>
  string(name) === undefined ? [] : [{ name: String(name), ...statementsIn(document), address }];

function heldBy({ address, mode, type, values }: StateResource, role: string): HeldPolicy[] {
  if (mode !== 'managed') return [];
  if (type === 'aws_iam_role_policy_attachment') return values['role'] === role ? managed(values['policy_arn'], address) : [];
  if (type === 'aws_iam_policy_attachment') return strings(values['roles']).includes(role) ? managed(values['policy_arn'], address) : [];
  return type === 'aws_iam_role_policy' && values['role'] === role ? inline(values['name'], values['policy'], address) : [];
}

const listedBy = ({ address, values }: StateResource): HeldPolicy[] => [
  ...strings(values['managed_policy_arns']).flatMap((arn) => managed(arn, address)),
  ...items(values['inline_policy']).flatMap((policy) => inline(loose(policy)['name'], loose(policy)['policy'], address)),
];

function withStatements(policy: HeldPolicy, state: readonly StateResource[]): HeldPolicy {
  if (policy.arn === undefined) return policy;
  const made = state.find(({ type, values }) => type === 'aws_iam_policy' && values['arn'] === policy.arn);
  return { ...policy, ...statementsIn(made?.values['policy']) };
}

export function statementsIn(document: unknown): { readonly statements?: readonly PolicyStatement[] } {
  const statements = readPolicy(document);
  return statements === undefined ? {} : { statements };
}
