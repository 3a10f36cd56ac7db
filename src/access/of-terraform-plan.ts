/** A plan of Terraform → what each of its roles may do and who may take it, before and after; whoever wrote it. */
import { list, map, text, texts, type Json } from './json.ts';
import { permitsOfText, statementsLater, trustOfText } from './of-document.ts';
import type { Permit } from './permit.ts';
import { noPermissions, type RolePermissions } from './role-permissions.ts';
import { readTerraformPlan, withoutIndices, type PlannedResource, type TerraformChanges } from './terraform-plan.ts';

export interface PlannedAccess {
  readonly before: readonly RolePermissions[];
  readonly after: readonly RolePermissions[];
  /** Accounts that its roles and policies are of. */
  readonly home: ReadonlySet<string>;
}

/** @returns nothing if it is no plan */
export function accessOfTerraformPlan(json: unknown): PlannedAccess | undefined {
  const changes = readTerraformPlan(json);
  if (changes === undefined) return undefined;
  const arns = changes.resources.flatMap(({ type, before, after }) =>
    /^aws_iam_(role|policy)$/.test(type) ? [before, after].flatMap((side) => text(side?.['arn']) ?? []) : [],
  );
  const [before, after] = [rolesOf(changes, 'before'), rolesOf(changes, 'after')];
  // A policy that is attached by now is told with its role.
  const told = new Set([...before.attached, ...after.attached].map(policyKey));
  const without = ({ roles }: Side): readonly RolePermissions[] => roles.filter(({ key }) => !told.has(key));
  return {
    before: without(before),
    after: without(after),
    home: new Set(arns.flatMap((arn) => /^arn:[^:]+:iam::(\d{12}):/.exec(arn)?.slice(1) ?? [])),
  };
}

/** A resource on one side. */
interface Found {
  readonly address: string;
  readonly type: string;
  readonly values: Json;
  /** Nothing is unknown of what is there. */
  readonly unknown: Json;
}

/** All that a role gets from somewhere. */
interface Given {
  readonly permits: readonly Permit[];
  readonly managedPolicies: readonly string[];
  readonly unknown: readonly string[];
}

const NOTHING: Given = { permits: [], managedPolicies: [], unknown: [] };

const sum = (parts: readonly Given[]): Given => ({
  permits: parts.flatMap(({ permits }) => permits),
  managedPolicies: parts.flatMap(({ managedPolicies }) => managedPolicies),
  unknown: parts.flatMap(({ unknown }) => unknown),
});

interface Side {
  readonly roles: readonly RolePermissions[];
  /** Addresses of policies that some role has. */
  readonly attached: ReadonlySet<string>;
}

const policyKey = (address: string): string => `policy ${address}`;

function rolesOf(changes: TerraformChanges, side: 'before' | 'after'): Side {
  const found = changes.resources.flatMap((resource) => foundOn(resource, side));
  const ofType = (type: string): readonly Found[] => found.filter((one) => one.type === type);
  const context: Context = { changes, side, policies: ofType('aws_iam_policy'), roles: ofType('aws_iam_role') };
  const attached = new Set<string>();
  const gifts = new Map<string, Given[]>();
  const give = (keys: readonly string[], given: Given): void => {
    for (const key of keys) gifts.set(key, [...(gifts.get(key) ?? []), given]);
  };
  for (const inline of ofType('aws_iam_role_policy')) give(rolesNamed(inline, 'role', context), documentOf(inline, 'policy', context));
  for (const attachment of [...ofType('aws_iam_role_policy_attachment'), ...ofType('aws_iam_policy_attachment')]) {
    const { given, policies } = attachedBy(attachment, context);
    for (const policy of policies) attached.add(policy);
    give(rolesNamed(attachment, attachment.type === 'aws_iam_policy_attachment' ? 'roles' : 'role', context), given);
  }
  const associations = ofType('aws_eks_pod_identity_association').flatMap((association) =>
    rolesNamed(association, 'role_arn', context).map((key) => ({ key, ...associated(association) })),
  );
  const known = new Set(context.roles.map(({ address }) => address));
  const elsewhere = [...new Set([...gifts.keys(), ...associations.map(({ key }) => key)])].filter((key) => !known.has(key));
  const more = (key: string) => ({
    ...sum(gifts.get(key) ?? []),
    associations: associations.filter((one) => one.key === key).map(({ who }) => who),
    sessionPolicies: associations.flatMap(({ key: of, policy }) => (of === key && policy !== undefined ? [policy] : [])),
  });
  const roles = [
    ...context.roles.map((role) => roleFrom(role, more(role.address), context)),
    ...elsewhere.map((key) => ({ ...noPermissions, key, name: key.replace(/^role /, ''), ...more(key) })),
    // What nobody here is known to have is shown all the same.
    ...context.policies.map((policy) => ({
      ...noPermissions,
      key: policyKey(policy.address),
      name: text(policy.values['name']) ?? policy.address,
      ...documentOf(policy, 'policy', context),
    })),
  ];
  return { roles, attached };
}

interface Context {
  readonly changes: TerraformChanges;
  readonly side: 'before' | 'after';
  readonly policies: readonly Found[];
  readonly roles: readonly Found[];
}

function foundOn({ mode, address, type, unknown, ...sides }: PlannedResource, side: 'before' | 'after'): Found[] {
  const values = sides[side];
  return mode !== 'managed' || values === undefined ? [] : [{ address, type, values, unknown: side === 'after' ? unknown : {} }];
}

