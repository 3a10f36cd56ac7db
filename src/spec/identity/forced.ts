/** What only one of the two identities can do. https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html#pod-id-restrictions */
import { sdks, tooOld } from '../../catalog/sdks.ts';
import { isSdk, OF_TOKENS, SESSION_TAG, WITHOUT_AGENT } from '../checks/pod-identity.ts';
import { items, loose, string, strings, type Loose } from '../loose.ts';
import type { Identity } from '../spec.ts';

export interface Recommendation {
  readonly identity: Identity;
  /** One line, without a full stop. */
  readonly why: string;
}

/** Where both are needed, IRSA: what pods run on can least be changed. */
export function forcedIdentity(workload: Loose): Recommendation | undefined {
  const tokens = needsTokens(workload);
  if (tokens !== undefined) return { identity: 'irsa', why: tokens };
  const association = needsAssociation(workload);
  return association === undefined ? undefined : { identity: 'pod-identity', why: association };
}

function needsTokens(workload: Loose): string | undefined {
  const compute = strings(workload['runsOn']).flatMap((name) => WITHOUT_AGENT[name] ?? [])[0];
  if (compute !== undefined) return compute;
  const old = Object.entries(loose(workload['sdk'])).flatMap(([name, said]) => {
    const minimum = isSdk(name) && typeof said === 'string' ? tooOld(name, said, 'pod-identity') : undefined;
    return isSdk(name) && minimum !== undefined ? [`${sdks[name].title} ${String(said)} knows Pod Identity only from ${minimum} on`] : [];
  })[0];
  if (old !== undefined) return old;
  const token = OF_TOKENS.find((key) => loose(workload['serviceAccount'])[key] !== undefined);
  if (token !== undefined) return `its ServiceAccount says ${token}, which is about tokens of IRSA`;
  return waysOf(workload).includes('direct') ? 'another account trusts its tokens themselves (via: direct)' : undefined;
}

function needsAssociation(workload: Loose): string | undefined {
  if (waysOf(workload).includes('target')) return 'EKS assumes a role of another account for its pods (via: target)';
  if (workload['podIdentity'] !== undefined) return 'podIdentity says something of its associations';
  const [, tag] = items(workload['statements']).flatMap((statement) => SESSION_TAG.exec(JSON.stringify(statement)) ?? []);
  return tag === undefined ? undefined : `its statements ask for the session tag ${tag}, and tokens of IRSA carry no tags`;
}

const waysOf = (workload: Loose): readonly (string | undefined)[] =>
  items(workload['assumeRoles']).map((role) => string(loose(role)['via']));
