/** Supplies the facts of a role's account and region from data sources, one set for each AWS provider in use. */
import { fill, isText, ref, type Fact, type Text, type Value } from '../../iam/text.ts';
import type { Block } from './blocks.ts';
import { snake, type Labels } from './labels.ts';

export interface FactSources {
  /** Replaces facts by references; `provider` is an address or absent for the default one. */
  fill<T extends Value>(value: T, provider: string | undefined): T;
  /** The data sources that `fill` has referred to so far. */
  blocks(): Block[];
}

/** @param regionAttribute `region` exists from AWS provider 6, `name` is deprecated there, `id` exists in both. */
export function factSources(labels: Labels, regionAttribute: 'region' | 'name' | 'id'): FactSources {
  const used = new Map<string, Block>();
  const sources: Record<Fact, { kind: 'data-partition' | 'data-caller-identity' | 'data-region'; type: string; attribute: string }> = {
    partition: { kind: 'data-partition', type: 'aws_partition', attribute: 'partition' },
    accountId: { kind: 'data-caller-identity', type: 'aws_caller_identity', attribute: 'account_id' },
    region: { kind: 'data-region', type: 'aws_region', attribute: regionAttribute },
  };
  const supply = (fact: Fact, provider: string | undefined): Text => {
    const { kind, type, attribute } = sources[fact];
    const label = labels.free(`data.${type}`, provider === undefined ? 'irsa' : `irsa_${snake(provider.replace(/^aws\.(irsa_)?/, ''))}`);
    used.set(`${type}.${label}`, { kind, label, ...(provider === undefined ? {} : { provider }) });
    return ref(`data.${type}.${label}.${attribute}`);
  };
  const fillValue = (value: Value, provider: string | undefined): Value => {
    if (isText(value)) return fill(value, (hole) => ('fact' in hole ? supply(hole.fact, provider) : { text: [hole] }));
    if (Array.isArray(value)) return value.map((item: Value) => fillValue(item, provider));
    if (typeof value === 'object' && value !== null && 'map' in value) {
      return { map: Object.fromEntries(Object.entries(value.map).map(([key, item]) => [key, fillValue(item, provider)])) };
    }
    return value;
  };
  return {
    fill: <T extends Value>(value: T, provider: string | undefined) => fillValue(value, provider) as T,
    blocks: () => [...used.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, block]) => block),
  };
}
