import type { FindingKind, Sighting } from '../finding.ts';
import type { Inventory } from '../inventory.ts';
import { claimConditions, tokenStatements, type ClaimCondition } from '../token-trust.ts';

export const trustTwoIssuers: FindingKind = {
  code: 'trust-two-issuers',
  severity: 'error',
  title: 'Two issuers in one statement',
  why: 'All conditions of a statement must hold at once, and a token has the keys of its own issuer only; so pods of neither cluster get in.',
  link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html',
  find: (inventory) => inventory.roles.flatMap((role) => sightings(role, inventory)),
};

const sightings = (role: Inventory['roles'][number], inventory: Inventory): readonly Sighting[] =>
  tokenStatements(role, inventory).flatMap((statement) => {
    const [first, ...others] = claimConditions(statement).filter(({ operator }) => admits(operator));
    const other = first && others.find((condition) => areOfTwo(first, condition));
    if (first === undefined || other === undefined) return [];
    return [
      {
        at: other.at,
        subject: role.id,
        message: `One statement asks for keys of two issuers, ${first.issuer} and ${other.issuer}.`,
        fix: 'Give each issuer a statement of its own, with its own :sub and :aud.',
      },
    ];
  });

/** Conditions that a key which is not there does not meet. */
const admits = (operator: ClaimCondition['operator']): boolean => typeof operator === 'string' && /^String(Equals|Like)/i.test(operator);

/** Two literals, or one attribute of two modules, resources or variables: other expressions may come to the same. */
function areOfTwo(one: ClaimCondition, other: ClaimCondition): boolean {
  if (one.issuer === other.issuer) return false;
  const [a, b] = [one.issuer, other.issuer].map(partsOf);
  if (a === undefined || b === undefined) return !one.issuer.includes('${') && !other.issuer.includes('${');
  return a.attribute === b.attribute && a.owner !== b.owner;
}

/** `${module.blue.oidc_provider}`, also within `replace(…, "https://", "")`. */
function partsOf(issuer: string): { readonly owner: string; readonly attribute: string } | undefined {
  const inner = /^\$\{(?:replace\()?\s*([\w.[\]-]+)\s*(?:,\s*"https:\/\/"\s*,\s*""\s*\))?\}$/.exec(issuer)?.[1];
  const [, owner, attribute] =
    /^((?:module|aws_eks_cluster|data\.aws_eks_cluster|aws_iam_openid_connect_provider)\.[\w-]+)(.*)$/.exec(inner ?? '') ?? [];
  return owner === undefined || attribute === undefined ? undefined : { owner, attribute };
}
