/** The same of an `aws_iam_role`: attribute by attribute, and the one statement of its trust. Pure. */
import type { Value } from '../iam/text.ts';
import type { Block } from '../plan/terraform/blocks.ts';
import type { PolicyAttachmentsBlock, PolicyDocumentBlock, RawRoleBlock } from '../plan/terraform/role-blocks.ts';
import type { Candidate } from './candidate.ts';
import type { Against, Compared, Move } from './compare.ts';
import { nameOf } from './name-of.ts';
import { inWords, isMap, isSame, spelled } from './same.ts';

export function compareResource(candidate: Candidate, blocks: readonly Block[], { workload, partition, state }: Against): Compared {
  const role = blocks.find((block): block is RawRoleBlock => block.kind === 'role-raw');
  const document = blocks.find((block): block is PolicyDocumentBlock => block.kind === 'policy-document');
  const attachments = blocks.find((block): block is PolicyAttachmentsBlock => block.kind === 'policy-attachments');
  if (role === undefined || document === undefined) return { differs: `irsa-${workload}.tf would not make the role.` };
  const more = blocks.find((block) => block !== role && block !== document && block !== attachments);
  if (more !== undefined) return { differs: `irsa-${workload}.tf would hold more than the role: ${nameOf(more)}.` };
  const { provider = 'aws' } = role;
  if (provider !== (candidate.awsProvider ?? 'aws'))
    return { differs: `It is made with provider ${candidate.awsProvider ?? 'aws'}, and irsa.yaml has ${provider}.` };

  const theirs = candidate.inputs;
  const applied = state?.role(candidate.address);
  const ours = {
    name: role.name,
    path: role.path ?? '/',
    description: role.description ?? '',
    permissions_boundary: role.permissionsBoundary ?? null,
    tags: { map: Object.fromEntries(role.tags.map(({ key, value }) => [key, value])) },
  };
  const usual: Readonly<Record<string, Value>> = { path: '/', description: '', permissions_boundary: null, tags: { map: {} } };
  const name = (Object.keys(ours) as (keyof typeof ours)[]).find((one) => {
    if (isSame(ours[one], theirs[one] ?? usual[one] ?? null, partition)) return false;
    return one !== 'name' && one !== 'tags' ? true : !isApplied(ours[one], applied?.[one]);
  });
  if (name !== undefined) return { differs: `${name} is ${inWords(theirs[name])}, and irsa.yaml comes to ${inWords(ours[name])}.` };
  const trust = trustDiffers(document, theirs['oidc_providers'], partition);
  if (trust !== undefined) return { differs: trust };

  const keys = new Map(attachments?.policies.map(({ key, value }) => [spelled(value, partition), key]));
  const moved = entriesOf(theirs['policies']).map(([from, value]): Move | undefined => {
    const key = keys.get(spelled(value, partition));
    return key === undefined || attachments === undefined
      ? undefined
      : { from, to: `aws_iam_role_policy_attachment.${attachments.label}["${key}"]` };
  });
  const attached = moved.filter((move) => move !== undefined);
  if (attached.length < moved.length || attached.length !== keys.size)
    return { differs: 'irsa.yaml comes to other policies than are attached.' };
  const to = `aws_iam_role.${role.label}`;
  return { to, moves: [...(candidate.address === to ? [] : [{ from: candidate.address, to }]), ...attached] };
}

const isApplied = (ours: Value, applied: unknown): boolean =>
  isMap(ours) ? isSame(ours, { map: (applied ?? {}) as Readonly<Record<string, string>> }, 'aws') : ours === applied;

/** What its statement names; how irsa.yaml writes the rest is known. */
function trustDiffers(
  { statements: [statement, ...others] }: PolicyDocumentBlock,
  admitted: Value | undefined,
  partition: string,
): string | undefined {
  const said = entriesOf(admitted).map(([, entry]) => entry);
  const [only] = said;
  if (statement === undefined || others.length > 0 || !isMap(only)) return 'irsa.yaml comes to another trust policy.';
  const provider = statement.principals[0]?.identifiers ?? [];
  const subject = statement.conditions[0]?.values[0];
  const [account] = (only.map['namespace_service_accounts'] ?? []) as readonly Value[];
  const isAlike =
    isSame(provider, [only.map['provider_arn'] ?? null], partition) &&
    isSame(subject ?? null, `system:serviceaccount:${String(account)}`, partition);
  return isAlike ? undefined : `Its trust policy names ${inWords(only.map['provider_arn'])}, and that of irsa.yaml ${inWords(provider)}.`;
}

const entriesOf = (value: Value | undefined): [string, Value][] => (isMap(value) ? Object.entries(value.map) : []);
