/** What the providers in this process speak and serve. */
import { describe, expect, test } from '@jest/globals';
import { lockedVersions, withoutHashes } from '../support/terraform/cli-config.ts';
import { providers, releasesOf, schemaRelease } from '../support/terraform/provider/releases.ts';
import { readSchema } from '../support/terraform/provider/schema.ts';
import { UNKNOWN, fromState, fromWire, isKnown, toWire } from '../support/terraform/provider/wire.ts';

describe('values on the wire', () => {
  test('go there and back, unknown ones included', () => {
    const values = { a: null, b: [1, 1.5, 'x'], c: { d: UNKNOWN }, e: true };
    expect(fromWire(toWire(values))).toEqual(values);
    expect(isKnown(values)).toBe(false);
    expect(isKnown({ a: [null, 1] })).toBe(true);
  });

  test('are unknown by the extension that terraform writes, refined (12) or not (0)', () => {
    expect([...(toWire({ a: UNKNOWN }).msgpack ?? [])]).toEqual([0x81, 0xa1, 0x61, 0xd4, 0x00, 0x00]);
    expect(fromWire({ msgpack: Buffer.from([0xc7, 0x03, 0x0c, 0x81, 0x01, 0xc2]) })).toBe(UNKNOWN);
  });

  test('of a state lose what the schema does not have', () => {
    const inner = { attributes: { c: { type: 'number' as const } }, blocks: {} };
    const block = {
      attributes: { a: { type: 'string' as const } },
      blocks: { b: { nesting: 'list' as const, min: 0, max: 0, block: inner } },
    };
    expect(fromState(block, { a: 'x', old: 1, b: [{ c: 2, old: 3 }] })).toEqual({ a: 'x', b: [{ c: 2 }] });
  });
});

describe('a lock file', () => {
  const lock =
    'provider "registry.terraform.io/hashicorp/aws" {\n  version     = "5.94.1"\n  constraints = ">= 5.0.0"\n  hashes = [\n    "h1:x=",\n  ]\n}\n';

  test('keeps its versions and loses its checksums', () => {
    expect(lockedVersions(lock)).toEqual({ aws: '5.94.1' });
    expect(lockedVersions(withoutHashes(lock))).toEqual({ aws: '5.94.1' });
    expect(withoutHashes(lock)).not.toContain('hashes');
  });
});

describe('a schema', () => {
  test('stands for every release on offer, of the same major', () => {
    for (const provider of providers) {
      for (const release of releasesOf(provider)) expect(schemaRelease(provider, release)?.split('.')[0]).toBe(release.split('.')[0]);
    }
    expect(schemaRelease('aws', '6.25.0')).toBe('6.25.0');
    expect(schemaRelease('aws', '6.26.0')).toBe('6.66.0');
    expect(schemaRelease('aws', '7.0.0')).toBe('6.66.0');
    expect(schemaRelease('datadog', '3.0.0')).toBeUndefined();
  });

  test('tells required, optional and computed, strings and sets, blocks and their number', () => {
    const { resources } = readSchema('aws@6.66.0');
    expect(resources['aws_iam_role']?.attributes).toMatchObject({
      assume_role_policy: { type: 'string', required: true },
      name: { type: 'string', optional: true, computed: true },
      arn: { type: 'string', computed: true },
      managed_policy_arns: { type: ['set', 'string'] },
    });
    expect(resources['aws_eks_cluster']?.blocks['vpc_config']).toMatchObject({ nesting: 'list', min: 1, max: 1 });
    expect(resources['aws_eks_cluster']?.attributes['identity']?.type).toEqual([
      'list',
      ['object', { oidc: ['list', ['object', { issuer: 'string' }]] }],
    ]);
  });

  test('tells a nested attribute from a block', () => {
    expect(readSchema('helm@2.17.0').provider.blocks['kubernetes']).toMatchObject({ nesting: 'list', max: 1 });
    expect(readSchema('helm@3.1.1').provider.attributes['kubernetes']?.nested).toMatchObject({
      nesting: 'single',
      attributes: { host: { optional: true }, exec: { nested: { attributes: { command: { required: true } } } } },
    });
  });

  test('differs between releases as the providers do', () => {
    expect(readSchema('aws@5.100.0').resources['aws_eks_cluster']?.attributes['region']).toBeUndefined();
    expect(readSchema('aws@6.25.0').resources['aws_eks_cluster']?.attributes['region']).toBeDefined();
  });
});
