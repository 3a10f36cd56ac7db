import { describe, expect, test } from '@jest/globals';
import { parseSpec } from '../../src/spec/parse-spec.ts';
import { codesOf, problemsOf, withApp, withCluster } from './reading.ts';
import { smallCatalog } from './small-catalog.ts';

describe('names of workloads', () => {
  test.each([
    ['of our files', 'outputs', 'reserved-name: An app cannot be called outputs, as irsa-outputs.tf is a file of its own.'],
    ['of add-ons', 'karpenter', 'reserved-name: karpenter is an add-on, so an app cannot have its name.'],
    ['with capitals', 'MyApp', 'invalid-app-name: "MyApp" is not a name for an app'],
    ['that are too long', 'a'.repeat(41), 'invalid-app-name'],
  ])('an app cannot have those %s', (_, name, says) => {
    const problems = problemsOf(withCluster(`apps:\n  ${name}: { namespace: a, grants: [{ s3: { bucket: my-bucket, access: read } }] }\n`));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`5:3 ${says}`);
  });
});

test('names of module policies are those of clusters here or of groups that share roles', () => {
  const text = (names: string): string =>
    withCluster(`addOns:\n  external-dns: { hostedZones: [Z0123456789ABC], modulePolicyName: ${names} }\n`);
  expect(codesOf(text('{ blue: kite }'))).toContain('unknown-cluster');
  expect(codesOf(text('{ production: kite }'))).not.toContain('unknown-cluster');
  expect(codesOf(text('kite'))).not.toContain('unknown-cluster');
  expect(codesOf(text('"a/b"'))).toContain('invalid-policy-name');
});

describe('one subject, one role', () => {
  const apps = (a: string, b: string): string =>
    `version: 1\nprimary: blue\nclusters: { blue: { region: us-east-1 }, green: { region: us-east-1 } }\napps:\n${[a, b].map((keys, i) => `  app${i}: { namespace: team, statements: [{ Effect: Allow, Action: sqs:ListQueues, Resource: "arn:aws:sqs:*:*:*" }], ${keys} }\n`).join('')}`;

  test('refuses two workloads with one subject', () => {
    expect(problemsOf(apps('serviceAccount: sa', 'serviceAccount: { name: sa }'))).toEqual([
      '6:3 subject-taken: app1 runs as team:sa, and so does app0: a ServiceAccount has one role. Give one of them another ServiceAccount, or write shared: true on both.',
    ]);
  });

  test('allows it where both say so, and not where one does', () => {
    expect(codesOf(apps('serviceAccount: sa, shared: true', 'serviceAccount: sa, shared: true'))).toEqual([]);
    expect(codesOf(apps('serviceAccount: sa, shared: true', 'serviceAccount: sa'))).toEqual(['subject-taken']);
  });

  test('allows it on different clusters, and refuses it on a common one', () => {
    expect(codesOf(apps('serviceAccount: sa, clusters: [blue]', 'serviceAccount: sa, clusters: [green]'))).toEqual([]);
    expect(codesOf(apps('serviceAccount: sa, clusters: [blue]', 'serviceAccount: sa'))).toEqual(['subject-taken']);
  });

  test('knows the subjects that add-ons have by default, by installer', () => {
    const text = (installer: string, name: string): string =>
      withCluster(
        `addOns:\n  kite-controller: { strings: [a], installer: ${installer} }\napps:\n  mine: { namespace: kite, serviceAccount: ${name}, grants: [{ kites: { kite: a, access: read } }] }\n`,
      );
    expect(codesOf(text('helm', 'kite'), smallCatalog)).toEqual(['subject-taken']);
    expect(codesOf(text('blueprints', 'kite'), smallCatalog)).toEqual([]);
    expect(codesOf(text('blueprints', 'kite-sa'), smallCatalog)).toEqual(['subject-taken']);
  });

  test('refuses the default ServiceAccount unless it is shared, for add-ons too', () => {
    expect(codesOf(withApp('serviceAccount: default'))).toEqual(['default-service-account']);
    expect(codesOf(withApp('serviceAccount: { name: default }, shared: true'))).toEqual([]);
    expect(codesOf(withCluster('addOns: { cluster-autoscaler: { serviceAccount: default } }'))).toEqual(['default-service-account']);
  });
});

