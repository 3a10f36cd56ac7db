/** Whom each candidate lets in, and of which cluster of irsa.yaml that is. Pure. */
import { error, type Problem } from '../problem.ts';
import type { Asked } from './adopt.ts';
import type { LeftRole } from './adoption.ts';
import { leave, type Candidate } from './candidate.ts';
import { clusterFor, type AdoptedCluster } from './clusters.ts';
import { admittedBy, type Admitted } from './describe.ts';
import { spelled } from './same.ts';

/** A candidate with what is said of it so far. */
export interface Entry {
  readonly candidate: Candidate;
  readonly admitted: Admitted;
  readonly cluster: AdoptedCluster;
}

export function admit(candidates: readonly Candidate[], asked: Asked, left: LeftRole[]): { entries: Entry[]; problems: Problem[] } {
  const clusters = new Map<string, AdoptedCluster>();
  let regionUnknown = false;
  const entries = candidates.flatMap((candidate): Entry[] => {
    const admitted = admittedBy(candidate);
    if ('why' in admitted) {
      left.push(leave(candidate.role, admitted));
      return [];
    }
    const { awsProvider } = candidate;
    const id = `${awsProvider ?? 'aws'} ${spelled(admitted.provider, 'aws')}`;
    const taken = new Set([...[...clusters.values()].map(({ key }) => key), ...Object.keys(asked.existing?.clusters ?? {})]);
    const trusted = { provider: admitted.provider, ...(awsProvider === undefined ? {} : { awsProvider }) };
    const cluster = clusters.get(id) ?? clusterFor(trusted, { ...asked, taken });
    if (typeof cluster === 'string') {
      regionUnknown ||= cluster === 'region';
      if (cluster === 'provider') left.push(leave(candidate.role, NOT_NAMED));
      return [];
    }
    clusters.set(id, cluster);
    return [{ candidate, admitted, cluster }];
  });
  return { entries, problems: regionUnknown ? [noRegion()] : [] };
}

const NOT_NAMED = {
  why: 'Its OIDC provider is computed where it stands, and irsa.yaml names one by a plain reference.',
  fix: 'Put the expression into a local, and adopt again.',
};

const noRegion = (): Problem =>
  error(
    'adopt-region',
    [],
    'The region of the cluster is not said by any provider "aws" here.',
    'Say it by --region, such as --region us-east-1.',
  );
