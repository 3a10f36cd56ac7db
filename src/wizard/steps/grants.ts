/** What an application may use: what the folder holds is offered, anything else is named or typed. */
import type { Grant } from '../../catalog/grant.ts';
import { findGrant, grants } from '../../catalog/index.ts';
import { parseArn } from '../../iam/arn.ts';
import { loose } from '../../spec/loose.ts';
import { roleArn } from '../../spec/rules/aws.ts';
import { sameAnswer, type Choice, type Typed } from '../asker.ts';
import { obeys } from '../check.ts';
import { wholeRef } from '../found.ts';
import { readResource, resourceProblem, writeResource } from '../resource-text.ts';
import type { Wizard } from '../wizard.ts';
import { foundElsewhere, foundHere, resourceOption, type Target } from './grant-targets.ts';
import { askNeeded, type Answers } from './options.ts';

interface Asking extends Pick<Wizard, 'asker' | 'facts' | 'surroundings'> {
  readonly app: string;
  /** Roles of other accounts are on offer, too. */
  readonly offersRoles?: boolean;
}

/** What was picked of all that may be used. */
export interface Uses {
  readonly grants: readonly Answers[];
  /** ARNs of roles of other accounts; none where the user wants some and has not named them. */
  readonly roles?: readonly string[];
}

/** No service of the catalog is called so. */
const ROLES = 'assumeRoles';

/** @param before what the application has now; what is unpicked is taken away */
export async function askGrants(before: readonly Answers[], asking: Asking): Promise<Uses> {
  const { asker, facts, surroundings, app, offersRoles = false } = asking;
  const kept = before.map((grant, i) => keptChoice(grant, i));
  const targets = await asker.pick<Target>({
    message: `What may ${app} use?`,
    hint: 'Policies of your own go into irsa.yaml: managedPolicies, statements.',
    choices: [
      ...kept,
      ...[...foundHere(facts), ...foundElsewhere(surroundings)].filter(({ value }) => !before.some((grant) => isGranted(grant, value))),
      ...grants.all().map(byName),
      ...(offersRoles ? [rolesElsewhere] : []),
    ],
    default: kept.map(({ value }) => value),
    typed: typedTarget(offersRoles),
  });
  const given: Answers[] = [];
  for (const { service, resource, kept: at } of targets) {
    const old = at === undefined ? undefined : before[at];
    const grant = findGrant(service);
    if (old !== undefined) given.push(old);
    else if (grant !== undefined) given.push(await askGrant(grant, resource, asking));
  }
  const picked = targets.filter(({ service }) => service === ROLES);
  return {
    grants: given,
    ...(picked.length > 0 && { roles: picked.flatMap(({ resource }) => (typeof resource === 'string' ? [resource] : [])) }),
  };
}

/** All of one grant again, with what it says as defaults. */
export async function editGrant(grant: Answers, asking: Asking): Promise<Answers> {
  const [service = '', options] = Object.entries(grant)[0] ?? [];
  const known = findGrant(service);
  if (known === undefined) return grant;
  const whose = `${asking.app}, ${grantText(grant)}`;
  return { [service]: await askNeeded(known, loose(options), { ...asking, whose }, { again: true, more: true }) };
}

/** What flags left open of grants that they gave. */
export async function completeGrants(given: readonly Answers[], { asker, facts, app }: Asking): Promise<readonly Answers[]> {
  const whole: Answers[] = [];
  for (const answers of given) {
    const [service = '', options] = Object.entries(answers)[0] ?? [];
    const grant = findGrant(service);
    const whose = `${app}, ${grantText(answers)}`;
    whole.push(grant === undefined ? answers : { [service]: await askNeeded(grant, loose(options), { asker, facts, whose }) });
  }
  return whole;
}

