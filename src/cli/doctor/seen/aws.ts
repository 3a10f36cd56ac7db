/** Answers of AWS → what is kept of them. Pure. */
import { keptTrust } from '../../../doctor/redact.ts';
import type { SeenAssociation, SeenCluster, SeenProvider, SeenRole, SeenSimulation } from '../../../doctor/world.ts';
import { parseArn } from '../../../iam/arn.ts';
import { items, loose, string, strings } from '../../../spec/loose.ts';
import { trustPolicyOf } from '../../explain/trust-policy.ts';

/** @returns nothing if it is none */
export function clusterOf(answer: unknown): (SeenCluster & { readonly vpc?: string }) | undefined {
  const cluster = loose(loose(answer)['cluster']);
  const arn = string(cluster['arn']) ?? '';
  const { region, accountId } = parseArn(arn) ?? {};
  const name = string(cluster['name']);
  if (name === undefined || region === undefined || accountId === undefined) return undefined;
  const { endpointPublicAccess, vpcId } = loose(cluster['resourcesVpcConfig']);
  const issuer = string(loose(loose(cluster['identity'])['oidc'])['issuer']);
  return {
    name,
    arn,
    region,
    account: accountId,
    status: string(cluster['status']) ?? 'UNKNOWN',
    ...(issuer === undefined || issuer === '' ? {} : { issuer: issuer.replace(/\/$/, '') }),
    publicEndpoint: endpointPublicAccess !== false,
    autoMode: loose(cluster['computeConfig'])['enabled'] === true,
    ...(typeof vpcId === 'string' ? { vpc: vpcId } : {}),
  };
}

/** ARNs end in the URL. */
export const providersOf = (answer: unknown): readonly Omit<SeenProvider, 'audiences'>[] =>
  items(loose(answer)['OpenIDConnectProviderList']).flatMap((one) => {
    const arn = string(loose(one)['Arn']);
    return arn === undefined ? [] : [{ arn, url: arn.replace(/^.*?:oidc-provider\//, '') }];
  });

export const audiencesOf = (answer: unknown): readonly string[] => strings(loose(answer)['ClientIDList']);

/** Of `get-role`. */
export function roleOf(arn: string, answer: unknown): SeenRole {
  const role = loose(loose(answer)['Role']);
  return there(
    string(role['Arn']) ?? arn,
    role['AssumeRolePolicyDocument'],
    string(loose(role['PermissionsBoundary'])['PermissionsBoundaryArn']),
  );
}

export const attachedOf = (answer: unknown): readonly string[] =>
  items(loose(answer)['AttachedPolicies']).flatMap((one) => string(loose(one)['PolicyArn']) ?? []);

export const inlineOf = (answer: unknown): readonly string[] => strings(loose(answer)['PolicyNames']);

/** What of the account’s roles is asked for, and so printed at all. */
export const ROLES_QUERY =
  'RoleDetailList[].{Arn: Arn, Trust: AssumeRolePolicyDocument, Attached: AttachedManagedPolicies[].PolicyArn, Inline: RolePolicyList[].PolicyName, Boundary: PermissionsBoundary.PermissionsBoundaryArn}';

/** Of `get-account-authorization-details`, by that query. */
export const rolesOf = (answer: unknown): readonly SeenRole[] =>
  items(answer)
    .map(loose)
    .flatMap((one): SeenRole[] => {
      const arn = string(one['Arn']);
      return arn === undefined
        ? []
        : [{ ...there(arn, one['Trust'], string(one['Boundary'])), attached: strings(one['Attached']), inline: strings(one['Inline']) }];
    });

function there(arn: string, document: unknown, boundary: string | undefined): SeenRole {
  const { value: trust } = trustPolicyOf(document, 'aws');
  return {
    arn,
    state: 'there',
    ...(trust === undefined ? {} : { trust: keptTrust(trust) }),
    ...(boundary === undefined ? {} : { boundary }),
  };
}

/** Of `list-pod-identity-associations`. */
export const associationIdsOf = (
  answer: unknown,
): readonly { readonly id: string; readonly namespace: string; readonly serviceAccount: string }[] =>
  items(loose(answer)['associations'])
    .map(loose)
    .flatMap(({ associationId, namespace, serviceAccount }) =>
      typeof associationId === 'string' && typeof namespace === 'string' && typeof serviceAccount === 'string'
        ? [{ id: associationId, namespace, serviceAccount }]
        : [],
    );

/** Of `describe-pod-identity-association`; times are numbers to AWS CLI 1, texts to 2. */
export function associationOf(answer: unknown): SeenAssociation | undefined {
  const one = loose(loose(answer)['association']);
  const { associationId: id, namespace, serviceAccount, roleArn: role, targetRoleArn, createdAt, disableSessionTags, ownerArn } = one;
  if (typeof id !== 'string' || typeof namespace !== 'string' || typeof serviceAccount !== 'string' || typeof role !== 'string')
    return undefined;
  const at = timeOf(createdAt);
  return {
    id,
    namespace,
    serviceAccount,
    role,
    ...(typeof targetRoleArn === 'string' ? { targetRole: targetRoleArn } : {}),
    ...(at === undefined ? {} : { createdAt: at }),
    ...(disableSessionTags === true ? { sessionTagsDisabled: true as const } : {}),
    ...(typeof ownerArn === 'string' ? { owner: ownerArn } : {}),
  };
}

function timeOf(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const time = new Date(typeof value === 'number' ? value * 1000 : value);
  return Number.isNaN(time.getTime()) ? undefined : `${time.toISOString().slice(0, 19)}Z`;
}

export const nodeRoleOf = (answer: unknown): string | undefined => string(loose(loose(answer)['nodegroup'])['nodeRole']);

export const INSTANCES_QUERY = 'Reservations[].Instances[].[InstanceId, MetadataOptions.HttpPutResponseHopLimit]';

export const hopLimitsOf = (answer: unknown): ReadonlyMap<string, number> =>
  new Map(
    items(answer).flatMap((pair) => {
      const [id, limit] = items(pair);
      return typeof id === 'string' && typeof limit === 'number' ? [[id, limit] as const] : [];
    }),
  );

/** `com.amazonaws.us-east-1.sts` → `sts` */
export const endpointsOf = (answer: unknown): readonly string[] => [
  ...new Set(
    items(loose(answer)['VpcEndpoints']).flatMap((one) => {
      const name = string(loose(one)['ServiceName']) ?? '';
      return /^[\w.-]{1,120}$/.test(name) ? [name.split('.').at(-1) ?? ''] : [];
    }),
  ),
];

export const summaryOf = (answer: unknown): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(loose(loose(answer)['SummaryMap'])).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );

export const simulationsOf = (role: string, answer: unknown): readonly SeenSimulation[] =>
  items(loose(answer)['EvaluationResults'])
    .map(loose)
    .flatMap((one): SeenSimulation[] => {
      const [action, decision] = [string(one['EvalActionName']), string(one['EvalDecision'])];
      if (action === undefined || decision === undefined) return [];
      const boundary = loose(one['PermissionsBoundaryDecisionDetail'])['AllowedByPermissionsBoundary'];
      const organization = loose(one['OrganizationsDecisionDetail'])['AllowedByOrganizations'];
      return [
        {
          role,
          action,
          resource: string(one['EvalResourceName']) ?? '*',
          decision,
          ...(typeof boundary === 'boolean' ? { allowedByBoundary: boundary } : {}),
          ...(typeof organization === 'boolean' ? { allowedByOrganization: organization } : {}),
        },
      ];
    });
