/** Which cause a refusal of the trust evaluator is; its sentences are the evidence. */
import { parseArn } from '../../iam/arn.ts';
import { POD_IDENTITY, POD_IDENTITY_ACTIONS } from '../../iam/pod-identity.ts';
import { refusalOf } from '../../iam/refusal.ts';
import { evaluateTrust, listOf, type RoleRequest, type StatementDecision, type TrustCondition, type TrustPolicy } from '../../iam/trust.ts';
import { issuersOf, waysIn, type WayIn } from '../../iam/ways-in.ts';
import { bareIssuer, type View } from '../view.ts';
import type { TrustFound } from './trust-causes.ts';

/** The others are of policies that let the ServiceAccount in. */
type Code = Exclude<TrustFound['code'], 'trust-no-sub' | 'trust-no-aud' | 'trust-wildcard-sub'>;

/** @returns none if a token of the ServiceAccount is let in */
export function tokenRefusal(trust: TrustPolicy, view: View, issuer: string): readonly TrustFound[] {
  const { subject, audience, world } = view;
  const provider = world.providers?.find(({ url }) => bareIssuer(url) === issuer);
  const request: RoleRequest = {
    issuer,
    subject: `system:serviceaccount:${subject.namespace}:${subject.name}`,
    audience,
    ...(provider === undefined ? {} : { providerArn: provider.arn }),
  };
  const way: WayIn = { by: { issuer }, request, ...evaluateTrust(trust, request) };
  if (way.admitted) return [];
  const near = way.statements.filter(({ effect, principal }) => effect === 'Allow' && principal);
  const code = codeOf(way, near, trust);
  return [{ code, ...SAYS[code](view), evidence: evidenceOf(way, trust, issuer) }];
}

function codeOf({ statements }: WayIn, near: readonly StatementDecision[], trust: TrustPolicy): Code {
  if (statements.some(({ effect, matched }) => effect === 'Deny' && matched)) return 'trust-denied';
  if (near.length === 0) return issuersOf(trust).length === 0 ? 'trust-not-for-irsa' : 'trust-other-cluster';
  if (near.every(({ action }) => !action)) return 'trust-without-action';
  // The statement that comes closest is the one that was meant.
  const unmet = near.map(({ conditions }) => conditions.filter(({ met }) => !met)).sort((a, b) => a.length - b.length)[0] ?? [];
  const found = unmet.map(ofCondition);
  return ORDER.find((code) => found.includes(code)) ?? 'trust-condition';
}

/** A key that no token has refuses whatever else is wrong. */
const ORDER: readonly Code[] = [
  'trust-https-key',
  'trust-two-issuers',
  'trust-wildcard-literal',
  'trust-case',
  'trust-other-namespace',
  'trust-other-name',
  'trust-other-subject',
  'trust-audience',
];

function ofCondition({ key, expected, actual, operator }: TrustCondition): Code {
  const [, scheme, claim] = /^(https:\/\/)?.*:(sub|aud)$/i.exec(key) ?? [];
  if (claim === undefined) return 'trust-condition';
  if (scheme !== undefined) return 'trust-https-key';
  if (actual === undefined) return 'trust-two-issuers';
  if (claim.toLowerCase() === 'aud') return 'trust-audience';
  const is = listOf(actual)[0] ?? '';
  if (/equals/i.test(operator) && expected.some((value) => /[*?]/.test(value))) return 'trust-wildcard-literal';
  if (expected.some((value) => value.toLowerCase() === is.toLowerCase())) return 'trust-case';
  const [namespace, name] = is.split(':').slice(-2);
  const named = expected.map((value) => value.split(':').slice(-2));
  if (named.some(([, wanted]) => wanted === name)) return 'trust-other-namespace';
  return named.some(([wanted]) => wanted === namespace) ? 'trust-other-name' : 'trust-other-subject';
}

const subjectOf = ({ subject }: View): string => `system:serviceaccount:${subject.namespace}:${subject.name}`;

type Says = (view: View) => Pick<TrustFound, 'message' | 'fix'>;

