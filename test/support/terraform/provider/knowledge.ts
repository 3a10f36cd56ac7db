/** What a provider knows beyond its schema. Whatever it does not know is made up (made-up.ts). */
import { aws } from './aws/knowledge.ts';
import { kubernetes } from './kubernetes.ts';
import { cloudinit, helm, nullProvider, random, time, tls } from './small.ts';
import type { Block, Kind } from './schema.ts';
import type { Values } from './wire.ts';

/** Where the resources are, unless their provider's configuration says otherwise. */
export interface Setting {
  readonly region: string;
  readonly account: string;
  /** Absent: told from the region. */
  readonly partition?: string;
}

/** A path into a resource: `['metadata', 0, 'name']`. */
export type ValuePath = readonly (string | number)[];

export interface Objection {
  readonly summary: string;
  readonly detail?: string;
  readonly path?: ValuePath;
}

export interface Context {
  readonly kind: Kind;
  readonly type: string;
  readonly block: Block;
  /** The provider block in force. */
  readonly config: Values;
  readonly setting: Setting;
  readonly knowledge: Knowledge;
}

export interface Knowledge {
  /** Block of `provider_meta`. */
  readonly meta?: Block;
  /** Attributes that the schema marks sensitive. */
  sensitive?(kind: Kind, type: string): readonly string[];
  /** A default that the provider fills in at plan. */
  defaultOf?(type: string, attribute: string): unknown;
  /** What it refuses at `validate`. */
  validate?(kind: Kind, type: string, config: Values): readonly Objection[];
  /** Computed values that are known at plan. */
  atPlan?(context: Context, state: Values): Values;
  /** Computed values that are known after apply. */
  computed?(context: Context, state: Values): Values;
  /** Attributes whose change makes a new resource. */
  replaces?(type: string, prior: Values, next: Values): readonly ValuePath[];
  /** A data source's computed values. */
  read?(context: Context, config: Values): Values | Objection;
  /** The ARN of a resource that `computed` says nothing about. */
  arn?(context: Context, service: string, rest: string): string;
}

const KNOWLEDGE: Readonly<Record<string, Knowledge>> = { aws, kubernetes, helm, cloudinit, null: nullProvider, random, time, tls };

export const knowledgeOf = (provider: string): Knowledge => KNOWLEDGE[provider] ?? {};
