/**
 * An `aws_iam_role` that trusts the tokens of one ServiceAccount by subject and audience, and no more: what irsa.yaml
 * makes with `withoutModule`. Policies stay where they are, and are attached by reference. Pure.
 */
import { ref, type Text, type Value } from '../iam/text.ts';
import type { Instance } from '../survey/gather/scopes.ts';
import type { TreeBlock } from '../survey/code/tree.ts';
import type { Role } from '../survey/inventory.ts';
import { claimOf } from '../survey/token-trust.ts';
import { knownText, partsOfWritten, spellWritten, type Written } from '../survey/written.ts';
import { KEEP, OF_POD_IDENTITY, type Candidate, type Reason } from './candidate.ts';
import { isIssuerOf } from './issuer.ts';
import { saidBy } from './said.ts';
import { isNameable } from './same.ts';
import type { State } from './state.ts';
import { waitsFor } from './waits-for.ts';

/** What `withoutModule` has a word for. */
const SAID: ReadonlySet<string> = new Set([
  'name',
  'name_prefix',
  'path',
  'description',
  'permissions_boundary',
  'tags',
  'assume_role_policy',
  'provider',
  'depends_on',
]);

/** What the provider takes where nothing is said. https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/r/iam_role.html.markdown */
const USUAL: Readonly<Record<string, Value>> = { max_session_duration: 3600, force_detach_policies: false };

export function resourceCandidate(role: Role, block: TreeBlock, scope: Instance, state: State | undefined): Candidate | Reason {
  const { address = '' } = role;
  if (role.takenBy.includes('pod-identity')) return OF_POD_IDENTITY;
  const arguments_ = Object.fromEntries([...block.attributes].map(([name, tree]) => [name, saidBy(tree, scope)]));
  const other = Object.entries(arguments_).find(([name, value]) => !SAID.has(name) && USUAL[name] !== value);
  if (other !== undefined) return { why: `irsa.yaml has no word for its ${other[0]}.`, fix: KEEP };
  const [nested] = block.blocks;
  if (nested !== undefined) return { why: `irsa.yaml has no word for its block ${nested.type}.`, fix: KEEP };
  const after = waitsFor(block);
  if (after !== undefined)
    return {
      why: `It waits for ${after} (depends_on), which that in irsa-*.tf would not.`,
      fix: 'Take depends_on out if nothing needs it, and adopt again.',
    };
  const trusted = trustedBy(role, scope, state);
  if ('why' in trusted) return trusted;
  const { name, name_prefix, path, description, permissions_boundary, tags, provider } = arguments_;
  const given = { name, name_prefix, path, description, permissions_boundary, tags };
  return {
    role,
    address,
    line: 'resource',
    inputs: {
      ...Object.fromEntries(Object.entries(given).filter((entry): entry is [string, Value] => entry[1] !== undefined)),
      policies: { map: attachmentsOf(address, scope) },
      oidc_providers: { map: { main: { map: { provider_arn: trusted.provider, namespace_service_accounts: [trusted.account] } } } },
    },
    ...(provider === undefined || typeof provider !== 'object' || provider === null || !('text' in provider)
      ? {}
      : { awsProvider: spelledRef(provider) }),
  };
}

const spelledRef = ({ text }: Exclude<Text, string>): string =>
  text.map((part) => (typeof part === 'object' && 'ref' in part ? part.ref : '')).join('');

const EXACT = 'Leave it, or change its trust to what irsa.yaml writes, apply that, and adopt again.';

