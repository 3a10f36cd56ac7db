/** How far grants reach: to what they name, and not a step further. */
import { describe, expect, test } from '@jest/globals';
import { findGrant, grants } from '../../src/catalog/index.ts';
import type { Options, OptionValues } from '../../src/catalog/option.ts';
import { defaultsOf } from '../../src/wizard/steps/options.ts';
import { allows, type PolicyDocument } from '../support/allows.ts';
import { ACCOUNT, grantCases, mistakes, REGION } from '../support/grant-cases.ts';
import { policyJson } from './show.ts';

const facts: Readonly<Record<string, string>> = { partition: 'aws', accountId: ACCOUNT, region: REGION };

function policyOf(service: string, given: Readonly<Record<string, unknown>>): PolicyDocument {
  const grant = findGrant(service);
  if (grant === undefined) throw new Error(`there is no grant ${service}`);
  const options = { ...defaultsOf(grant.options), ...given } as OptionValues<Options>;
  expect(grant.check?.(options)).toBeUndefined();
  return JSON.parse(policyJson(grant.statements(options), (hole) => facts[hole] ?? hole)) as PolicyDocument;
}

test('every grant is asked', () => expect(Object.keys(grantCases)).toEqual(grants.ids));

describe.each(Object.entries(grantCases))('%s', (service, given) => {
  test('lets into what it names, and into nothing beside it, in no other account and no other partition', () => {
    expect(mistakes(policyOf(service, given.options), given)).toEqual([]);
  });
});

const at = (service: string, resource: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

test('a path of parameters is read by its own name, and no path above it', () => {
  const policy = policyOf('ssm', { parameter: '/shop/db/*', access: 'read' });
  const byPath = (path: string) => allows(policy, { action: 'ssm:GetParametersByPath', resource: at('ssm', `parameter/${path}`) });
  expect([byPath('shop/db'), byPath('shop'), byPath('shop/db2')]).toEqual([true, false, false]);
});

test('a key is used only by way of its service', () => {
  const key = at('kms', 'key/1234abcd-12ab-34cd-56ef-1234567890ab');
  const policy = policyOf('kinesis', { stream: 'orders', access: 'consume', kmsKey: key });
  const via = (service?: string) =>
    allows(policy, { action: 'kms:Decrypt', resource: key, context: service === undefined ? {} : { 'kms:ViaService': service } });
  expect(via('kinesis.us-east-1.amazonaws.com')).toBe(true);
  expect(via('s3.us-east-1.amazonaws.com')).toBe(false);
  expect(via()).toBe(false);
});

test('the role of schedules is passed to the Scheduler and to nobody else', () => {
  const policy = policyOf('scheduler', { group: 'reminders', role: 'remind', access: 'read-write' });
  const pass = (to: string, role = 'remind') =>
    allows(policy, { action: 'iam:PassRole', resource: `arn:aws:iam::${ACCOUNT}:role/${role}`, context: { 'iam:PassedToService': to } });
  expect(pass('scheduler.amazonaws.com')).toBe(true);
  expect(pass('lambda.amazonaws.com')).toBe(false);
  expect(pass('scheduler.amazonaws.com', 'admin')).toBe(false);
});

test('writing documents neither makes nor deletes nor maps an index', () => {
  const policy = policyOf('opensearch', { domain: 'products', access: 'write' });
  const may = (method: string, path: string) =>
    allows(policy, { action: `es:ESHttp${method}`, resource: at('es', `domain/products/${path}`) });
  expect([may('Post', '_bulk'), may('Put', 'orders/_doc/1'), may('Delete', 'orders/_doc/1')]).toEqual([true, true, true]);
  expect([may('Put', 'orders'), may('Delete', 'orders'), may('Put', 'orders/_mapping'), may('Put', '_cluster/settings')]).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test('a user of a cache may not be exchanged for another', () => {
  const policy = policyOf('elasticache', { cache: 'serverlesscache:sessions', user: 'orders' });
  const may = (resource: string) => allows(policy, { action: 'elasticache:Connect', resource: at('elasticache', resource) });
  expect([may('user:orders'), may('user:default'), may('serverlesscache:sessions')]).toEqual([true, false, true]);
});
