/** The chain from pod to permission, link by link: the first cause comes first, and what only follows from it is not told. */
import { bySeverity, type Finding } from './finding.ts';
import { agentLink } from './links/agent.ts';
import { clusterLink } from './links/cluster.ts';
import { identityLink } from './links/identity.ts';
import { injectionLink } from './links/injection.ts';
import { findingOf, type Link, type LinkName } from './links/link.ts';
import { networkLink } from './links/network.ts';
import { permissionsLink } from './links/permissions.ts';
import { placementLink } from './links/placement.ts';
import { precedenceLink } from './links/precedence.ts';
import { providerLink } from './links/provider.ts';
import { quotasLink } from './links/quotas.ts';
import { roleLink } from './links/role.ts';
import { sdkLink } from './links/sdk.ts';
import { serviceAccountLink } from './links/service-account.ts';
import { trustLink } from './links/trust.ts';
import { viewOf, type Sdk, type Subject, type View } from './view.ts';
import type { World } from './world.ts';

export const chain: readonly Link[] = [
  clusterLink,
  placementLink,
  serviceAccountLink,
  providerLink,
  roleLink,
  trustLink,
  injectionLink,
  agentLink,
  sdkLink,
  precedenceLink,
  networkLink,
  identityLink,
  permissionsLink,
  quotasLink,
];

/** @param sdk of the image, where somebody knows it */
export function diagnose(world: World, subjects: readonly Subject[], sdk?: Sdk): readonly Finding[] {
  const found = subjects.flatMap((subject) => alongChain(viewOf(world, subject, sdk)));
  // What is about the cluster is found again with every subject.
  const seen = new Set<string>();
  return bySeverity(
    found.filter((finding) => finding.subject !== undefined || (!seen.has(keyOf(finding)) && seen.add(keyOf(finding)) !== undefined)),
  );
}

const keyOf = ({ code, message }: Finding): string => `${code} ${message}`;

function alongChain(view: View): readonly Finding[] {
  const broken = new Set<LinkName>();
  return chain.flatMap((link) => {
    if (link.needs.some((need) => broken.has(need))) {
      broken.add(link.name);
      return [];
    }
    const findings = link.look(view).map((found) => findingOf(link, found, view));
    if (findings.some(({ severity }) => severity === 'error')) broken.add(link.name);
    return findings;
  });
}
