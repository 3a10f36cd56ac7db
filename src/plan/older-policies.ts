/** Releases of a role module whose policies are older than what the add-ons ask for now. */
import { actionsAddedAfter, type AddedAction } from '../catalog/modules/added-actions.ts';
import type { Contract } from '../catalog/modules/contracts.ts';
import { newestOfLine } from '../catalog/modules/releases.ts';
import { parseVersion } from '../catalog/modules/versions.ts';
import { warning, type Problem } from '../problem.ts';
import { allOf } from '../spec/rules/rule.ts';
import { addressOf, IAM, lineOf, POD_IDENTITY, type Family } from './module-families.ts';
import type { ResolvedModules } from './modules.ts';
import type { PlannedRole, PlannedWorkload } from './plan.ts';

/** One warning for each add-on. A release that only a constraint or a checkout names is not known here. */
export const olderPolicies = (workloads: readonly PlannedWorkload[], modules: ResolvedModules): readonly Problem[] =>
  workloads
    .filter(({ kind }) => kind === 'add-on')
    .flatMap(({ id, roles }) => roles.flatMap((role) => ofRole(id, role, modules)).slice(0, 1));

function ofRole(id: string, { maker, permissions: { inputs, policies } }: PlannedRole, modules: ResolvedModules): readonly Problem[] {
  const called = calledFor(maker, modules);
  if (called === undefined) return [];
  const { family, module, version, contract } = called;
  const own = new Set(policies.flatMap(({ statements }) => statements.flatMap(({ actions = [] }) => actions)));
  // What the release does not know at all is told of already.
  const known = contract === undefined ? inputs : Object.fromEntries(Object.entries(inputs).filter(([name]) => name in contract.variables));
  const lacking = actionsAddedAfter(module, version, known).filter(({ action }) => !own.has(action));
  if (lacking.length === 0) return [];
  const line = lineOf(version);
  const newest = newestOfLine(module, line) ?? version;
  return [
    warning(
      'module-policy-older',
      ['addOns', id],
      `The policy of ${family.registry} ${version} for ${id} lacks ${told(lacking)} and newer versions of the add-on ask for.`,
      `Write terraform: { modules: { ${family.name}: { line: ${line}, version: "${newest}" } } }, or allow them by statements of the add-on.`,
    ),
  ];
}

/** Only an exact version of a registry says what Terraform will take. */
function calledFor(
  maker: PlannedRole['maker'],
  { role, podIdentity, contracts }: ResolvedModules,
): { readonly family: Family; readonly module: string; readonly version: string; readonly contract: Contract | undefined } | undefined {
  const isIam = maker === 'role-iam-5' || maker === 'role-iam-6';
  if (!isIam && maker !== 'role-pod-identity') return;
  const [family, { version = '' }] = isIam ? [IAM, role] : [POD_IDENTITY, podIdentity];
  return parseVersion(version) && { family, module: addressOf(family, lineOf(version)), version, contract: contracts[maker] };
}

const SHOWN = 3;

function told(lacking: readonly AddedAction[]): string {
  const { since = '' } = lacking.at(-1) ?? {};
  const shown = lacking.slice(0, lacking.length === SHOWN + 1 ? SHOWN + 1 : SHOWN).map(({ action }) => action);
  const more = lacking.length - shown.length;
  return `${allOf(more === 0 ? shown : [...shown, `${more} others`])}, which ${since} allows`;
}
