import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { editSpec } from '../../src/spec/edit-spec.ts';
import { mergeInput, sameInput } from '../../src/spec/merge-input.ts';
import { parseSpec } from '../../src/spec/parse-spec.ts';
import { printSpec } from '../../src/spec/print-spec.ts';
import type { SpecInput } from '../../src/spec/spec-input.ts';
import { readYaml } from '../../src/spec/read-yaml.ts';
import { anySpec } from './any-spec.ts';

const mine = `# Our clusters. Ask Ada before touching anything.
version:   1

clusters:
  production:    # the big one
    region:  us-east-1   # Virginia
    from: {module: eks}   # main.tf
    # TODO: accountId

# DNS needs the zone.
addOns:
  external-dns: {hostedZones: [Z0123456789ABC]} # internal only

apps:
    my-app:                      # four spaces, as we like it
        namespace: team
        grants:
        - s3: {bucket: my-bucket, access: read}   # logs
        # more to come
`;

describe('an edit of somebody’s spec', () => {
  test('adds keys where they belong and leaves every other byte alone', () => {
    expect(
      editSpec(mine, {
        toolVersion: '0.1.0',
        clusters: { production: { accountId: '111122223333' }, staging: { region: 'us-west-2' } },
        addOns: { 'cluster-autoscaler': {}, 'external-dns': { hostedZones: ['Z0123456789ABC', 'Z0000000000000'] } },
        apps: { 'my-app': { serviceAccount: 'sa' } },
        tags: { team: 'platform' },
      }),
    ).toBe(`# Our clusters. Ask Ada before touching anything.
version:   1
toolVersion: 0.1.0

clusters:
  production:    # the big one
    region:  us-east-1   # Virginia
    accountId: "111122223333"
    from: {module: eks}   # main.tf
    # TODO: accountId
  staging:
    region: us-west-2

# DNS needs the zone.
addOns:
  external-dns: {hostedZones: [Z0123456789ABC, Z0000000000000]} # internal only
  cluster-autoscaler: {}

apps:
    my-app:                      # four spaces, as we like it
        namespace: team
        serviceAccount: sa
        grants:
        - s3: {bucket: my-bucket, access: read}   # logs
        # more to come

# Tags of every role and policy.
tags: { team: platform }
`);
  });

  test('appends to a list, keeping the remarks on what is there', () => {
    const grants = [{ s3: { bucket: 'my-bucket', access: 'read' } }, { sqs: { queue: 'jobs', access: 'consume' } }];
    expect(editSpec(mine, { apps: { 'my-app': { grants } } })).toBe(
      mine.replace('# logs\n', '# logs\n        - sqs: { queue: jobs, access: consume }\n'),
    );
  });

  test('replaces a value and keeps what is said beside it', () => {
    expect(editSpec(mine, { clusters: { production: { region: 'us-west-2' } } })).toBe(
      mine.replace('us-east-1   # Virginia', 'us-west-2   # Virginia'),
    );
  });

  test('knows a cluster in one way: the new one takes the place of the old', () => {
    expect(editSpec(mine, { clusters: { production: { from: { data: true } } } })).toBe(
      mine.replace('from: {module: eks}', 'from: { data: true }'),
    );
  });

  test('takes away what is null', () => {
    expect(editSpec(mine, { addOns: { 'external-dns': null as never }, clusters: { production: { region: 'us-east-1' } } })).not.toContain(
      'external-dns',
    );
    const text = 'version: 1\npermissionsBoundary: arn:aws:iam::aws:policy/X # legal\nrolePath: /\n';
    expect(editSpec(text, { permissionsBoundary: null })).toBe('version: 1\nrolePath: /\n');
    expect(editSpec('version: 1\npermissionsBoundary: null # none\n', { permissionsBoundary: null })).toBe(
      'version: 1\npermissionsBoundary: null # none\n',
    );
  });

  test('changes nothing where nothing new is said', () => {
    expect(editSpec(mine, { version: 1, clusters: { production: { region: 'us-east-1' } }, addOns: { 'external-dns': {} } })).toBe(mine);
  });

  test('keeps line ends and the missing one at the end', () => {
    expect(editSpec('version: 1\r\ntags: {a: b}\r\n', { rolePath: '/x/', tags: { c: 'd' } })).toBe(
      'version: 1\r\ntags: {a: b, c: d}\r\nrolePath: /x/\r\n',
    );
    expect(editSpec('version: 1', { rolePath: '/x/' })).toBe('version: 1\nrolePath: /x/\n');
  });

  test('fills a section that is empty', () => {
    expect(editSpec('version: 1\naddOns:\napps: {} # none yet\n', { addOns: { karpenter: {} }, apps: { a: { namespace: 'b' } } })).toBe(
      'version: 1\naddOns:\n  karpenter: {}\napps: # none yet\n  a:\n    namespace: b\n',
    );
  });

  test('gives an empty file a whole spec, below its comments', () => {
    const input: SpecInput = { clusters: { a: { region: 'us-east-1' } } };
    expect(editSpec('', input)).toBe(printSpec(input));
    expect(editSpec('# hello\n', input)).toBe(`# hello\n${printSpec(input)}`);
  });

  test('says the sum of both, and is still what was written where it was', () => {
    fc.assert(
      fc.property(anySpec, anySpec, fc.boolean(), (old, input, asJson) => {
        const text = asJson ? JSON.stringify(old) : printSpec(old);
        const edited = readYaml(editSpec(text, input), 'irsa.yaml').yaml?.value;
        expect(sameInput(edited, mergeInput(JSON.parse(JSON.stringify(old)), JSON.parse(JSON.stringify(input))))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('keeps every comment of a printed spec', () => {
    const commented = (text: string) =>
      text.replaceAll(/^(.*\S)$/gm, (line, _, offset: number) => (line.includes('#') ? line : `${line} # c${offset}`));
    fc.assert(
      fc.property(
        anySpec,
        fc.constantFrom<SpecInput>({ toolVersion: '9.9.9' }, { addOns: { karpenter: { shared: true } } }, { tags: { zz: 'new' } }),
        (old, input) => {
          const text = commented(printSpec({ ...old, toolVersion: '0.1.0' }));
          const edited = editSpec(text, input);
          for (const [comment] of text.matchAll(/# c\d+$/gm)) expect(edited).toContain(comment);
          expect(parseSpec(edited, 'irsa.yaml').problems.filter(({ severity }) => severity === 'error')).toEqual([]);
        },
      ),
      { numRuns: 50 },
    );
  });
});
