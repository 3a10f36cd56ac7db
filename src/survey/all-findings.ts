/** Every kind of finding, and all that they find. */
import { findingOf, type Finding, type FindingKind, type FindingSeverity } from './finding.ts';
import { annotationMisspelt } from './findings/annotation-misspelt.ts';
import { annotationNotAdmitted } from './findings/annotation-not-admitted.ts';
import { annotationUnknownRole } from './findings/annotation-unknown-role.ts';
import { arnHardCoded } from './findings/arn-hard-coded.ts';
import { emptyArns } from './findings/empty-arns.ts';
import { imdsHopLimit } from './findings/imds-hop-limit.ts';
import { issuerDualStack } from './findings/issuer-dual-stack.ts';
import { moduleDeprecated } from './findings/module-deprecated.ts';
import { moduleNoVersion } from './findings/module-no-version.ts';
import { modulePathGone } from './findings/module-path-gone.ts';
import { moduleUnknownInput } from './findings/module-unknown-input.ts';
import { nodeRolePermissions } from './findings/node-role-permissions.ts';
import { policyWildcard } from './findings/policy-wildcard.ts';
import { privilegeEscalation } from './findings/privilege-escalation.ts';
import { providerNoVersion } from './findings/provider-no-version.ts';
import { roleShared } from './findings/role-shared.ts';
import { roleUnused } from './findings/role-unused.ts';
import { saDefault } from './findings/sa-default.ts';
import { saShared } from './findings/sa-shared.ts';
import { staticKeys } from './findings/static-keys.ts';
import { trustNoAud } from './findings/trust-no-aud.ts';
import { trustNoSub } from './findings/trust-no-sub.ts';
import { trustStringLike } from './findings/trust-string-like.ts';
import { trustTwoIssuers } from './findings/trust-two-issuers.ts';
import { trustWildcardSub } from './findings/trust-wildcard-sub.ts';
import { versionsUnsatisfiable } from './findings/versions-unsatisfiable.ts';
import type { Inventory } from './inventory.ts';

/** In the order in which docs/findings.md tells them. */
export const findingKinds: readonly FindingKind[] = [
  trustNoSub,
  trustNoAud,
  trustWildcardSub,
  trustTwoIssuers,
  trustStringLike,
  issuerDualStack,
  annotationNotAdmitted,
  annotationUnknownRole,
  annotationMisspelt,
  saDefault,
  saShared,
  roleShared,
  roleUnused,
  policyWildcard,
  privilegeEscalation,
  staticKeys,
  nodeRolePermissions,
  imdsHopLimit,
  emptyArns,
  arnHardCoded,
  moduleNoVersion,
  modulePathGone,
  moduleDeprecated,
  moduleUnknownInput,
  versionsUnsatisfiable,
  providerNoVersion,
];

/** All that is found, by file and line; once, however often a module is called that has it. */
export const findingsOf = (inventory: Inventory): readonly Finding[] => {
  const found = findingKinds.flatMap((kind) => kind.find(inventory).map((sighting) => findingOf(kind, sighting)));
  return [...new Map(found.map((one) => [`${one.at.file}:${one.at.line} ${one.code} ${one.message}`, one])).values()].sort(byPlace);
};

const RANK: Readonly<Record<FindingSeverity, number>> = { error: 0, warning: 1, note: 2 };

export const byPlace = (a: Finding, b: Finding): number =>
  compare(a.at.file, b.at.file) ||
  a.at.line - b.at.line ||
  RANK[a.severity] - RANK[b.severity] ||
  compare(a.code, b.code) ||
  compare(a.message, b.message);

/** By code points, the same on every machine. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
