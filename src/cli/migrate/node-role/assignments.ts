/** Whose policies of node roles are, as flags say it → what irsa.yaml says of them from now on. Pure. */
import { findAddOn } from '../../../catalog/index.ts';
import type { PolicyStatement } from '../../../iam/policy-document.ts';
import { error, hasErrors, type Outcome, type Problem } from '../../../problem.ts';
import { didYouMean } from '../../../spec/did-you-mean.ts';
import { items, loose, type Loose } from '../../../spec/loose.ts';
import type { SpecInput } from '../../../spec/spec-input.ts';
import { addOnsOf } from './add-on-of-policy.ts';
import { narrow } from './narrow.ts';
import type { HeldPolicy, NodeRole } from './node-roles.ts';

/** `orders:shop/orders-sa=data,reports` */
export interface Assignment {
  readonly workload: string;
  /** Of an app that is not there yet. */
  readonly subject?: { readonly namespace: string; readonly serviceAccount: string };
  readonly policies: readonly string[];
}

export interface Surroundings {
  /** irsa.yaml as it is written. */
  readonly written: Loose;
  readonly roles: readonly NodeRole[];
  /** `namespace/name` of ServiceAccounts that are in the cluster. */
  readonly subjects: readonly string[];
  /** Every role has that of the spec. */
  readonly hasBoundary: boolean;
}

export function readAssignment(value: string): Assignment | Problem {
  const [, workload, , namespace, serviceAccount, policies] = /^([^:=/]+)(:([^/=]+)\/([^=]+))?=(.+)$/.exec(value) ?? [];
  if (workload === undefined || policies === undefined)
    return error(
      'flag-value',
      [],
      `\`--assign ${value}\`: it is written WORKLOAD=POLICY, or NAME:NAMESPACE/SERVICEACCOUNT=POLICY for an app that is not in irsa.yaml yet.`,
      'For example --assign orders:shop/orders-sa=orders-data',
    );
  const subject = namespace === undefined || serviceAccount === undefined ? {} : { subject: { namespace, serviceAccount } };
  return { workload, ...subject, policies: policies.split(',') };
}

/** What the spec says once all of them hold. */
export function assigned(assignments: readonly Assignment[], around: Surroundings): Outcome<SpecInput> {
  const problems: Problem[] = [];
  const addOns: Record<string, Loose> = {};
  const apps: Record<string, Loose> = {};
  for (const assignment of assignments) {
    const { value, problems: found } = ofOne(assignment, around);
    problems.push(...found);
    if (value !== undefined) (findAddOn(assignment.workload) === undefined ? apps : addOns)[assignment.workload] = value;
  }
  if (hasErrors(problems)) return { problems };
  const some = (key: string, workloads: Readonly<Record<string, Loose>>) =>
    Object.keys(workloads).length === 0 ? {} : { [key]: workloads };
  return { value: { ...some('addOns', addOns), ...some('apps', apps) } as SpecInput, problems };
}

function ofOne(assignment: Assignment, { written, roles, subjects, hasBoundary }: Surroundings): Outcome<Loose> {
  const { workload, subject } = assignment;
  const addOn = findAddOn(workload);
  const old = loose(loose(written[addOn === undefined ? 'apps' : 'addOns'])[workload]);
  const isThere = loose(written[addOn === undefined ? 'apps' : 'addOns'])[workload] !== undefined;
  if (addOn === undefined && !isThere && subject === undefined) return { problems: [notThere(workload)] };
  const { value: held, problems } = heldOf(assignment, roles);
  if (held === undefined) return { problems };
  const own = addOn === undefined ? [] : held.filter(({ policy }) => addOnsOf(policy, [workload]).some(({ id }) => id === workload));
  const matches = own.flatMap(({ policy }) => addOnsOf(policy, [workload]).filter(({ id }) => id === workload));
  const options = isThere ? {} : (Object.assign({}, ...matches.map((match) => match.options)) as Loose);
  const missing = isThere ? [] : [...new Set(matches.flatMap((match) => match.missing))].filter((option) => !(option in options));
  if (missing.length > 0) return { problems: [notTold(workload, missing)] };
  const others = held.filter((one) => !own.includes(one));
  const unknown = others.filter(({ policy }) => policy.statements === undefined);
  if (unknown.length > 0) return { problems: unknown.map(({ policy }) => notKnown(policy)) };
  const { grants, statements, left } = narrow(
    others.flatMap(({ policy }) => policy.statements ?? []),
    others.flatMap(({ role }) => deniedBy(role)),
    addOn === undefined,
  );
  if (own.length === 0 && grants.length + statements.length === 0) return { problems: [notNarrowed(assignment, left)] };
  const boundary = held.map(({ role }) => role.permissionsBoundary).find((arn) => arn !== undefined);
  return {
    value: {
      ...(isThere || subject === undefined ? {} : appOf(subject, subjects)),
      ...options,
      ...(boundary === undefined || hasBoundary || isThere ? {} : { permissionsBoundary: boundary }),
      ...listed('grants', old, grants),
      ...listed('statements', old, statements),
    },
    problems: [],
  };
}

