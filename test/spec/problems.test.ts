import { describe, expect, test } from '@jest/globals';
import { addOns } from '../../src/catalog/index.ts';
import { parseSpec } from '../../src/spec/parse-spec.ts';
import { allOf } from '../../src/spec/rules/rule.ts';
import { codesOf, problemsOf, withApp, withCluster } from './reading.ts';

const onCluster = (keys: string): string => `version: 1\nclusters:\n  production: { region: us-east-1, ${keys} }\n`;

describe('everything that is wrong is said at once, where it is, in the order of the file', () => {
  test('across types, names, unknown keys and checks between sections', () => {
    const text = `version: 1
terraform:
  pin: exat
clusters:
  production:
    regoin: us-east-1
primary: prodution
addOns:
  exernal-dns: {}
apps:
  my-app:
    namespace: Production
    clusters: [prodcution]
    serviceAccount: default
`;
    expect(problemsOf(text)).toEqual([
      '3:8 wrong-value: terraform.pin should be exact or pessimistic, but is "exat". Did you mean exact?',
      '6:5 unknown-key: "regoin" is not a key of clusters.production: there are name, region, accountId, oidcProvider, thumbprints, providers, vpcId, podIdentityAgent, from and retired. Did you mean region?',
      '7:10 unknown-primary: "prodution" is neither a cluster nor a share group here: there is production. Did you mean production?',
      `9:3 unknown-key: "exernal-dns" is not an add-on of the catalog: there are ${allOf(addOns.ids)}. Did you mean external-dns?`,
      '11:3 warning no-permissions: my-app gets a role that may do nothing. Add grants, managedPolicies, statements or assumeRoles.',
      '12:16 invalid-namespace: "Production" is not a namespace: names take 1 to 63 lower-case letters, digits and hyphens, and begin and end with a letter or digit. Write production.',
      '13:16 unknown-cluster: "prodcution" is not one of the clusters here: there is production. Did you mean production?',
      '14:21 default-service-account: my-app runs as the ServiceAccount default, as every pod of the namespace does that names none, so all of them would get its role. Give it a ServiceAccount of its own, or write shared: true if that is what you want.',
    ]);
  });

  test('each problem has file, line, column, path and a stable code', () => {
    expect(parseSpec('version: 2\nclusters: { a: { region: us-east-1 } }', 'team/irsa.yaml').problems).toEqual([
      {
        code: 'wrong-value',
        severity: 'error',
        path: ['version'],
        message: 'version should be 1, but is 2.',
        fix: 'Write 1.',
        file: 'team/irsa.yaml',
        line: 1,
        column: 10,
      },
    ]);
  });

  test('an empty file is told so, and text that is no map', () => {
    expect(problemsOf('')).toEqual(['1:1 empty-spec: The spec is empty. Run create-irsa to be asked, or begin with version: 1.']);
    expect(problemsOf('# only a comment\n')).toHaveLength(1);
    expect(problemsOf('hello')).toEqual([
      '1:1 wrong-value: The spec should be a map that begins with version: 1, but is "hello". Write a map that begins with version: 1.',
    ]);
    expect(problemsOf('{}')).toEqual([
      '1:1 missing-key: The spec needs version: 1. Add version.',
      '1:1 missing-key: The spec needs clusters: a map from names to clusters, such as { production: { region: us-east-1 } }. Add clusters.',
    ]);
  });
});