describe('options of the catalog', () => {
  const kite = (keys: string): string => withCluster(`addOns:\n  kite-controller: { ${keys} }\n`);

  test.each([
    [
      'a required option that is missing',
      'wind: calm',
      '5:3 missing-key: addOns.kite-controller needs strings: a list such as [my-string]. Add strings.',
    ],
    [
      'a required option that is empty',
      'strings: []',
      'empty-list: strings is empty, and it needs at least one entry. Name one, such as my-string.',
    ],
    [
      'an unknown choice',
      'strings: [a], wind: gal',
      'addOns.kite-controller.wind should be calm, breeze or gale, but is "gal". Did you mean gale?',
    ],
    ['a literal that its check refuses', 'strings: [a], tail: long', 'invalid-option: "long" cannot be a tail: tails begin with my-.'],
    ['interpolation', 'strings: ["${aws_x.y.arn}"]', 'Write { ref: aws_x.y.arn }.'],
    ['a reference that is none', 'strings: [{ ref: "x" }]', 'invalid-reference'],
    ['a map that is no reference', 'strings: [{ arn: x }]', '"arn" is not a key of addOns.kite-controller.strings[0]: there is ref.'],
    ['an empty text', 'strings: [a], song: ""', 'song is empty.'],
    ['a name twice', 'strings: [a], colours: [red, red]', 'repeated-entry: "red" is listed twice.'],
    [
      'an installer it does not have',
      'strings: [a], installer: eks-addon',
      'addOns.kite-controller.installer should be helm or blueprints, but is "eks-addon".',
    ],
    [
      'options that contradict each other',
      'strings: [a], wind: gale, night: true',
      'invalid-options: addOns.kite-controller: Kites do not fly in a gale at night.',
    ],
  ])('refuse %s', (_, keys, says) => {
    expect(problemsOf(kite(keys), smallCatalog).join('\n')).toContain(says);
  });

  test('a check is not asked of a reference', () => {
    expect(codesOf(kite('strings: [a], tail: { ref: local.tail }'), smallCatalog)).toEqual([]);
  });

  test('rules between options wait until each option is right', () => {
    expect(codesOf(kite('strings: [a], wind: gale, night: maybe'), smallCatalog)).toEqual(['wrong-value']);
  });

  test('grants have rules between their options too', () => {
    const app = 'apps:\n  mine: { namespace: a, grants: [{ kites: { kite: paper, access: write } }] }\n';
    expect(problemsOf(withCluster(app), smallCatalog)).toEqual([
      '5:36 invalid-options: apps.mine.grants[0].kites: Paper kites are read-only. See `create-irsa catalog kites` for its options.',
    ]);
  });
});

