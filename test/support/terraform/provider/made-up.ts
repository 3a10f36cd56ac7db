/** Made-up values: the same on every run, and of the shape that the name promises. */
import { createHash } from 'node:crypto';
import type { Context } from './knowledge.ts';
import type { Type } from './schema.ts';
import { UNKNOWN, mapValues, type Values } from './wire.ts';

/** 64 hex digits that depend on the parts alone. */
export const digest = (...parts: readonly unknown[]): string =>
  createHash('sha256')
    .update(JSON.stringify(parts, (_key, value: unknown) => (value === UNKNOWN ? '?' : value)))
    .digest('hex');

const EC2_PREFIXES: Readonly<Record<string, string>> = {
  security_group: 'sg',
  subnet: 'subnet',
  vpc: 'vpc',
  network_interface: 'eni',
  launch_template: 'lt',
  image: 'ami',
};

export const STAMP = '2025-01-01T00:00:00Z';

/**
 * @param path where in the resource
 * @param state what is known of the resource: it makes the value differ from another's
 */
export function madeUp(type: Type, path: readonly (string | number)[], state: Values, context: Context): unknown {
  if (type === 'string') return madeUpString(path, state, context);
  if (type === 'number') return 0;
  if (type === 'bool') return false;
  if (type === 'dynamic') return null;
  if (type[0] === 'object') return mapValues(type[1], (of, key) => madeUp(of, [...path, key], state, context));
  const [kind, of] = type;
  if (kind === 'map') return {};
  // A computed list of objects is mostly read as list[0]; sets and plain lists are not.
  return kind === 'list' && of[0] === 'object' ? [madeUp(of, [...path, 0], state, context)] : [];
}

function madeUpString(path: readonly (string | number)[], state: Values, context: Context): string {
  const name = path.findLast((step) => typeof step === 'string') ?? '';
  const hex = digest(context.kind, context.type, state);
  const noun = context.type.replace(/^[a-z]+_/, '').replaceAll('_', '-');
  const ec2 = /(?:^|_)(security_group|subnet|vpc|network_interface|launch_template|image)_id$/.exec(name)?.[1];
  if (name === 'id') return `${noun}-${hex.slice(0, 17)}`;
  if (/(^|_)arn$/.test(name)) {
    const service = noun.split('-')[0] ?? noun;
    const of = name === 'arn' ? noun : name.replace(/_arn$/, '');
    return context.knowledge.arn?.(context, service, `${of}/${hex.slice(0, 12)}`) ?? `arn:aws:${service}:::${of}`;
  }
  if (/(^|_)(at|date|time|timestamp)$/.test(name)) return STAMP;
  if (/account_id$|^owner_id$/.test(name)) return context.setting.account;
  if (ec2) return `${EC2_PREFIXES[ec2]}-${hex.slice(0, 17)}`;
  if (name.includes('ipv6_cidr')) return 'fd00:ec2::/108';
  if (name.includes('cidr')) return '10.100.0.0/16';
  if (name === 'name_prefix') return '';
  if (name === 'status' || name === 'state') return 'ACTIVE';
  return `${name.replaceAll('_', '-')}-${hex.slice(0, 8)}`;
}
