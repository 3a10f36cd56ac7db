/**
 * What stands upstream of the clusters in the root's own files. A test that wants one role evaluates
 * all that leads to it, so each of these is replaced, and nothing of theirs is asked of AWS or made.
 */
import type { Value } from '../../iam/text.ts';
import type { Dependencies, Reference } from '../repo-facts.ts';
import type { StandIn } from './planned-tests.ts';

export interface Upstream {
  readonly standIns: readonly StandIn[];
  /** Variables that may be null, since all that takes them is replaced. */
  readonly idle: readonly string[];
  /** Variables that something is computed from. */
  readonly asked: readonly string[];
}

const ARN = 'arn:aws:iam::111122223333:test/irsa';

const CLUSTER: Readonly<Record<string, Value>> = {
  arn: ARN,
  identity: [{ map: { oidc: [{ map: { issuer: 'https://oidc.eks.us-east-1.amazonaws.com/id/TEST' } }] } }],
  certificate_authority: [{ map: { data: 'dGVzdA==' } }],
};

/** Resources and data sources that are mostly cut into pieces, which an empty list does not stand. */
const KNOWN: Readonly<Record<string, Readonly<Record<string, Value>>>> = {
  aws_eks_cluster: CLUSTER,
  aws_availability_zones: { names: ['test-1a', 'test-1b', 'test-1c'], zone_ids: ['test-az1', 'test-az2', 'test-az3'] },
  aws_subnets: { ids: ['subnet-1', 'subnet-2', 'subnet-3'] },
  aws_caller_identity: { account_id: '111122223333' },
  tls_certificate: { certificates: [{ map: { sha1_fingerprint: 'f'.repeat(40) } }] },
};

/** Rendered by the provider itself, from nothing but their arguments. */
const OFFLINE = /^data\.aws_(iam_policy_document|partition|region|service_principal|arn)\./;

/**
 * @param starts addresses that the clusters are known by; they are replaced by whoever knows the values
 */
export function upstreamOf(starts: readonly string[], { references, requiredVariables }: Dependencies): Upstream {
  const reached = new Set<string>();
  const outputs = new Map<string, Record<string, Value>>();
  const computedFrom = new Set<string>();
  const visit = (address: string): void => {
    for (const reference of references[address] ?? []) {
      const to = addressOf(reference);
      // A module that is replaced passes over what it is given.
      const passedOver = reference.whole && address.startsWith('module.');
      if (to.startsWith('var.') && !passedOver) computedFrom.add(to.slice(4));
      if (to.startsWith('module.') && !passedOver) {
        const [, , output] = reference.to.split('.');
        if (output !== undefined) outputs.set(to, { ...outputs.get(to), [output]: guess(output) });
      }
      if (references[to] === undefined || reached.has(to) || starts.includes(to)) continue;
      reached.add(to);
      visit(to);
    }
  };
  for (const start of starts) visit(start);
  const standIns = [...reached].sort().flatMap((address): StandIn[] => {
    if (address.startsWith('local.') || OFFLINE.test(address)) return [];
    if (address.startsWith('module.')) return [{ of: 'module', target: address, values: outputs.get(address) ?? {} }];
    const type = address.replace(/^data\./, '').split('.')[0] ?? '';
    return [{ of: address.startsWith('data.') ? 'data' : 'resource', target: address, values: KNOWN[type] ?? valuesOf(type) }];
  });
  const asked = requiredVariables.filter((name) => computedFrom.has(name));
  return { standIns, idle: requiredVariables.filter((name) => !computedFrom.has(name)), asked };
}

/** `module.vpc.private_subnets` → `module.vpc` */
const addressOf = ({ to }: Reference): string => (to.startsWith('module.') ? to.split('.').slice(0, 2).join('.') : to);

/** Whoever takes an ARN from it checks its form; a type that has none passes over the value. */
const valuesOf = (type: string): Readonly<Record<string, Value>> => (type.startsWith('aws_') ? { arn: ARN } : {});

/** Outputs of modules have no type that could be looked up; lists have their names in the plural. */
const guess = (output: string): Value => (output.endsWith('s') ? ['test-1', 'test-2', 'test-3'] : 'test');