describe('slips of YAML are recognised', () => {
  test.each([
    [
      'an account id without quotes',
      onCluster('accountId: 012345678901'),
      'accountId should be an AWS account id in quotes, such as "111122223333", but is 012345678901. Put it in quotes: "012345678901".',
    ],
    ['a version without quotes', withCluster('terraform: { engine: { name: terraform, version: 1.10 } }'), 'Put it in quotes: "1.10".'],
    [
      'a release without quotes',
      withCluster('terraform: { modules: { iam: 5.60 } }'),
      'terraform.modules.iam should be 5 or 6, or one release such as { version: "5.0.0" }, but is 5.60.',
    ],
    ['a line in quotes', withCluster('terraform: { modules: { iam: "5" } }'), 'Write 5, without quotes.'],
    ['yes for true', withCluster('namespaces: { production: { create: yes } }'), 'should be true or false, but is "yes". Write true.'],
    ['off for false', withApp('shared: off'), 'Write false.'],
    ['yes for data: true', onCluster('from: { data: yes }'), 'Write true.'],
    ['a value without brackets', withCluster('addOns: { external-dns: { hostedZones: Z0123456789ABC } }'), 'Write [Z0123456789ABC].'],
    ['a list for a map', withCluster('namespaces:\n  - production\n'), 'Write each name as a key followed by a colon, without a hyphen.'],
    ['a merge key', withCluster('<<: {}'), 'merging is a habit of YAML 1.1'],
    [
      'a forgotten hyphen',
      withApp('grants: [{ s3: { bucket: my-bucket, access: read }, sqs: { queue: q, access: consume } }]'),
      'several-grants: This entry has s3 and sqs, and each grant is an entry of its own. Put a hyphen before sqs.',
    ],
    ['an empty entry', withApp('grants: [{}]'), 'empty-grant: This entry names no service.'],
    ['a number for a duration in quotes', withApp('serviceAccount: { tokenExpiration: "3600" }'), 'Write 3600, without quotes.'],
  ])('%s', (_, text, says) => {
    expect(problemsOf(text).join('\n')).toContain(says);
  });
});

describe('clusters', () => {
  test.each([
    [
      'an availability zone',
      'version: 1\nclusters: { a: { region: us-east-1a } }',
      '2:26 invalid-region: "us-east-1a" is an availability zone, not a region. Write us-east-1.',
    ],
    ['a key EKS would not take', 'version: 1\nclusters: { "a b": { region: us-east-1 } }', '2:13 invalid-cluster-name'],
    ['no cluster', 'version: 1\nclusters: {}', '2:1 no-cluster: The spec names no cluster.'],
    [
      'two ways to know a cluster',
      onCluster('from: { module: eks, data: true }'),
      'several-sources: from has module and data, and a cluster is known in one way. Keep one of them.',
    ],
    ['no way to know it', onCluster('from: {}'), 'empty-map: from says nothing.'],
    [
      'remote state',
      onCluster('from: { remoteState: { key: x } }'),
      'not-yet: from.remoteState is not built yet. Write from: { expressions:',
    ],
    ['a reference with a function', onCluster('from: { expressions: { oidcProviderArn: "join(\\"\\", [])" } }'), 'invalid-reference'],
    [
      'the region in the wrong place of an issuer',
      onCluster('from: { literal: { oidcProviderArn: "arn:aws:iam::111122223333:oidc-provider/oidc.us-east-1.eks.amazonaws.com/id/0A" } }'),
      'Write oidc.eks.us-east-1. instead of oidc.us-east-1.eks.',
    ],
    [
      'a provider of another region',
      onCluster('from: { literal: { oidcProviderArn: "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/0A" } }'),
      'contradictory-region: This OIDC provider is of us-west-2, but the cluster is in us-east-1.',
    ],
    [
      'a provider of another account',
      onCluster(
        'accountId: "444455556666", from: { literal: { oidcProviderArn: "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/0A" } }',
      ),
      'contradictory-account',
    ],
    [
      'a provider both given and to be created',
      onCluster('oidcProvider: create, from: { expressions: { oidcProviderArn: local.arn } }'),
      'contradictory-oidc-provider',
    ],
    [
      'a provider both passed in and to be created',
      onCluster('oidcProvider: create, from: { variables: true }'),
      'contradictory-oidc-provider',
    ],
    ['an address that is no provider', onCluster('providers: { aws: "aws.a.b" }'), 'invalid-provider'],
    ['no thumbprint', onCluster('thumbprints: []'), 'empty-list: This list of thumbprints is empty. Write none instead.'],
  ])('refuses %s', (_, text, says) => {
    expect(problemsOf(text).join('\n')).toContain(says);
  });
});

