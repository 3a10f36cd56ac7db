/** Which add-on a policy of a node role is of, by what it allows, and what the add-on is told then. Pure. */
import type { AddOn, WellKnownPolicy } from '../../../catalog/add-on.ts';
import { addOns } from '../../../catalog/index.ts';
import type { Option, OptionValue } from '../../../catalog/option.ts';
import { coversAction, type PolicyStatement } from '../../../iam/policy-document.ts';
import { partsOf, type Text } from '../../../iam/text.ts';
import { awsPolicyName } from '../../../iam/node-needs.ts';
import type { HeldPolicy } from './node-roles.ts';

/** What hardly anybody but the owner of a well-known policy does, and the name that AWS's own has. */
const WELL_KNOWN: Readonly<
  Record<WellKnownPolicy, { readonly telling: readonly string[]; readonly beside: readonly string[]; readonly managed?: string }>
> = {
  // https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/main/docs/install/iam_policy.json
  awsLoadBalancerController: {
    telling: ['elasticloadbalancing:CreateLoadBalancer', 'elasticloadbalancing:CreateTargetGroup', 'elasticloadbalancing:CreateListener'],
    beside: ['acm', 'cognito-idp', 'ec2', 'iam', 'shield', 'waf-regional', 'wafv2'],
  },
  // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEBSCSIDriverPolicy.html
  ebsCSIController: {
    telling: ['ec2:CreateVolume', 'ec2:AttachVolume', 'ec2:DetachVolume'],
    beside: ['kms'],
    managed: 'AmazonEBSCSIDriverPolicy',
  },
  // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEFSCSIDriverPolicy.html
  efsCSIController: {
    telling: ['elasticfilesystem:CreateAccessPoint', 'elasticfilesystem:DeleteAccessPoint'],
    beside: ['ec2'],
    managed: 'AmazonEFSCSIDriverPolicy',
  },
};

export interface AddOnMatch {
  readonly id: string;
  /** What is known of the options that it cannot do without, and of others, from the policy. */
  readonly options: Readonly<Record<string, OptionValue>>;
  /** Options that it needs, and the policy does not tell. */
  readonly missing: readonly string[];
}

/**
 * The add-ons that a policy may be of, likeliest first.
 *
 * @param present ids of those that run in the cluster, as far as that is known: of several they are meant
 */
export function addOnsOf(policy: HeldPolicy, present: readonly string[]): readonly AddOnMatch[] {
  const found = addOns.all().flatMap((addOn) => {
    const share = shareOf(addOn, policy, present.includes(addOn.id));
    return share === 0 ? [] : [{ addOn, share: share + (present.includes(addOn.id) ? 1 : 0) }];
  });
  const best = Math.max(...found.map(({ share }) => share));
  return found.filter(({ share }) => share === best).map(({ addOn }) => matchOf(addOn, policy.statements ?? []));
}

/** How much of what the add-on does the policy allows: nothing unless it is all that tells the add-on from others. */
function shareOf(addOn: AddOn, { arn, statements = [] }: HeldPolicy, isPresent: boolean): number {
  const { telling, all, managed, services } = actionsOf(addOn);
  const name = awsPolicyName(arn);
  if (name !== undefined) return managed.includes(name) ? 1 : 0;
  const written = statements
    .flatMap(({ allows, actions = [] }) => (allows ? actions : []))
    .filter((action) => !/^(\*|[^:]+:\**)$/.test(action));
  const isAllowed = (action: string): boolean => written.some((pattern) => coversAction(pattern, action));
  if (telling.length === 0 || !telling.every(isAllowed) || (!telling.some(changes) && !isPresent)) return 0;
  const own = written.filter((pattern) => services.includes(serviceOf(pattern)) || all.some((action) => coversAction(pattern, action)));
  return own.length / written.length < MOSTLY ? 0 : all.filter(isAllowed).length / all.length;
}

/** A policy that is about more than the add-on is not the add-on's. */
const MOSTLY = 0.7;

const serviceOf = (action: string): string => (action.split(':')[0] ?? '').toLowerCase();

const changes = (action: string): boolean => !/:(Describe|List|Get|BatchGet|Search|Query)/.test(action);

interface AddOnActions {
  readonly telling: readonly string[];
  readonly all: readonly string[];
  /** Of which all is its own, where only part is known by name. */
  readonly services: readonly string[];
  /** Names of AWS's own policies. */
  readonly managed: readonly string[];
}

/** Everything that an add-on is known to do, whichever module says it. */
export function actionsOf(addOn: AddOn): AddOnActions {
  const own = addOn.withoutModule(examples(addOn) as never, { clusterNames: ['*'] });
  const { telling = [], beside = [], managed } = own?.wellKnown === undefined ? {} : WELL_KNOWN[own.wellKnown];
  const said = [...new Set((own?.statements ?? []).flatMap(({ actions = [] }) => actions))];
  const changing = said.filter(changes);
  const tells = telling.length > 0 ? telling : changing.length > 0 ? changing : said;
  return {
    telling: tells,
    all: [...new Set([...telling, ...said])],
    services: [...new Set(tells.map(serviceOf)), ...beside],
    managed: [...(managed === undefined ? [] : [managed]), ...(own?.managedPolicies ?? []).flatMap(nameOf)],
  };
}

const nameOf = (arn: Text): string[] => {
  const last = partsOf(arn).at(-1);
  return typeof last === 'string' ? [last.split('/').at(-1) ?? ''] : [];
};

const examples = ({ options }: AddOn): Readonly<Record<string, OptionValue>> =>
  Object.fromEntries(
    Object.entries(options).flatMap(([name, option]): [string, OptionValue][] => {
      if (option.default !== undefined) return [[name, option.default]];
      return option.required ? [[name, option.kind === 'resources' || option.kind === 'names' ? [option.example] : option.example]] : [];
    }),
  );

function matchOf({ id, options }: AddOn, statements: readonly PolicyStatement[]): AddOnMatch {
  const arns = [...new Set(statements.flatMap(({ allows, resources = [] }) => (allows ? resources : [])))].filter(
    (resource) => resource.startsWith('arn:') && !/[*$]/.test(resource),
  );
  const told = Object.entries(options).flatMap(([name, option]) => {
    const value = valueIn(arns, option);
    return value === undefined ? [] : [[name, value] as const];
  });
  const known = Object.fromEntries(told);
  const needed = Object.entries(options).filter(([, { required }]) => required);
  return { id, options: known, missing: needed.flatMap(([name]) => (name in known ? [] : [name])) };
}

function valueIn(arns: readonly string[], { kind, check }: Option): OptionValue | undefined {
  const fitting = arns.filter((arn) => check !== undefined && check(arn) === undefined);
  if (fitting.length === 0) return undefined;
  if (kind === 'resources') return fitting;
  return kind === 'resource' && fitting.length === 1 ? fitting[0] : undefined;
}