async function askGrant(grant: Grant, resource: Target['resource'], { asker, facts, app }: Asking): Promise<Answers> {
  const [name] = resourceOption(grant) ?? [];
  const whole = typeof resource === 'object' ? await wholeRef(resource, asker) : resource;
  // Two buckets are two questions, so each says whose it is.
  const whose = `${app}, ${whole === undefined ? grant.title : shortName(whole)}`;
  const before = whole === undefined || name === undefined ? {} : { [name]: whole };
  return { [grant.service]: await askNeeded(grant, before, { asker, facts, whose }, { more: true }) };
}

/** `s3 aws_s3_bucket.orders (read)` */
export function grantText(grant: Answers): string {
  const [service = '', options] = Object.entries(grant)[0] ?? [];
  const known = findGrant(service);
  if (known === undefined) return service;
  const given = loose(options);
  const { access } = given;
  const resource = resourceOf(known, given);
  return [service, shortName(resource), typeof access === 'string' ? `(${access})` : ''].filter(Boolean).join(' ');
}

/** A reference is the address of what it refers to. */
const shortName = (resource: unknown): string =>
  typeof resource === 'object' ? String(loose(resource)['ref'] ?? '').replace(/\.arn$/, '') : String(resource ?? '');

const keptChoice = (grant: Answers, kept: number): Choice<Target> => ({
  value: { service: Object.keys(grant)[0] ?? '', kept },
  name: grantText(grant),
  group: 'Now',
});

const isGranted = (grant: Answers, { service, resource }: Target): boolean => {
  const known = findGrant(service);
  return known !== undefined && sameAnswer(resourceOf(known, loose(grant[service])), resource);
};

const byName = ({ service, title, summary }: Grant): Choice<Target> => ({
  value: { service },
  name: title,
  group: 'By name or ARN',
  description: summary,
});

const rolesElsewhere: Choice<Target> = {
  value: { service: ROLES },
  name: 'Roles of other accounts',
  group: 'In another account',
  description: 'Which ones, how pods come to them, and what they may do there.',
};

const resourceOf = (grant: Grant, answers: Readonly<Record<string, unknown>>): unknown => {
  const [name] = resourceOption(grant) ?? [];
  return name === undefined ? undefined : answers[name];
};

/** The prefix of an ARN is not always the name of the service: that of an event bus is `events`. */
const grantOfArn = (arn: string): Grant | undefined => {
  const service = parseArn(arn)?.service;
  return grants.all().find((grant) => accepts(grant, arn)) ?? findGrant(service ?? '');
};

const accepts = (grant: Grant, resource: string): boolean => {
  const [, option] = resourceOption(grant) ?? [];
  return option !== undefined && resourceProblem(option, resource) === undefined;
};

/** An ARN says which service it is of; a name does after the service and a colon. */
const typedTarget = (offersRoles: boolean): Typed<Target> => ({
  read: (text) => {
    if (offersRoles && isRole(text)) return obeys(roleArn)(text) ?? [{ service: ROLES, resource: text }];
    const [, prefix = '', name = ''] = /^([a-z0-9]+):(.+)$/.exec(text) ?? [];
    const grant = prefix === 'arn' ? grantOfArn(text) : findGrant(prefix);
    const [, option] = grant === undefined ? [] : (resourceOption(grant) ?? []);
    if (grant === undefined || option === undefined)
      return `"${text}" is neither an ARN of what can be granted nor a name such as s3:my-bucket.`;
    const resource = prefix === 'arn' ? text : name;
    const complaint = resourceProblem(option, resource);
    return complaint ?? [{ service: grant.service, resource: readResource(resource) }];
  },
  write: (value) => {
    const { service, resource } = loose(value);
    return service === ROLES ? writeResource(resource) : `${String(service)}:${writeResource(resource)}`;
  },
  what: 'a new one such as s3:my-bucket or an ARN',
});

const isRole = (text: string): boolean => {
  const arn = parseArn(text);
  return arn?.service === 'iam' && arn.resource.startsWith('role/');
};