type RoleParts = Given & Pick<RolePermissions, 'associations' | 'sessionPolicies'>;

function roleFrom(role: Found, given: RoleParts, context: Context): RolePermissions {
  const { address, values, unknown } = role;
  const { changes } = context;
  const trust = trustOf(role, context);
  // The provider repeats there what is attached by other resources, unless the role itself says it.
  const own = sum([
    ...(changes.says(address, 'inline_policy')
      ? list(values['inline_policy']).map((one) => policyText(text(map(one)['policy']), address))
      : []),
    { ...NOTHING, managedPolicies: changes.says(address, 'managed_policy_arns') ? texts(values['managed_policy_arns']) : [] },
  ]);
  const all = sum([own, given]);
  const boundary = unknown['permissions_boundary'] === true ? '<known after apply>' : text(values['permissions_boundary']);
  return {
    ...noPermissions,
    ...all,
    associations: given.associations,
    sessionPolicies: given.sessionPolicies,
    key: address,
    name: text(values['name']) ?? address,
    trust: trust ?? [],
    unknown: [...all.unknown, ...(trust === undefined ? [`who may take ${address}`] : [])],
    ...(boundary === undefined ? {} : { boundary }),
  };
}

function trustOf(role: Found, context: Context): readonly Permit[] | undefined {
  const document = text(role.values['assume_role_policy']) ?? laterText(role, 'assume_role_policy', context);
  return document === undefined ? undefined : trustOfText(document);
}

const policyText = (document: string | undefined, address: string): Given => {
  const permits = document === undefined ? undefined : permitsOfText(document);
  return permits === undefined ? { ...NOTHING, unknown: [`what ${address} allows`] } : { ...NOTHING, permits };
};

const documentOf = (resource: Found, argument: string, context: Context): Given =>
  policyText(text(resource.values[argument]) ?? laterText(resource, argument, context), resource.address);

/** Of the data source that makes it during the apply. */
function laterText({ address, unknown }: Found, argument: string, { changes, side }: Context): string | undefined {
  if (side === 'before' || unknown[argument] !== true) return undefined;
  const sources = changes.referred(address, argument, 'data.aws_iam_policy_document');
  const read = changes.resources.filter((one) => one.mode === 'data' && sources.includes(withoutIndices(one.address)));
  const near = closest(read, address);
  const statements = near.flatMap(
    ({ after = {}, unknown: marks }): readonly (Json | undefined)[] => statementsLater(after, marks) ?? [undefined],
  );
  if (statements.length === 0 || statements.includes(undefined)) return undefined;
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** Of several of one block, those of the same module and with the same index, if there are such. */
function closest<T extends { readonly address: string }>(candidates: readonly T[], address: string): readonly T[] {
  const [, index = ''] = /(\[[^\]]*\])$/.exec(address) ?? [];
  const module = address.slice(0, Math.max(0, address.lastIndexOf('module.')));
  const same = candidates.filter((one) => one.address.endsWith(index) && index !== '');
  const inModule = candidates.filter((one) => module !== '' && one.address.startsWith(module));
  return same.length > 0 ? same : inModule.length > 0 ? inModule : candidates;
}

/** Keys of the roles that an argument names: addresses of those in the plan, names of all others. */
function rolesNamed({ address, values, unknown }: Found, argument: string, { changes, roles }: Context): readonly string[] {
  const said = [text(values[argument]) ?? texts(values[argument])].flat();
  if (said.length > 0) {
    return said.map((one) => {
      const name = one.replace(/^arn:[^:]+:iam::\d*:role\/(?:.*\/)?/, '');
      return roles.find((role) => role.values['name'] === name || role.values['arn'] === one)?.address ?? `role ${name}`;
    });
  }
  if (unknown[argument] === undefined) return [];
  const referred = changes.referred(address, argument, 'aws_iam_role');
  const found = closest(
    roles.filter((role) => referred.includes(withoutIndices(role.address))),
    address,
  );
  return found.length > 0 ? found.map((role) => role.address) : [`role of ${address}`];
}

function attachedBy(attachment: Found, context: Context): { readonly given: Given; readonly policies: readonly string[] } {
  const { address, values } = attachment;
  const { changes, policies } = context;
  const arn = text(values['policy_arn']);
  const named = policies.filter((policy) => arn !== undefined && policy.values['arn'] === arn);
  if (arn !== undefined && named.length === 0) return { given: { ...NOTHING, managedPolicies: [arn] }, policies: [] };
  const referred = changes.referred(address, 'policy_arn', 'aws_iam_policy');
  const found =
    named.length > 0
      ? named
      : closest(
          policies.filter((policy) => referred.includes(withoutIndices(policy.address))),
          address,
        );
  if (found.length === 0) return { given: { ...NOTHING, unknown: [`which policy ${address} attaches`] }, policies: [] };
  return {
    given: sum(found.map((policy) => documentOf(policy, 'policy', context))),
    policies: found.map((policy) => policy.address),
  };
}

function associated({ values }: Found): { readonly who: string; readonly policy?: string } {
  const of = (name: string): string => text(values[name]) ?? '<known after apply>';
  const target = text(values['target_role_arn']);
  const policy = text(values['policy']);
  const who = `${of('namespace')}:${of('service_account')} in ${of('cluster_name')}`;
  return { who: target === undefined ? who : `${who}, for ${target}`, ...(policy === undefined ? {} : { policy: `${who}: ${policy}` }) };
}
