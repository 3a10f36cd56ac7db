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

/** Data sources that are mostly cut into pieces, which an empty list does not stand. */
const DATA: Readonly<Record<string, Readonly<Record<string, Value>>>> = {
  aws_availability_zones: { names: ['test-1a', 'test-1b', 'test-1c'], zone_ids: ['test-az1', 'test-az2', 'test-az3'] },
  aws_subnets: { ids: ['subnet-1', 'subnet-2', 'subnet-3'] },
  aws_caller_identity: { account_id: '111122223333' },
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
    if (!address.startsWith('data.')) return [{ of: 'resource', target: address, values: ofResource(address) }];
    return [{ of: 'data', target: address, values: DATA[address.split('.')[1] ?? ''] ?? ofResource(address) }];
  });
  const asked = requiredVariables.filter((name) => computedFrom.has(name));
  return { standIns, idle: requiredVariables.filter((name) => !computedFrom.has(name)), asked };
}

/** `module.vpc.private_subnets` → `module.vpc` */
const addressOf = ({ to }: Reference): string => (to.startsWith('module.') ? to.split('.').slice(0, 2).join('.') : to);

/** Whoever takes an ARN from it checks its form; a type that has none passes over the value. */
const ofResource = (address: string): Readonly<Record<string, Value>> => (/^(data\.)?aws_/.test(address) ? { arn: ARN } : {});

/** Outputs of modules have no type that could be looked up; lists have their names in the plural. */
const guess = (output: string): Value => (output.endsWith('s') ? ['test-1', 'test-2', 'test-3'] : 'test');
