import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { emitHelm } from '../../../src/emit/helm/emit-helm.ts';
import { ref, type Value } from '../../../src/iam/text.ts';
import type { HelmValuesFile, Plan } from '../../../src/plan/plan.ts';
import { literal } from '../terraform/values.ts';

const plan = (...helm: HelmValuesFile[]): Plan => ({
  version: 1,
  groups: [],
  workloads: [],
  namespaces: [],
  helm,
  runs: [],
  manifests: [],
  eksctl: [],
  otherAccounts: [],
  nextSteps: [],
});
const printed = (values: Value, comments: readonly string[] = []): string =>
  emitHelm(plan({ path: 'x.yaml', comments, values }))[0]?.content ?? '';

describe('Helm values', () => {
  test('are YAML under comments that say what they are for', () => {
    const arn = 'arn:aws:iam::111122223333:role/production-external-dns';
    const values: Value = {
      map: { serviceAccount: { map: { create: true, name: 'external-dns', annotations: { map: { 'eks.amazonaws.com/role-arn': arn } } } } },
    };
    expect(
      emitHelm(plan({ path: 'irsa/helm/external-dns.values.yaml', comments: ['helm upgrade external-dns', 'Second.'], values })),
    ).toEqual([
      {
        path: 'irsa/helm/external-dns.values.yaml',
        comments: 'hash',
        content: `# helm upgrade external-dns
# Second.
serviceAccount:
  create: true
  name: external-dns
  annotations:
    eks.amazonaws.com/role-arn: ${arn}
`,
      },
    ]);
  });

  test('keep strings strings for a reader of YAML 1.1', () => {
    const words = [
      'on',
      'no',
      'y',
      '012',
      '1_000',
      '0x1f',
      '1e3',
      '12:30:45',
      '2001-01-01',
      '~',
      'null',
      'true',
      '',
      '- a',
      'a: b',
      '# a',
      '"',
      "'",
      '\n',
    ];
    const text = printed({ map: { words } });
    expect(parse(text, { version: '1.1' })).toEqual({ words });
    expect(parse(text)).toEqual({ words });
  });

  test('are read back as they were', () => {
    const values = fc.letrec<{ value: Value }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        literal,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(literal, tie('value'), { maxKeys: 3 }).map((map) => ({ map })),
      ),
    })).value;
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'on'), values), (map) => {
        expect(parse(printed({ map }), { version: '1.1', merge: false, mapAsMap: true, uniqueKeys: false })).toEqual(asMaps({ map }));
      }),
    );
  });

  test('cannot hold a reference', () => {
    expect(() => printed({ map: { arn: ref('module.x.arn') } })).toThrow('a YAML file cannot hold {"ref":"module.x.arn"}');
  });
});

function asMaps(value: Value): unknown {
  if (value === null || typeof value !== 'object') return value;
  if ('length' in value) return value.map(asMaps);
  return 'map' in value ? new Map(Object.entries(value.map).map(([key, item]) => [key, asMaps(item)])) : value;
}