describe('raw statements', () => {
  const statement = (keys: string): string => withApp(`statements: [{ ${keys} }]`);
  const allowed = 'Effect: Allow, Action: s3:GetObject, Resource: "arn:aws:s3:::b/*"';

  test.each([
    [
      'both Action and NotAction',
      `${allowed}, NotAction: s3:PutObject`,
      'contradictory-statement: The statement has both Action and NotAction, and IAM takes one of them.',
    ],
    [
      'neither Resource nor NotResource',
      'Effect: Allow, Action: s3:GetObject',
      'incomplete-statement: The statement has neither Resource nor NotResource. Add Resource.',
    ],
    [
      'another Effect',
      'Effect: allow, Action: s3:GetObject, Resource: "arn:aws:s3:::b/*"',
      'Effect should be Allow or Deny, but is "allow". Did you mean Allow?',
    ],
    ['a Principal', `${allowed}, Principal: "*"`, 'Remove it: the role that the policy belongs to is the principal.'],
    [
      'a Sid with hyphens',
      `Sid: read-it, ${allowed}`,
      'invalid-sid: "read-it" is not a Sid, which takes letters and digits only. Write readit.',
    ],
    [
      'an action without a service',
      'Effect: Allow, Action: GetObject, Resource: "arn:aws:s3:::b/*"',
      'invalid-action: "GetObject" is not an action',
    ],
    [
      'a resource that is no ARN',
      'Effect: Allow, Action: s3:GetObject, Resource: my-bucket',
      'invalid-resource: "my-bucket" is not a resource',
    ],
    ['no action at all', 'Effect: Allow, Action: [], Resource: "arn:aws:s3:::b/*"', 'empty-list: This list is empty'],
    [
      'an unknown operator',
      `${allowed}, Condition: { StringEqual: { "aws:x": y } }`,
      'invalid-condition-operator: "StringEqual" is not a condition operator of IAM, such as StringEquals, ArnLike or Bool. Did you mean StringEquals?',
    ],
    [
      'a key without a service',
      `${allowed}, Condition: { StringEquals: { team: y } }`,
      'invalid-condition-key: "team" is not a condition key',
    ],
    ['keys that IAM does not have', `${allowed}, Resources: x`, '"Resources" is not a key of apps.my-app.statements[0]'],
  ])('refuse %s', (_, keys, says) => {
    expect(problemsOf(statement(keys)).join('\n')).toContain(says);
  });

  test('refuse one Sid twice', () => {
    expect(codesOf(withApp(`statements: [{ Sid: A, ${allowed} }, { Sid: A, ${allowed} }]`))).toEqual(['repeated-sid']);
  });

  test('are handed on with their places to those who know every action of IAM', () => {
    const parsed = parseSpec(statement('Effect: Allow, Action: [s3:GetObject, "*"], Resource: "*"'), 'irsa.yaml').value;
    expect(parsed?.rawStatements.map(({ path, actions }) => [path, actions.map(({ value }) => value)])).toEqual([
      [
        ['apps', 'my-app', 'statements', 0],
        ['s3:GetObject', '*'],
      ],
    ]);
    expect(parsed?.locate(parsed.rawStatements[0]?.actions[1]?.path ?? [])).toMatchObject({ file: 'irsa.yaml', line: expect.any(Number) });
  });
});

describe('managed policies', () => {
  const attached = (arn: string, accept = '[]') =>
    problemsOf(withCluster(`apps:\n  my-app: { namespace: production, managedPolicies: ["${arn}"], accept: ${accept} }\n`)).join('\n');

  test('that allow nearly everything are doubtful, in every partition', () => {
    expect(attached('arn:aws:iam::aws:policy/AmazonS3FullAccess')).toContain(
      'warning broad-managed-policy: AmazonS3FullAccess allows every action of S3 on every resource. Write grants: [{ s3: … }]',
    );
    for (const name of ['AdministratorAccess', 'PowerUserAccess', 'AWSLambda_FullAccess', 'IAMFullAccess']) {
      expect(attached(`arn:aws-cn:iam::aws:policy/${name}`)).toContain('broad-managed-policy');
    }
  });

  test('that are narrower, or of the account’s own, are not', () => {
    expect(attached('arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess')).toBe('');
    expect(attached('arn:aws:iam::111122223333:policy/AmazonS3FullAccess')).toBe('');
  });

  test('that the workload accepts are not told, and only codes of permissions can be accepted', () => {
    const broad = 'arn:aws:iam::aws:policy/AmazonS3FullAccess';
    expect(attached(broad, '[broad-managed-policy]')).toBe('');
    expect(attached(broad, '[subject-taken]')).toContain('wrong-value');
  });
});
