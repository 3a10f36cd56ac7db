import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import type { FragmentLimits } from '../../src/spec/fragment-limits.ts';
import { layOver, parseLayers, type FragmentLayer } from '../../src/spec/layers.ts';
import { withoutNulls } from '../../src/spec/loose.ts';
import { mergeInput } from '../../src/spec/merge-input.ts';
import { readLayer, type Layer } from '../../src/spec/written-spec.ts';
import type { Path } from '../../src/problem.ts';

function layer(text: string, file: string): Layer {
  const { value, problems } = readLayer(text, file);
  if (value === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  return value;
}

const fragment = (text: string, file: string, ...limits: FragmentLimits[]): FragmentLayer => ({ ...layer(text, file), limits });

const BASE = `tags: { team: platform, cost: shared }
outputs: [terraform, helm]
addOns:
  external-dns: { hostedZones: [Z0123456789ABC] }
apps:
  orders:
    namespace: shop
    grants: [{ s3: { bucket: orders, access: read } }]
`;
const OWN = `version: 1
extends: ../base.irsa.yaml
clusters:
  production: { region: us-east-1 }
tags: { team: shop }
outputs: [terraform]
apps:
  orders: { serviceAccount: orders-sa }
`;

const lines = (outcome: ReturnType<typeof parseLayers>): string[] =>
  outcome.problems.map(({ file, line, column, code, message }) => `${file}:${line}:${column} ${code}: ${message}`);

describe('a spec that extends a file', () => {
  const whole = parseLayers({ own: layer(OWN, 'prod/irsa.yaml'), base: layer(BASE, 'base.irsa.yaml') });

  test('merges maps key by key, and takes everything else from itself', () => {
    expect(whole.value?.spec).toMatchObject({
      tags: { team: 'shop', cost: 'shared' },
      outputs: ['terraform'],
      addOns: [{ id: 'external-dns' }],
      apps: [{ id: 'orders', namespace: 'shop', serviceAccount: { name: 'orders-sa' }, grants: [{ service: 's3' }] }],
    });
  });

  test('knows the file and line of each value', () => {
    const locate = (...path: Path) => whole.value?.locate(path);
    expect(locate('tags', 'cost')).toEqual({ file: 'base.irsa.yaml', line: 1, column: 31 });
    expect(locate('tags', 'team')).toEqual({ file: 'prod/irsa.yaml', line: 5, column: 15 });
    expect(locate('outputs', 0)).toMatchObject({ file: 'prod/irsa.yaml', line: 6 });
    expect(locate('apps', 'orders', 'grants', 0, 's3', 'access')).toMatchObject({ file: 'base.irsa.yaml', line: 8 });
    expect(locate('apps', 'orders', 'roleName')).toMatchObject({ file: 'prod/irsa.yaml', line: 8 });
  });

  test('says of each mistake in which file it is', () => {
    const base = layer(BASE.replace('access: read', 'access: reed'), 'base.irsa.yaml');
    expect(lines(parseLayers({ own: layer(OWN.replace('us-east-1', 'us-east'), 'prod/irsa.yaml'), base }))).toEqual([
      expect.stringMatching(/^prod\/irsa\.yaml:4:25 invalid-region/),
      expect.stringMatching(/^base\.irsa\.yaml:8:46 wrong-value: apps\.orders\.grants\[0\]\.s3\.access/),
    ]);
  });

  test('goes one level, and no further', () => {
    const base = layer(`extends: other.yaml\n${BASE}`, 'base.irsa.yaml');
    expect(lines(parseLayers({ own: layer(OWN, 'irsa.yaml'), base }))).toEqual([
      expect.stringMatching(/^base\.irsa\.yaml:1:1 extends-twice/),
    ]);
    expect(lines(parseLayers({ own: layer(OWN, 'irsa.yaml'), base: layer('[]', 'base.irsa.yaml') }))[0]).toMatch(
      /^base\.irsa\.yaml:1:1 spec-not-a-map/,
    );
  });

  test('a way of knowing a cluster is replaced as a whole, as it is when answers are merged', () => {
    const base = layer('clusters: { production: { region: us-east-1, from: { module: eks } } }', 'base.irsa.yaml');
    const own = layer('version: 1\nclusters: { production: { from: { data: true } } }', 'irsa.yaml');
    expect(parseLayers({ own, base }).value?.spec.clusters).toMatchObject([{ region: 'us-east-1', from: { kind: 'data' } }]);
  });
});

describe('fragments', () => {
  const own = () =>
    layer(
      'version: 1\nclusters:\n  production: { region: us-east-1 }\npermissionsBoundary: arn:aws:iam::111122223333:policy/b\napps:\n  orders: { namespace: shop, grants: [{ s3: { bucket: orders, access: read } }] }\n',
      'irsa.yaml',
    );
  const app = (id: string, more = '') =>
    `apps:\n  ${id}:\n    namespace: payments\n    grants: [{ sqs: { queue: q, access: consume } }]\n${more}`;
  const limits: FragmentLimits = { namespaces: ['payments', 'payments-*'], grants: ['sqs'], namePrefix: 'pay-' };

  test('add their apps, each with its place', () => {
    const outcome = parseLayers({ own: own(), fragments: [fragment(`version: 1\n${app('pay-api')}`, 'apps/pay.irsa.yaml', limits)] });
    expect(lines(outcome)).toEqual([]);
    expect(outcome.value?.spec.apps.map(({ id }) => id)).toEqual(['orders', 'pay-api']);
    expect(outcome.value?.locate(['apps', 'pay-api', 'namespace'])).toEqual({ file: 'apps/pay.irsa.yaml', line: 4, column: 16 });
  });

  test('hold nothing but apps', () => {
    const outcome = parseLayers({
      own: own(),
      fragments: [fragment('tags: { a: b }\napps: {}\n', 'apps/a.yaml'), fragment('- a', 'apps/b.yaml')],
    });
    expect(lines(outcome)).toEqual([
      expect.stringMatching(/^apps\/a\.yaml:1:1 fragment-key: A fragment holds apps only, and "tags"/),
      expect.stringMatching(/^apps\/b\.yaml:1:1 fragment-key/),
    ]);
  });

  test('cannot have an app that is there already, in irsa.yaml or in another fragment', () => {
    const outcome = parseLayers({
      own: own(),
      fragments: [fragment(app('orders'), 'apps/a.yaml'), fragment(app('pay-api'), 'apps/b.yaml'), fragment(app('pay-api'), 'apps/c.yaml')],
    });
    expect(lines(outcome)).toEqual([
      'apps/a.yaml:2:3 app-twice: There is an app "orders" already: irsa.yaml:6.',
      'apps/c.yaml:2:3 app-twice: There is an app "pay-api" already: apps/b.yaml:2.',
    ]);
  });

  test('keep to what include allows them, and are told the line where they do not', () => {
    const text = `apps:
  api:
    namespace: kube-system
    roleName: admin
    policyName: pay-fine
    grants:
      - s3: { bucket: everything, access: read-write }
      - sqs: { queue: q, access: consume }
    statements: [{ Effect: Allow, Action: iam:*, Resource: '*' }]
    managedPolicies: [arn:aws:iam::aws:policy/AdministratorAccess]
    permissionsBoundary: arn:aws:iam::111122223333:policy/none
    assumeRoles: [arn:aws:iam::222222222222:role/anything]
`;
    const found = lines(parseLayers({ own: own(), fragments: [fragment(text, 'apps/a.yaml', limits)] })).filter((line) =>
      line.includes('fragment-not'),
    );
    expect(found).toEqual([
      'apps/a.yaml:2:3 fragment-not-allowed: "api" does not begin with "pay-", as names of this file must.',
      'apps/a.yaml:3:16 fragment-not-allowed: The namespace "kube-system" is not one that this file may use: payments or payments-*.',
      'apps/a.yaml:4:15 fragment-not-allowed: "admin" does not begin with "pay-", as names of this file must.',
      'apps/a.yaml:7:9 fragment-not-allowed: This file may grant sqs only, not "s3".',
      'apps/a.yaml:9:5 fragment-not-allowed: This file may grant sqs only, and statements could allow anything.',
      'apps/a.yaml:10:5 fragment-not-allowed: This file may grant sqs only, and managedPolicies could allow anything.',
      expect.stringMatching(/^apps\/a\.yaml:11:5 fragment-not-allowed: The permissions boundary/),
      'apps/a.yaml:12:5 fragment-not-allowed: This file may grant sqs only, and assumeRoles could allow anything.',
    ]);
  });

  test('cannot pass for somebody else: tags of the whole spec keep their values', () => {
    const tagged = layer('version: 1\nclusters:\n  production: { region: us-east-1 }\ntags: { team: platform, cost: "12" }\n', 'irsa.yaml');
    const tagsOf = (tags: string) =>
      lines(parseLayers({ own: tagged, fragments: [fragment(app('pay-api', `    tags: ${tags}\n`), 'apps/a.yaml')] }));
    expect(tagsOf('{ team: admin, cost: "12", app: pay }')).toEqual([
      expect.stringMatching(/^apps\/a\.yaml:5:19 fragment-not-allowed: The tag "team" is that of the whole spec/),
    ]);
    expect(tagsOf('{ Team: platform }')).toEqual([expect.stringMatching(/^apps\/a\.yaml:5:19 fragment-not-allowed: The tag "Team"/)]);
    expect(tagsOf('{ app: pay }')).toEqual([]);
  });

  test('keep to the limits of every entry that names them', () => {
    const both = fragment(app('pay-api'), 'apps/a.yaml', {}, { namespaces: ['shop'] });
    expect(lines(parseLayers({ own: own(), fragments: [both] }))).toEqual([
      expect.stringMatching(/^apps\/a\.yaml:3:16 fragment-not-allowed/),
    ]);
  });
});

describe('the merge', () => {
  const key = fc.constantFrom('tags', 'apps', 'addOns', 'a', 'b');
  const tree = fc.letrec<{ map: Record<string, unknown>; value: unknown }>((tie) => ({
    map: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    value: fc.oneof({ maxDepth: 4 }, fc.integer(), fc.constantFrom('x', 'y'), fc.array(fc.integer(), { maxLength: 3 }), tie('map')),
  })).map;
  const read = (value: unknown, file: string): Layer => layer(stringify(value, { version: '1.2' }), file);
  const paths = (value: unknown, at: Path = []): Path[] =>
    typeof value !== 'object' || value === null
      ? [at]
      : [at, ...Object.entries(value).flatMap(([step, inner]) => paths(inner, [...at, Array.isArray(value) ? Number(step) : step]))];
  const valueAt = (value: unknown, path: Path): unknown =>
    path.reduce<unknown>((inner, step) => (inner as Record<string, unknown> | undefined)?.[step], value);

  test('with nothing changes nothing, and of a file with itself is that file', () => {
    fc.assert(
      fc.property(tree, (map) => {
        expect(layOver({ own: read(map, 'own') }).value).toEqual(map);
        expect(layOver({ own: read(map, 'own'), base: read({}, 'base') }).value).toEqual(map);
        expect(layOver({ own: read({}, 'own'), base: read(map, 'base') }).value).toEqual(map);
        expect(layOver({ own: read(map, 'own'), base: read(map, 'base') }).value).toEqual(map);
      }),
    );
  });

  test('is the merge of answers, and says of every scalar the file that holds that very scalar', () => {
    fc.assert(
      fc.property(tree, tree, (below, above) => {
        const whole = layOver({ own: read(above, 'own'), base: read(below, 'base') });
        expect(whole.value).toEqual(mergeInput(withoutNulls(below), withoutNulls(above)));
        for (const path of paths(whole.value)) {
          const { file } = whole.locate(path);
          const found = valueAt(file === 'own' ? above : below, path);
          const expected = valueAt(whole.value, path);
          if (typeof expected !== 'object') expect(found).toEqual(expected);
        }
      }),
    );
  });

  test('is no different from one file that says it all', () => {
    const own = layer(OWN, 'irsa.yaml');
    const base = layer(BASE, 'base.irsa.yaml');
    const { extends: _, ...said } = parse(OWN) as Record<string, unknown>;
    const alone = mergeInput(parse(BASE), said);
    const spec = parseLayers({ own: layer(stringify(alone), 'irsa.yaml') }).value?.spec;
    expect(spec).toBeDefined();
    expect(parseLayers({ own, base }).value?.spec).toEqual(spec);
  });
});
