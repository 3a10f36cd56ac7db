/** What `irsa/README.md` tells of a spec. */
import { findAddOn, findGrant } from '../../catalog/index.ts';
import type { OptionValue } from '../../catalog/option.ts';
import { sdks } from '../../catalog/sdks.ts';
import type { AddOnSpec, AppSpec, Identity, Spec, WorkloadSpec } from '../../spec/spec.ts';
import type { PlannedCluster } from '../clusters.ts';
import type { PlannedRole, PlannedWorkload } from '../plan.ts';
import { applied } from '../verify/plan-verify.ts';
import type { Permission, PlannedRunbook, RunbookRole, RunbookSdk, RunbookWorkload } from './planned-runbook.ts';

export function planRunbook(
  spec: Spec,
  workloads: readonly PlannedWorkload[],
  clusters: ReadonlyMap<string, PlannedCluster>,
): PlannedRunbook | undefined {
  const told = workloads.filter(({ roles }) => roles.length > 0).map((workload) => runbookWorkload(spec, workload));
  if (!spec.outputs.includes('runbook') || told.length === 0) return undefined;
  const used = [...clusters.values()].filter(({ spec: { retired } }) => !retired);
  const identities = [...new Set(told.flatMap(({ roles }) => roles.map(({ identity }) => identity)))].sort();
  return {
    clusters: used.map(({ spec: { key, name, region } }) => ({ key, name, region })),
    workloads: told,
    identities,
    sdks: told.some(({ kind }) => kind === 'app') ? SHOWN.map((name) => sdk(name, identities)) : [],
    apply: applied(spec),
    verifies: spec.outputs.includes('verify'),
    migrates: [...spec.addOns, ...spec.apps].some(({ migration }) => migration !== undefined),
    modules: used.flatMap(({ source }) => (source.kind === 'module' ? [source.label] : [])),
    autoMode: used.every(({ source }) => source.kind === 'new' && source.cluster.nodes === 'auto'),
  };
}

const SHOWN: readonly RunbookSdk['name'][] = ['python', 'js', 'go', 'java', 'dotnet', 'rust'];

function sdk(name: RunbookSdk['name'], identities: readonly Identity[]): RunbookSdk {
  const { title, irsa, podIdentity }: { readonly title: string; readonly irsa?: string; readonly podIdentity: string } = sdks[name];
  const since = identities.includes('pod-identity') ? podIdentity : irsa;
  return { name, title, ...(since === undefined ? {} : { since }) };
}

function runbookWorkload(spec: Spec, { id, title, kind, roles }: PlannedWorkload): RunbookWorkload {
  const addOn = spec.addOns.find((one) => one.id === id);
  const app = spec.apps.find((one) => one.id === id);
  return {
    id,
    title,
    kind,
    subject: subjectOf(roles),
    roles: roles.map(runbookRole),
    may: [...(addOn === undefined ? [] : [ofAddOn(addOn)]), ...(app?.grants ?? []).map(ofGrant), ...ofWorkload(addOn ?? app)],
  };
}

function subjectOf(roles: readonly PlannedRole[]): RunbookWorkload['subject'] {
  const bound = roles.flatMap(({ serviceAccounts, associations, trust }) => [...serviceAccounts, ...associations, ...trust]);
  const subject = bound[0]?.subject ?? roles[0]?.podTrust?.subject;
  if (subject === undefined) throw new Error(`role ${roles[0]?.name} was planned without a subject`);
  return subject;
}

const runbookRole = ({ name, maker, trust, podTrust, associations, serviceAccounts }: PlannedRole): RunbookRole => {
  const clusters = [...trust, ...associations, ...serviceAccounts].map(({ cluster }) => cluster);
  const identity: Identity = associations.length > 0 || (podTrust !== undefined && trust.length === 0) ? 'pod-identity' : 'irsa';
  return { name, clusters: [...new Set([...clusters, ...(podTrust?.clusters ?? [])])], identity, elsewhere: maker === 'other-account' };
};

function ofAddOn({ id, options }: AddOnSpec): Permission {
  const addOn = findAddOn(id);
  return { what: addOn?.summary ?? id, with: optionsOf(options), ...(addOn === undefined ? {} : { link: addOn.link }) };
}

function ofGrant({ service, options }: AppSpec['grants'][number]): Permission {
  const grant = findGrant(service);
  return { what: grant?.title ?? service, with: optionsOf(options), ...(grant === undefined ? {} : { link: grant.link }) };
}

const ofWorkload = (workload: WorkloadSpec | undefined): Permission[] =>
  workload === undefined
    ? []
    : [
        ...workload.managedPolicies.map((arn): Permission => ({ what: 'Managed policy', with: [['ARN', arn]] })),
        ...(workload.policyRefs ?? []).map((of): Permission => ({ what: 'Policy of your own Terraform', with: [['reference', of]] })),
        ...workload.statements.map(({ effect, actions = [], notActions = [] }): Permission => ({
          what: `${effect === 'Allow' ? 'Allowed' : 'Denied'} by a statement of its own`,
          with: [[notActions.length > 0 ? 'all actions but' : 'actions', [...actions, ...notActions].join(', ')]],
        })),
        ...workload.assumeRoles.map(({ role }): Permission => ({ what: 'Assumes a role of another account', with: [['role', role]] })),
      ];

const optionsOf = (options: Readonly<Record<string, OptionValue>>): Permission['with'] =>
  Object.entries(options).flatMap(([name, value]): [string, string][] => (isEmpty(value) ? [] : [[name, inWords(value)]]));

const isEmpty = (value: OptionValue): boolean => value === false || (Array.isArray(value) && value.length === 0);

const inWords = (value: OptionValue): string => {
  if (Array.isArray(value)) return value.map((one: OptionValue) => inWords(one)).join(', ');
  return typeof value === 'object' && 'ref' in value ? value.ref : String(value);
};