describe('share groups', () => {
  const groups = (more: string): string =>
    `version: 1\nclusters:\n  blue: { region: us-east-1, accountId: "111122223333" }\n  green: { region: us-east-1, accountId: "444455556666" }\n  red: { region: us-east-1 }\n${more}`;

  test.each([
    [
      'unknown clusters',
      'shareRoles: [{ name: x, clusters: [blue, gren] }]',
      'unknown-cluster: "gren" is not one of the clusters here: there are blue, green and red. Did you mean green?',
    ],
    [
      'a cluster in two groups',
      'shareRoles: [{ name: x, clusters: [blue] }, { name: y, clusters: [red, blue] }]',
      'cluster-in-two-groups: "blue" is in the group "x" already',
    ],
    ['a cluster twice in one', 'shareRoles: [{ name: x, clusters: [blue, blue] }]', 'repeated-entry: "blue" is listed twice.'],
    [
      'clusters of two accounts',
      'shareRoles: [{ name: x, clusters: [blue, green] }]',
      'group-across-accounts: These clusters are in the accounts 111122223333 and 444455556666, and a role belongs to one account.',
    ],
    [
      'one name for two groups',
      'shareRoles: [{ name: x, clusters: [blue] }, { name: x, clusters: [red] }]',
      'repeated-group: There are two groups of the name "x"',
    ],
    [
      'the name of a cluster outside',
      'shareRoles: [{ name: red, clusters: [blue] }]',
      'repeated-group: "red" is the key of a cluster that is not in this group',
    ],
    [
      'groups without a name',
      'shareRoles: [[blue, red]]',
      'shareRoles[0] should be a map such as { name: production, clusters: [blue, green] }, but is a list.',
    ],
  ])('refuse %s', (_, more, says) => {
    expect(problemsOf(groups(more)).join('\n')).toContain(says);
  });

  test('may be primary, and so may any cluster', () => {
    const shared = 'shareRoles: [{ name: x, clusters: [blue] }]\n';
    for (const primary of ['x', 'blue', 'red']) expect(codesOf(groups(`${shared}primary: ${primary}`))).toEqual([]);
  });

  test('leave a primary that was taken out alone, since the labels of the others must not change', () => {
    const { problems } = parseSpec(groups('primary: orange'), 'irsa.yaml');
    expect(problems).toMatchObject([{ code: 'unknown-primary', severity: 'warning' }]);
  });

  test('cannot have a primary that no cluster could be called', () => {
    expect(parseSpec(groups('primary: "${x}"'), 'irsa.yaml').problems.map(({ code }) => code)).toContain('invalid-cluster-name');
  });

  test('are told to say which one is primary where there are several', () => {
    expect(problemsOf(groups(''))).toEqual([expect.stringContaining('among new ones any will do, such as primary: blue.')]);
    // Not blue, whose own blocks would lose their suffixes.
    expect(problemsOf(groups('shareRoles: [{ name: x, clusters: [blue] }]'))).toEqual([expect.stringContaining('such as primary: x.')]);
  });

  test('may have the name of a cluster inside', () => {
    expect(codesOf(groups('primary: blue\nshareRoles: [{ name: blue, clusters: [blue, red] }]'))).toEqual([]);
  });
});

describe('limits of AWS', () => {
  const tags = (n: number, prefix: string): string => `{ ${Array.from({ length: n }, (_, i) => `${prefix}${i}: x`).join(', ')} }`;

  test('a role takes fifty tags, those of the spec included', () => {
    expect(codesOf(withCluster(`tags: ${tags(50, 'a')}`))).toEqual([]);
    expect(codesOf(withCluster(`tags: ${tags(51, 'a')}`))).toEqual(['too-many-tags']);
    expect(codesOf(`${withApp(`tags: ${tags(2, 'b')}`)}tags: ${tags(49, 'a')}`)).toEqual(['too-many-tags']);
    expect(codesOf(`${withApp('tags: { a0: own }')}tags: ${tags(50, 'a')}`)).toEqual([]);
  });

  test('refuses tags of AWS, and keys that differ in case only', () => {
    expect(codesOf(withCluster('tags: { "aws:team": x }'))).toEqual(['invalid-tag']);
    expect(codesOf(withCluster('tags: { team: x, Team: y }'))).toEqual(['invalid-tag']);
  });

  test('refuses a namespace that is there from the start', () => {
    expect(problemsOf(withCluster('namespaces: { kube-system: { create: true } }'))).toEqual([
      '4:38 namespace-exists: The namespace kube-system is in every cluster, so it cannot be created. Leave it out.',
    ]);
    expect(codesOf(withCluster('namespaces: { kube-system: {} }'))).toEqual([]);
  });
});

