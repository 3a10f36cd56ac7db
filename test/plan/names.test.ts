import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { roleName, shortHash } from '../../src/plan/names.ts';

const parts = { prefix: '', group: 'production', workload: 'my-app', region: 'us-east-1', namespace: 'shop' };

describe('role names', () => {
  test('follow the naming pattern', () => {
    expect(roleName('{prefix}{group}-{workload}', parts)).toBe('production-my-app');
    expect(roleName('{prefix}{region}-{namespace}-{workload}', { ...parts, prefix: 'irsa-' })).toBe('irsa-us-east-1-shop-my-app');
  });

  test('are cut to 64 characters and end in a hash of region, group and workload', () => {
    const long = roleName('{prefix}{group}-{workload}', { ...parts, group: 'g'.repeat(60) });
    expect(long).toHaveLength(64);
    expect(long).toMatch(/^g{55}-[0-9a-z]{8}$/);
    for (const other of [{ workload: 'other-app' }, { region: 'us-west-2' }, { group: `${'g'.repeat(60)}2` }]) {
      expect(roleName('{prefix}{group}-{workload}', { ...parts, group: 'g'.repeat(60), ...other })).not.toBe(long);
    }
  });

  test('never pass 64 characters, whatever the parts', () => {
    const word = fc.stringMatching(/^[a-z0-9-]{1,80}$/);
    fc.assert(
      fc.property(word, word, word, (prefix, group, workload) => {
        expect(roleName('{prefix}{group}-{workload}', { ...parts, prefix, group, workload }).length).toBeLessThanOrEqual(64);
      }),
    );
  });

  test('hash the same text to the same eight characters in every release', () => {
    expect(shortHash('us-east-1/production/my-app')).toBe('xz127so0');
  });
});
