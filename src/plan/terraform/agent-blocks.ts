/** The EKS Pod Identity Agent where this root installs it. */
import type { PlannedCluster } from '../clusters.ts';
import { AGENT } from '../pod-identity-agent.ts';
import type { Block } from './blocks.ts';
import type { LayOut } from './lay-out.ts';
import { tagEntries } from './policy-blocks.ts';

const AGENT_REASON = 'Hands the pods of associations their credentials, on every node. It comes before all of them.';

export function agentBlocks(
  { spec: { key }, clusterName }: PlannedCluster,
  { agents, providers, spec }: Pick<LayOut, 'agents' | 'providers' | 'spec'>,
): Block[] {
  const label = agents.get(key);
  const provider = providers.clusters.get(key)?.aws;
  return label === undefined
    ? []
    : [
        {
          kind: 'eks-add-on',
          comments: [AGENT_REASON],
          label,
          clusterName,
          name: AGENT,
          onCreate: 'NONE',
          tags: tagEntries(spec.tags),
          dependsOn: [],
          ...(provider === undefined ? {} : { provider }),
        },
      ];
}
