/** Files of Terraform that create-irsa wrote, whichever version of it → what their roles may do and who may take them. */
import { STS_AUDIENCE } from '../iam/audience.ts';
import { POD_IDENTITY, POD_IDENTITY_ACTIONS } from '../iam/pod-identity.ts';
import { list, map, text, texts, type Json } from './json.ts';
import { permitsOfText, statementsLater, trustOfText } from './of-document.ts';
import type { Permit } from './permit.ts';
import { noPermissions, type ModuleInput, type RolePermissions } from './role-permissions.ts';

export interface WrittenBlock {
  readonly type: string;
  readonly labels: readonly string[];
  /** As in Terraform's JSON, nested blocks as lists; what has to be evaluated as `<expression>`. */
  readonly body: Json;
}

export function rolesOfFiles(blocks: readonly WrittenBlock[]): readonly RolePermissions[] {
  const context = { blocks };
  const named = (type: string): readonly WrittenBlock[] =>
    blocks.filter(({ labels: [first], type: kind }) => kind === 'resource' && first === type);
  const associations = [
    ...named('aws_eks_pod_identity_association').map(({ body }) => ({ role: text(body['role_arn']) ?? '', who: whoIn(body) })),
    ...named('aws_eks_addon').flatMap(({ body }) =>
      listed(body['pod_identity_association']).map((one) => ({ role: text(map(one)['role_arn']) ?? '', who: whoseAddOn(map(one), body) })),
    ),
  ];
  return [
    ...named('aws_iam_role').map((role) => withAssociations(rawRole(role, context), `aws_iam_role.${role.labels[1]}.arn`, associations)),
    ...blocks
      .filter(({ type, body }) => type === 'module' && MAKERS.test(text(body['source']) ?? ''))
      .map((module) => {
        const role = moduleRole(module, context);
        return [`${role.key}.iam_role_arn`, `${role.key}.arn`].reduce((one, arn) => withAssociations(one, arn, associations), role);
      }),
  ];
}

/** Modules that make a role. */
const MAKERS = /iam-role-for-service-accounts|eks-pod-identity|\/karpenter$/;

interface Context {
  readonly blocks: readonly WrittenBlock[];
}

type Association = { readonly role: string; readonly who: string };

const withAssociations = (role: RolePermissions, arn: string, associations: readonly Association[]): RolePermissions => ({
  ...role,
  associations: [...role.associations, ...associations.filter((one) => one.role === `<${arn}>`).map(({ who }) => who)],
});

function whoIn(body: Json): string {
  const target = text(body['target_role_arn']);
  const who = `${text(body['namespace'])}:${text(body['service_account'])} in ${text(body['cluster_name'])}`;
  const policy = text(body['policy']);
  return [who, ...(target === undefined ? [] : [`for ${target}`]), ...(policy === undefined ? [] : [`at most ${policy}`])].join(', ');
}

/** The namespace is that of the add-on. */
const whoseAddOn = (association: Json, addOn: Json): string =>
  `${text(association['service_account'])} of the EKS add-on ${text(addOn['addon_name'])} in ${text(addOn['cluster_name'])}`;

/** The block that `<data.aws_iam_policy_document.x.json>` and the like refer to. */
const referred = ({ blocks }: Context, type: 'data' | 'resource', kind: string, reference: string): WrittenBlock | undefined => {
  const [, label] = new RegExp(`^<${type === 'data' ? 'data\\.' : ''}${kind}\\.([\\w-]+)\\.\\w+>$`).exec(reference) ?? [];
  return blocks.find(({ type: of, labels }) => of === type && labels[0] === kind && labels[1] === label && label !== undefined);
};

/** A document as JSON, or nothing where the reference leads nowhere. */
function documentAt(context: Context, reference: string): string | undefined {
  const block = referred(context, 'data', 'aws_iam_policy_document', reference);
  if (block === undefined) return undefined;
  const statements = list(listed(block.body['statement'])).map((statement) => {
    const { principals, condition, ...others } = map(statement);
    return { ...others, principals: listed(principals), condition: listed(condition) };
  });
  const read = statementsLater({ statement: statements }, {});
  return read === undefined ? undefined : JSON.stringify({ Version: '2012-10-17', Statement: read });
}

/** One nested block may stand alone in JSON. */
const listed = (value: unknown): readonly unknown[] => (value === undefined ? [] : [value].flat());

function rawRole({ labels, body }: WrittenBlock, context: Context): RolePermissions {
  const key = `aws_iam_role.${labels[1]}`;
  const attached = attachedTo([`<${key}.name>`], context);
  const trust = documentAt(context, text(body['assume_role_policy']) ?? '');
  const boundary = text(body['permissions_boundary']);
  return {
    ...noPermissions,
    ...attachedParts(attached, context),
    key,
    name: text(body['name']) ?? key,
    trust: trust === undefined ? [] : (trustOfText(trust) ?? []),
    ...(boundary === undefined ? {} : { boundary }),
  };
}

/** By resources of their own. */
const attachedTo = (roles: readonly string[], { blocks }: Context): readonly string[] =>
  blocks
    .filter(
      ({ type, labels: [kind], body }) =>
        type === 'resource' && kind === 'aws_iam_role_policy_attachment' && roles.includes(String(body['role'])),
    )
    .flatMap(({ body }) => (body['for_each'] === undefined ? texts([body['policy_arn']]) : valuesOf(body['for_each'])));