const SAYS: Readonly<Record<Code, Says>> = {
  'trust-denied': () => ({ message: 'A Deny of the trust policy keeps the ServiceAccount out.', fix: 'Narrow the Deny, or take it out.' }),
  'trust-not-for-irsa': () => ({
    message: 'The role lets nobody in by a token of a ServiceAccount.',
    fix: 'Add a statement for the provider of this cluster, or name another role.',
  }),
  'trust-other-cluster': ({ world }) => ({
    message: `The role trusts other providers, and not that of ${world.cluster.name}.`,
    fix: 'Add a statement of its own for this cluster’s provider, with :sub and :aud of its issuer.',
  }),
  'trust-without-action': () => ({
    message: 'The statement for this provider does not allow what a token needs.',
    fix: 'Let it allow sts:AssumeRoleWithWebIdentity.',
  }),
  'trust-https-key': () => ({
    message: 'A condition of the trust policy names the issuer with https://, so that it never holds.',
    fix: 'Take https:// out of the keys of conditions.',
  }),
  'trust-two-issuers': () => ({
    message: 'One statement has conditions on several issuers, so that it admits nobody.',
    fix: 'Give each cluster a statement of its own.',
  }),
  'trust-audience': ({ audience }) => ({
    message: `The trust policy does not want the audience ${audience}.`,
    fix: 'Let trust policy, provider and annotation name one audience.',
  }),
  'trust-case': (view) => ({
    message: 'The trust policy names the ServiceAccount in another case.',
    fix: `Write ${subjectOf(view)} exactly.`,
  }),
  'trust-wildcard-literal': (view) => ({
    message: 'The trust policy has a wildcard under StringEquals, which is none there.',
    fix: `Write ${subjectOf(view)}; StringLike would admit others too.`,
  }),
  'trust-other-namespace': (view) => ({
    message: 'The trust policy admits this name in another namespace only.',
    fix: `Let its :sub be ${subjectOf(view)}, or run the workload in that namespace.`,
  }),
  'trust-other-name': (view) => ({
    message: 'The trust policy admits another ServiceAccount of the namespace only.',
    fix: `Let its :sub be ${subjectOf(view)}, or let the pods name that ServiceAccount.`,
  }),
  'trust-other-subject': (view) => ({ message: 'The trust policy admits somebody else only.', fix: `Let its :sub be ${subjectOf(view)}.` }),
  'trust-condition': () => ({
    message: 'A further condition of the trust policy does not hold.',
    fix: 'Correct the condition, or take it out.',
  }),
  'trust-not-for-pod-identity': () => ({
    message: 'The role of the association does not trust EKS Pod Identity.',
    fix: `Add a statement for ${POD_IDENTITY} with ${POD_IDENTITY_ACTIONS.join(' and ')}.`,
  }),
  'trust-without-tag-session': () => ({
    message: 'The role lets EKS Pod Identity in without its session tags.',
    fix: 'Allow sts:TagSession beside sts:AssumeRole.',
  }),
  'trust-tags': () => ({
    message: 'What the trust policy asks of cluster, namespace or ServiceAccount is not what EKS says of the pod.',
    fix: 'Correct the values of those conditions.',
  }),
  'trust-tags-disabled': () => ({
    message: 'The trust policy asks for session tags, which the association does not send.',
    fix: 'Enable session tags of the association, or let the trust policy ask for aws:SourceArn instead.',
  }),
};

const evidenceOf = (way: WayIn, trust: TrustPolicy, issuer: string): readonly string[] => {
  const trusted = issuersOf(trust).filter((other) => other !== issuer);
  return [...refusalOf(way), ...(trusted.length === 0 ? [] : [`it speaks of: ${trusted.join(', ')}`])];
};

/** @param isTrusted its trust policy has a statement for EKS Pod Identity */
export function podIdentityRefusal(trust: TrustPolicy, view: View, isTrusted: boolean): readonly TrustFound[] {
  const { subject, world, association } = view;
  const found = (code: Code, evidence: readonly string[]): readonly TrustFound[] => [{ code, ...SAYS[code](view), evidence }];
  if (!isTrusted) return found('trust-not-for-pod-identity', [`no statement allows ${POD_IDENTITY}`]);
  const tagged = waysIn(trust, { subject: subjectOf(view), audience: view.audience, cluster: world.cluster.arn }).find(
    ({ by }) => 'service' in by,
  );
  if (association?.sessionTagsDisabled === true) {
    const context = { 'aws:SourceArn': world.cluster.arn, 'aws:SourceAccount': parseArn(world.cluster.arn)?.accountId ?? '' };
    const request = { service: POD_IDENTITY, context };
    const way: WayIn = { by: { service: POD_IDENTITY }, request, ...evaluateTrust(trust, request) };
    if (way.admitted) return [];
    return found(tagged?.admitted === true ? 'trust-tags-disabled' : 'trust-tags', refusalOf(way));
  }
  if (tagged === undefined || tagged.admitted) return [];
  const near = tagged.statements.filter(({ effect, principal }) => effect === 'Allow' && principal);
  const isTagSession = tagged.request.action === 'sts:TagSession' && near.every(({ action }) => !action);
  return found(isTagSession ? 'trust-without-tag-session' : `trust-tags`, [
    ...refusalOf(tagged),
    `namespace ${subject.namespace}, ServiceAccount ${subject.name}, cluster ${world.cluster.arn}`,
  ]);
}
