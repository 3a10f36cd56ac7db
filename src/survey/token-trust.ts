/** What statements of a trust policy say about tokens of clusters. Pure. */
import { matchesWildcards } from '../iam/wildcards.ts';
import type { Inventory, Role } from './inventory.ts';
import type { WrittenCondition } from './policies.ts';
import type { WrittenPrincipal, WrittenTrustStatement } from './trusts.ts';
import { partsOfWritten, spellWritten, type Written } from './written.ts';

/** Which claim of a token a key names; `unread` if an expression may name any. */
export type Claim = 'sub' | 'aud' | 'other' | 'unread';

export function claimOf(key: Written): Claim {
  const last = partsOfWritten(key).at(-1);
  if (typeof last !== 'string') return last === undefined ? 'other' : 'unread';
  const [, claim] = /:(sub|aud)$/i.exec(last) ?? [];
  return claim === undefined ? 'other' : (claim.toLowerCase() as 'sub' | 'aud');
}

/** Issuers of pipelines, which have subjects of their own kind. */
const ELSEWHERE = /github|gitlab|circleci|bitbucket|buildkite|spacelift|scalr|terraform\.io|tfc|google|cognito/i;
/** https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html */
const EKS_ISSUER = /(^|\W)oidc[.-]eks\./i;
const OF_CLUSTER = /oidc|eks|cluster|irsa|issuer/i;

/** Whether a federated principal, or the URL of a provider, is of a cluster, as far as its words say. */
export function isOfCluster(provider: Written, { oidcProviders }: Inventory): boolean {
  const spelled = spellWritten(provider);
  if (ELSEWHERE.test(spelled)) return false;
  const [, issuer = spelled] = /:oidc-provider\/(.*)$/.exec(spelled) ?? [];
  if (EKS_ISSUER.test(issuer)) return true;
  if (!issuer.startsWith('${')) return false;
  const named = oidcProviders.filter(({ address }) => issuer.includes(`${address}.`) || issuer.includes(`${address}[`));
  if (named.some(({ url }) => url !== undefined && isForeignUrl(url))) return false;
  return named.length > 0 || OF_CLUSTER.test(issuer);
}

const isForeignUrl = (url: Written): boolean => {
  const spelled = spellWritten(url);
  return ELSEWHERE.test(spelled) || (typeof url === 'string' && !EKS_ISSUER.test(url));
};

/** Statements that let tokens of clusters in, also those that a module makes of its inputs. */
export const tokenStatements = ({ trust }: Role, inventory: Inventory): readonly WrittenTrustStatement[] =>
  trust.statements.filter(
    ({ effect, actions, principals }) =>
      effect === 'Allow' &&
      actions.some((action) => matchesWildcards(spellWritten(action).toLowerCase(), 'sts:assumerolewithwebidentity')) &&
      principals.some((principal) => isFederated(principal) && principal.identifiers.some((one) => isOfCluster(one, inventory))),
  );

const isFederated = ({ type }: WrittenPrincipal): boolean => type === 'Federated';

/** Whether a statement surely lacks a condition on a claim: every condition was read, and none names it. */
export const lacks = (claim: 'sub' | 'aud', { conditions }: WrittenTrustStatement, role: Role, inventory: Inventory): boolean =>
  conditions.every(({ key }) => claimOf(key) !== claim && claimOf(key) !== 'unread') &&
  !role.trust.unread.some(mayHoldConditions) &&
  !inventory.modules.some(({ id, inputs }) => id === role.module && inputs.some(({ name }) => OF_CONDITIONS.test(name)));

/** Inputs of modules that add conditions of the caller’s own. */
const OF_CONDITIONS = /trust_policy_conditions$|trust_policy_documents$|assume_policy_documents$/;

/** A whole statement that was not read takes nothing from those that were. */
const mayHoldConditions = ({ what }: Role['trust']['unread'][number]): boolean => !/statement/i.test(what);

export interface ClaimCondition extends WrittenCondition {
  readonly claim: 'sub' | 'aud';
  /** What stands before `:sub` or `:aud`. */
  readonly issuer: string;
}

/** Conditions on claims of tokens, each with its issuer as it is written. */
export const claimConditions = ({ conditions }: WrittenTrustStatement): readonly ClaimCondition[] =>
  conditions.flatMap((condition) => {
    const claim = claimOf(condition.key);
    return claim === 'sub' || claim === 'aud' ? [{ ...condition, claim, issuer: spellWritten(condition.key).slice(0, -4) }] : [];
  });

/** What is written in a call of a module is made by its inputs. */
export const isMadeByModule = ({ trust }: Role): boolean => trust.source === 'module';