describe('a Deployment', () => {
  test.each([
    ['no image', 'deployment: {}', ['missing-key']],
    ['an image with a space', 'deployment: { image: "a b" }', ['invalid-image']],
    ['an image that would be substituted', 'deployment: { image: "${IMAGE}" }', ['invalid-image']],
    ['an image in capitals', 'deployment: { image: shop/Orders }', ['invalid-image']],
    ['half a pod', 'deployment: { image: a, replicas: 0.5 }', ['wrong-value']],
    ['its own container left out', 'deployment: { image: a, skipContainers: [proxy, my-app] }', ['own-container-skipped']],
    ['a container that splits the list', 'deployment: { image: a, skipContainers: ["a,b"] }', ['invalid-container-name']],
  ])('is refused with %s', (_, text, codes) => {
    expect(codesOf(withApp(text))).toEqual(codes);
  });
});

describe('what this release does not build', () => {
  test.each([['apps in one call', withCluster('appsForm: for_each')]])('is refused by name: %s', (_, text) => {
    expect(codesOf(text)).toEqual(['not-yet']);
    expect(parseSpec(text, 'irsa.yaml').problems[0]?.fix).toBeDefined();
  });

  test.each([
    ['tests', 'layout: module', 'outputs: [terraform, tests]'],
    ['charts', 'layout: module', 'addOns: { cluster-autoscaler: { install: { version: "9.46.6" } } }'],
    ['an app of cdktf', 'layout: module, format: cdktf', ''],
  ])('is refused of a child module: %s', (_, terraform, keys) => {
    expect(codesOf(withCluster(`terraform: { ${terraform} }\n${keys}`))).toEqual(['root-only']);
    expect(codesOf(withCluster(`terraform: { ${terraform.replace('module', 'root')} }\n${keys}`))).toEqual([]);
  });

  test('passes where it says nothing', () => {
    expect(codesOf(withApp('assumeRoles: [], identity: irsa'))).toEqual([]);
    expect(codesOf(withCluster('appsForm: separate\nterraform: { layout: root }'))).toEqual([]);
  });
});

describe('modules', () => {
  test.each([
    ['an unknown line', '{ iam: 7 }', 'terraform.modules.iam should be 5 or 6'],
    ['an unknown module', '{ vpc: 6 }', '"vpc" is not a key of terraform.modules: there are iam, eks and pod-identity.'],
    [
      'a release of another line',
      '{ iam: { line: 5, version: "6.1.0" } }',
      'contradictory-module: Release 6.1.0 is not of line 5. Leave line out.',
    ],
    [
      'a release of an unknown line',
      '{ iam: { version: "4.1.0" } }',
      'unknown-module-line: Release 4.1.0 is of line 4, which create-irsa does not know. Name a release of line 5 or 6.',
    ],
    ['neither line nor version', '{ iam: { source: ./iam } }', 'no-module-line'],
    [
      'a version of a git source',
      '{ iam: { version: "5.1.0", source: "git::https://x/y?ref=1" } }',
      'version-of-source: Only modules of a registry have a version; the ref of a git source says it already.',
    ],
    ['a constraint for a release', '{ iam: { version: "~> 5.0" } }', 'invalid-version: "~> 5.0" is not one release such as 5.60.0.'],
  ])('refuse %s', (_, modules, says) => {
    expect(problemsOf(withCluster(`terraform: { modules: ${modules} }`)).join('\n')).toContain(says);
  });
});