/** Word for word the one statement that irsa.yaml writes. */
function trustedBy({ trust, address = '' }: Role, scope: Instance, state: State | undefined): { provider: Text; account: string } | Reason {
  const [statement, ...others] = trust.statements;
  if (trust.unread.length > 0 || statement === undefined) return { why: 'Its trust policy could not be read here.', fix: EXACT };
  if (others.length > 0)
    return { why: `Its trust policy has ${others.length + 1} statements, and irsa.yaml writes one for each cluster.`, fix: EXACT };
  const { sid, effect, actions, principals, conditions, repeated, notActions, notPrincipals } = statement;
  if (repeated === true || notActions !== undefined || notPrincipals !== undefined)
    return { why: 'Its trust policy is computed.', fix: EXACT };
  if (sid !== undefined && sid !== '')
    return { why: `The statement of its trust policy has a Sid, ${spellWritten(sid)}, and irsa.yaml writes none.`, fix: EXACT };
  const [action] = actions;
  if (effect !== 'Allow' || actions.length !== 1 || action !== 'sts:AssumeRoleWithWebIdentity')
    return {
      why: `Its trust policy says ${actions.map(spellWritten).join(', ')}, and irsa.yaml sts:AssumeRoleWithWebIdentity.`,
      fix: EXACT,
    };
  const [principal] = principals;
  const [provider] = principal?.identifiers ?? [];
  if (principals.length !== 1 || principal?.type !== 'Federated' || principal.identifiers.length !== 1 || provider === undefined)
    return { why: 'Its trust policy admits others beside one OIDC provider.', fix: EXACT };
  const claims = conditions.map(({ key }) => claimOf(key));
  if (!claims.includes('aud')) {
    return {
      why: 'Its trust policy does not ask for the audience (:aud), and irsa.yaml always does.',
      fix: 'Add it, which `create-irsa scan` asks for as trust-no-aud, apply that, and adopt again.',
    };
  }
  if (conditions.length !== 2 || !claims.includes('sub'))
    return { why: 'Its trust policy has other conditions than one on :sub and one on :aud.', fix: EXACT };
  const like = conditions.find(({ operator }) => operator !== 'StringEquals');
  if (like !== undefined)
    return {
      why: `Its trust policy compares ${spellWritten(like.key)} by ${spellWritten(like.operator)}, and irsa.yaml by StringEquals.`,
      fix: EXACT,
    };
  const [sub, aud] = (['sub', 'aud'] as const).map((claim) => conditions[claims.indexOf(claim)]?.values ?? []);
  if (aud?.length !== 1 || aud[0] !== 'sts.amazonaws.com')
    return { why: 'It trusts tokens for another audience than that of STS.', fix: KEEP };
  const subject = sub?.length === 1 ? knownText(sub[0]) : undefined;
  const account = /^system:serviceaccount:([^:]+:[^:]+)$/.exec(subject ?? '')?.[1];
  if (account === undefined)
    return { why: `Whom it lets in is not one name that is known here: ${(sub ?? []).map(spellWritten).join(', ')}.`, fix: EXACT };
  const said = textOf(provider);
  const strange = conditions.find(({ key }) => !isIssuerOf(key, said, scope) && state?.trusts(address) !== true);
  return strange === undefined
    ? { provider: said, account }
    : {
        why: `Whether ${spellWritten(strange.key)} is of the OIDC provider that it trusts is known to Terraform only.`,
        fix: 'Say --state with what `terraform show -json` prints, or --terraform, which runs that.',
      };
}

const textOf = (written: Written): Text => {
  const parts = partsOfWritten(written).map((part) => (typeof part === 'string' ? part : ref(part.expression)));
  return parts.length === 1 && parts[0] !== undefined
    ? parts[0]
    : { text: parts.flatMap((part) => (typeof part === 'string' ? [part] : part.text)) };
};

/** Of this root, each by itself: address → what it attaches. Others go on attaching to the role by its new address. */
function attachmentsOf(role: string, scope: Instance): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    [...scope.blocks].flatMap(([address, { type, labels, attributes, blocks, at }]): [string, Value][] => {
      if (type !== 'resource' || labels[0] !== 'aws_iam_role_policy_attachment' || blocks.length > 0 || at.file.endsWith('.json'))
        return [];
      const [to, policy] = [attributes.get('role'), attributes.get('policy_arn')];
      if (to === undefined || policy === undefined || [...attributes.keys()].some((name) => name !== 'role' && name !== 'policy_arn'))
        return [];
      const said = saidBy(policy, scope);
      return to.kind === 'reference' && (to.text === `${role}.name` || to.text === `${role}.id`) && isNameable(said)
        ? [[address, said]]
        : [];
    }),
  );
}