const deniedBy = ({ policies }: NodeRole): readonly PolicyStatement[] =>
  policies.flatMap(({ statements = [] }) => statements.filter(({ allows }) => !allows));

/** Who has made a ServiceAccount that is there goes on to own it. */
const appOf = ({ namespace, serviceAccount }: NonNullable<Assignment['subject']>, subjects: readonly string[]): Loose => ({
  namespace,
  serviceAccount: subjects.includes(`${namespace}/${serviceAccount}`) ? { name: serviceAccount, owner: 'annotate' } : serviceAccount,
});

/** After what is there; said twice, it is once. */
function listed(key: string, old: Loose, more: readonly unknown[]): Loose {
  const before = items(old[key]);
  const added = more.filter((item) => !before.some((one) => JSON.stringify(one) === JSON.stringify(item)));
  return added.length === 0 ? {} : { [key]: [...before, ...added] };
}

interface Held {
  readonly role: NodeRole;
  readonly policy: HeldPolicy;
}

function heldOf({ policies }: Assignment, roles: readonly NodeRole[]): Outcome<readonly Held[]> {
  const all = roles.flatMap((role) => role.policies.map((policy) => ({ role, policy })));
  const problems = unknownPolicies(policies, roles);
  return hasErrors(problems) ? { problems } : { value: all.filter(({ policy }) => policies.includes(policy.name)), problems };
}

export function unknownPolicies(names: readonly string[], roles: readonly NodeRole[]): readonly Problem[] {
  const known = roles.flatMap(({ policies }) => policies.map(({ name }) => name));
  return names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const meant = didYouMean(name, known);
      return error(
        'node-policy-unknown',
        [],
        `No role of nodes holds a policy \`${name}\`.`,
        meant === undefined ? `They hold ${known.join(', ')}.` : `Did you mean ${meant}?`,
      );
    });
}

const notThere = (workload: string): Problem =>
  error(
    'workload-unknown',
    [],
    `There is no workload \`${workload}\` in irsa.yaml, nor an add-on of that name.`,
    `For an app that runs already, say as whom: --assign ${workload}:NAMESPACE/SERVICEACCOUNT=POLICY.`,
  );

const notTold = (workload: string, missing: readonly string[]): Problem =>
  error(
    'add-on-option-not-told',
    [],
    `${workload} needs ${missing.join(' and ')}, which the policy does not tell: it names none, or all.`,
    `Say it first: create-irsa --yes ${missing.map((option) => `--add-on ${workload}.${option}=…`).join(' ')}`,
  );

const notKnown = ({ name, arn }: HeldPolicy): Problem =>
  error(
    'node-policy-not-known',
    [],
    `What ${name} allows is not in the state.`,
    `Say --live to ask AWS; or hand it over as it is, by managedPolicies: [${arn ?? name}] of the workload.`,
  );

const notNarrowed = ({ workload, policies }: Assignment, left: readonly string[]): Problem =>
  error(
    'node-policy-not-narrowed',
    [],
    `Nothing of ${policies.join(', ')} can be said for ${workload} alone: ${left.slice(0, 3).join('; ')}.`,
    `Write grants or statements for ${workload} that name what it needs, then --detach the policy.`,
  );
