/**
 * The ways by which a ServiceAccount may come into a role: tokens of each issuer that its trust policy speaks of, and
 * EKS Pod Identity where it trusts that. Each is evaluated; none is guessed.
 */
import { POD_IDENTITY, POD_IDENTITY_ACTIONS } from './pod-identity.ts';
import {
  evaluateTrust,
  listOf,
  type OneOrMore,
  type RequestContext,
  type RoleRequest,
  type StatementDecision,
  type TrustPolicy,
  type TrustStatement,
} from './trust.ts';

export interface Asker {
  /** `system:serviceaccount:<namespace>:<name>`, or whatever a token has. */
  readonly subject: string;
  readonly audience: OneOrMore<string>;
  /** Without `https://`; absent: every one that the policy speaks of is tried. */
  readonly issuer?: string;
  /** Name or ARN, for Pod Identity; absent: the one that the policy asks for. */
  readonly cluster?: string;
  /** Further keys of the request. */
  readonly context?: RequestContext;
  /** Who asks has a token, and does not come by Pod Identity. */
  readonly byTokenOnly?: true;
}

export interface WayIn {
  readonly by: { readonly issuer: string } | { readonly service: string };
  readonly request: RoleRequest;
  readonly admitted: boolean;
  readonly statements: readonly StatementDecision[];
}

const statementsOf = ({ Statement }: TrustPolicy): readonly TrustStatement[] => listOf(Statement);

const namedBy = ({ Principal }: TrustStatement, type: string): readonly string[] =>
  Principal === undefined || typeof Principal === 'string' ? [] : listOf(Principal[type] ?? []);

const keysOf = ({ Condition }: TrustStatement): readonly string[] => Object.values(Condition ?? {}).flatMap((keys) => Object.keys(keys));

/** Issuers of the providers that it trusts, then those that only its conditions name; without `https://`. */
export function issuersOf(policy: TrustPolicy): readonly string[] {
  const trusted = statementsOf(policy).flatMap((statement) =>
    namedBy(statement, 'Federated').flatMap((arn) => (/:oidc-provider\/(.+)$/.exec(arn) ?? []).slice(1)),
  );
  const named = statementsOf(policy).flatMap((statement) =>
    keysOf(statement).flatMap((key) => (/^(?:https:\/\/)?(.+\..+):(?:sub|aud)$/.exec(key) ?? []).slice(1)),
  );
  return [...new Set([...trusted, ...named])];
}

export const trustsPodIdentity = (policy: TrustPolicy): boolean =>
  statementsOf(policy).some((statement) => statement.Effect === 'Allow' && namedBy(statement, 'Service').includes(POD_IDENTITY));

/** @returns none if nothing of the policy is about tokens or Pod Identity, and no issuer is given */
export function waysIn(policy: TrustPolicy, asker: Asker): readonly WayIn[] {
  const issuers = asker.issuer === undefined ? issuersOf(policy) : [asker.issuer];
  const tokens = issuers.map((issuer): WayIn => {
    const { subject, audience, context = {} } = asker;
    const request = { issuer, subject, audience, context };
    return { by: { issuer }, request, ...evaluateTrust(policy, request) };
  });
  const podIdentity = asker.byTokenOnly === undefined && trustsPodIdentity(policy);
  return podIdentity ? [...tokens, podIdentityOf(policy, asker)] : tokens;
}

function podIdentityOf(policy: TrustPolicy, asker: Asker): WayIn {
  const context = sessionOf(policy, asker);
  const decisions = POD_IDENTITY_ACTIONS.map((action) => {
    const request = { service: POD_IDENTITY, action, context };
    return { by: { service: POD_IDENTITY }, request, ...evaluateTrust(policy, request) };
  });
  const [first, second] = decisions as [WayIn, WayIn];
  return first.admitted ? second : first;
}

/**
 * What EKS says of a pod. https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
 * Of the cluster only what is known: by its ARN all, by its name the name, else what the policy asks for.
 */
function sessionOf(policy: TrustPolicy, { subject, cluster, context }: Asker): RequestContext {
  const [, , namespace = '', account = ''] = subject.split(':');
  const [, accountId, name] = /^arn:[^:]+:eks:[^:]+:(\d{12}):cluster\/(.+)$/.exec(cluster ?? '') ?? [];
  const asked = (key: string): string | undefined =>
    statementsOf(policy)
      .flatMap(({ Condition }) => Object.values(Condition ?? {}))
      .flatMap((keys) =>
        Object.entries(keys).flatMap(([found, values]) => (found.toLowerCase() === key.toLowerCase() ? listOf(values) : [])),
      )
      .map(String)[0];
  const ofCluster: Readonly<Record<string, string | undefined>> =
    accountId === undefined
      ? {
          'aws:RequestTag/eks-cluster-name': cluster ?? asked('aws:RequestTag/eks-cluster-name'),
          'aws:RequestTag/eks-cluster-arn': asked('aws:RequestTag/eks-cluster-arn'),
          'aws:SourceArn': asked('aws:SourceArn'),
          'aws:SourceAccount': asked('aws:SourceAccount'),
        }
      : {
          'aws:RequestTag/eks-cluster-name': name,
          'aws:RequestTag/eks-cluster-arn': cluster,
          'aws:SourceArn': cluster,
          'aws:SourceAccount': accountId,
        };
  return {
    ...Object.fromEntries(Object.entries(ofCluster).filter((entry): entry is [string, string] => entry[1] !== undefined)),
    'aws:RequestTag/kubernetes-namespace': namespace,
    'aws:RequestTag/kubernetes-service-account': account,
    ...context,
  };
}