/** Of a map; one that has to be evaluated names its policies all the same. */
const valuesOf = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [...value.matchAll(/aws_iam_policy\.[\w-]+\.arn|arn:[^"]+/g)].map(([found]) => (found.startsWith('arn:') ? found : `<${found}>`))
    : texts(Object.values(map(value)));

function attachedParts(arns: readonly string[], context: Context): Pick<RolePermissions, 'permits' | 'managedPolicies' | 'unknown'> {
  const own = arns.map((arn) => ({ arn, policy: referred(context, 'resource', 'aws_iam_policy', arn) }));
  const parts = own.flatMap(({ policy }) => (policy === undefined ? [] : [documentAt(context, text(policy.body['policy']) ?? '')]));
  const permits = parts.flatMap((document): readonly Permit[] => (document === undefined ? [] : (permitsOfText(document) ?? [])));
  return {
    permits,
    managedPolicies: own.filter(({ policy }) => policy === undefined).map(({ arn }) => arn),
    unknown: parts.includes(undefined) ? ['what a policy allows whose document is not in these files'] : [],
  };
}

const first = (body: Json, ...names: readonly string[]): string | undefined =>
  names.map((name) => text(body[name])).find((value) => value !== undefined);

function moduleRole({ labels, body }: WrittenBlock, context: Context): RolePermissions {
  const key = `module.${labels[0]}`;
  const attached = [
    ...POLICIES.flatMap((name) => valuesOf(body[name] ?? {})),
    ...attachedTo([`<${key}.name>`, `<${key}.iam_role_name>`], context),
  ];
  const boundary = first(
    body,
    'role_permissions_boundary_arn',
    'permissions_boundary',
    'permissions_boundary_arn',
    'iam_role_permissions_boundary_arn',
  );
  return {
    ...noPermissions,
    ...attachedParts(attached, context),
    key,
    name: first(body, 'role_name', 'name', 'iam_role_name') ?? key,
    trust: [
      ...Object.values(map(body['oidc_providers'])).flatMap((provider) =>
        tokenTrust(text(map(provider)['provider_arn']), texts(map(provider)['namespace_service_accounts'])),
      ),
      ...tokenTrust(text(body['irsa_oidc_provider_arn']), texts(body['irsa_namespace_service_accounts'])),
      ...statedTrust(body),
      ...texts(body['iam_role_override_assume_policy_documents']).flatMap((one) => trustOfText(documentAt(context, one) ?? '') ?? []),
    ],
    associations: [
      ...Object.values(map(body['associations'])).map((one) => whoIn(map(one))),
      ...(body['create_pod_identity_association'] === true ? [whoIn(body)] : []),
    ],
    modulePolicy: [
      { input: 'module', value: [text(body['source']), text(body['version'])].filter((part) => part !== undefined).join(' ') },
      ...Object.entries(body).flatMap(([input, value]) => (BESIDE.test(input) ? [] : inputs(input, value))),
    ],
    ...(boundary === undefined ? {} : { boundary }),
  };
}

const POLICIES = ['role_policy_arns', 'policies', 'additional_policy_arns', 'iam_role_policies'];

/** Inputs that the policy of the module does not depend on, or that are told otherwise. */
const BESIDE =
  /^(source|version|providers|tags|depends_on|((iam_)?role_)?(name|path|description|use_name_prefix)|(iam_)?(policy_name|policy_use_name_prefix)|\w+_policy_name|.*permissions_boundary(_arn)?|node_.*|queue_name|rule_name_prefix|namespace|service_account|oidc_providers|irsa_\w+|role_policy_arns|policies|additional_policy_arns|iam_role_policies|trust_policy_\w+|associations|create_pod_identity_association|iam_role_override_assume_policy_documents)$/;

function inputs(input: string, value: unknown): readonly ModuleInput[] {
  if (Array.isArray(value)) return value.flatMap((one: unknown) => inputs(input, one));
  if (typeof value === 'object' && value !== null) return Object.entries(value).flatMap(([key, one]) => inputs(`${input}.${key}`, one));
  return value === null ? [] : [{ input, value: String(value) }];
}

/** As the role modules of iam 5.x and 6.x trust tokens. */
function tokenTrust(provider: string | undefined, subjects: readonly string[]): readonly Permit[] {
  if (provider === undefined) return [];
  const issuer = `issuer of ${provider.replaceAll(/[<>]/g, '')}`;
  const Condition = {
    StringEquals: { [`<${issuer}>:sub`]: subjects.map((one) => `system:serviceaccount:${one}`), [`<${issuer}>:aud`]: STS_AUDIENCE },
  };
  return trusted([{ Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: provider }, Condition }]);
}

const trusted = (Statement: readonly object[]): readonly Permit[] =>
  trustOfText(JSON.stringify({ Version: '2012-10-17', Statement })) ?? [];

/** eks-pod-identity: conditions on its own statement, and statements beside it. */
function statedTrust(body: Json): readonly Permit[] {
  const own = {
    actions: POD_IDENTITY_ACTIONS,
    principals: [{ type: 'Service', identifiers: [POD_IDENTITY] }],
    condition: list(body['trust_policy_conditions']),
  };
  const beside = list(body['trust_policy_statements']);
  if (body['trust_policy_conditions'] === undefined && beside.length === 0) return [];
  return trusted(statementsLater({ statement: [own, ...beside] }, {}) ?? []);
}
