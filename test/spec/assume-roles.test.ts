/** What is said of roles of other accounts: ARNs, and what two accounts must agree on. */
import { describe, expect, test } from '@jest/globals';
import { codesOf, problemsOf, specOf, withApp, withCluster } from './reading.ts';

const ROLE = 'arn:aws:iam::222222222222:role/reports';
const assuming = (...entries: readonly string[]): string => withApp(`assumeRoles: [${entries.join(', ')}]`);
const spec = (cluster: string, entry: string, keys = ''): string =>
  `version: 1\nclusters: { production: { region: us-east-1, ${cluster} } }\n${keys}apps: { my-app: { namespace: a, assumeRoles: [${entry}] } }\n`;

describe('the ARN of a role', () => {
  test.each([
    ['with a path', 'arn:aws:iam::222222222222:role/data/team/reports'],
    ['with all that names take', 'arn:aws:iam::222222222222:role/a+=,.@-_B'],
  ])('is taken %s', (_, arn) => expect(codesOf(assuming(`"${arn}"`))).toEqual([]));

  test.each([
    ['with a wildcard', 'arn:aws:iam::222222222222:role/reports-*', 'holds a wildcard'],
    ['with a wildcard in its path', 'arn:aws:iam::222222222222:role/*/reports', 'holds a wildcard'],
    ['of any account', 'arn:aws:iam::*:role/reports', 'holds a wildcard'],
    ['of a session', 'arn:aws:sts::222222222222:assumed-role/reports/x', 'Write arn:aws:iam::222222222222:role/reports,'],
    ['of a user', 'arn:aws:iam::222222222222:user/reports', 'is not the ARN of a role'],
    ['of an account', 'arn:aws:iam::222222222222:root', 'is not the ARN of a role'],
    ['that is a name', 'reports', 'is not the ARN of a role'],
  ])('is refused %s', (_, arn, says) => {
    for (const text of [assuming(`"${arn}"`), assuming(`{ role: "${arn}" }`)]) {
      expect(codesOf(text)).toEqual(['invalid-role-arn']);
      expect(problemsOf(text)[0]).toContain(says);
    }
  });

  test('may not be of a partition that a cluster of the workload is not in', () => {
    const clusters = 'clusters: { us: { region: us-east-1 }, beijing: { region: cn-north-1 } }\nprimary: us\n';
    const text = (more: string): string => `version: 1\n${clusters}apps: { my-app: { namespace: a, assumeRoles: ["${ROLE}"]${more} } }\n`;
    expect(codesOf(text(''))).toEqual(['assume-role-partition']);
    expect(codesOf(text(', clusters: [us]'))).toEqual([]);
    expect(codesOf(withApp('assumeRoles: ["arn:aws-cn:iam::222222222222:role/reports"]'))).toEqual(['contradictory-partition']);
  });

  test('of the cluster’s own account is doubtful, and with tokens impossible', () => {
    const own = 'accountId: "222222222222"';
    expect(problemsOf(spec(own, `"${ROLE}"`))).toEqual([expect.stringContaining('warning assume-role-own-account')]);
    expect(problemsOf(spec(own, `{ role: "${ROLE}", via: direct }`))).toEqual([
      expect.stringMatching(/^\S+ assume-role-own-account: .* a second one is refused by AWS/),
    ]);
    expect(codesOf(spec('accountId: "111122223333"', `{ role: "${ROLE}", via: direct }`))).toEqual([]);
  });
});

describe('what trust asks for', () => {
  test.each(['externalId: shop', 'principalTags: [team]', 'sessionTags: [team]', 'sourceIdentity: true'])(
    'is refused where no token can answer: %s',
    (key) => {
      const direct = spec('accountId: "111122223333"', `{ role: "${ROLE}", via: direct, ${key} }`, 'tags: { team: shop }\n');
      expect(codesOf(direct)).toEqual(['assume-role-way']);
      expect(codesOf(direct.replace('via: direct', 'via: chain'))).toEqual([]);
    },
  );

  test('says of oidcProvider that it is about tokens', () => {
    expect(codesOf(assuming(`{ role: "${ROLE}", oidcProvider: existing }`))).toEqual(['assume-role-way']);
  });

  test('is a tag that the pods’ role has, by the spec or by the workload', () => {
    const entry = `assumeRoles: [{ role: "${ROLE}", principalTags: [team] }]`;
    expect(codesOf(withApp(entry))).toEqual(['principal-tag-missing']);
    expect(codesOf(withApp(`tags: { team: shop }, ${entry}`))).toEqual([]);
    expect(codesOf(`${withApp(entry)}tags: { team: shop }\n`)).toEqual([]);
    expect(codesOf(`${withApp(entry)}tags: { Team: shop }\n`)).toEqual(['principal-tag-missing']);
  });
});

describe('several roles', () => {
  test('are named once each, by a profile of their own, and one is the default', () => {
    const other = 'arn:aws:iam::333333333333:role/reports';
    expect(codesOf(assuming(`"${ROLE}"`, `{ role: "${other}", profile: other, default: true }`))).toEqual([]);
    expect(codesOf(assuming(`"${ROLE}"`, `{ role: "${ROLE}", profile: other }`))).toEqual(['assume-role-twice']);
    expect(codesOf(assuming(`"${ROLE}"`, `"${other}"`))).toEqual(['profile-taken']);
    expect(codesOf(assuming(`{ role: "${ROLE}", default: true }`, `{ role: "${other}", profile: other, default: true }`))).toEqual([
      'several-default-roles',
    ]);
  });

  test('of two workloads may be one, but not two of one name in an account', () => {
    const two = (a: string, b: string): string =>
      withCluster(`apps:\n  a: { namespace: x, assumeRoles: ["${a}"] }\n  b: { namespace: x, assumeRoles: ["${b}"] }\n`);
    expect(codesOf(two(ROLE, ROLE))).toEqual([]);
    expect(codesOf(two(ROLE, ROLE.replace('2222', '3333')))).toEqual([]);
    expect(codesOf(two(ROLE, ROLE.replace('reports', 'data/Reports')))).toEqual(['assumed-role-clash']);
  });

  test('agree on whether the provider of an account is there', () => {
    const text = (second: string): string =>
      assuming(`{ role: "${ROLE}", via: direct, oidcProvider: existing }`, `{ role: "${ROLE}-2", via: direct${second} }`);
    expect(codesOf(text(''))).toEqual(['assumed-oidc-provider']);
    expect(codesOf(text(', oidcProvider: existing'))).toEqual([]);
  });
});

describe('what a role may do', () => {
  test('is checked as it is for workloads', () => {
    expect(codesOf(assuming(`{ role: "${ROLE}", managedPolicies: ["arn:aws:iam::aws:policy/AmazonSQSFullAccess"] }`))).toEqual([
      'broad-managed-policy',
    ]);
    expect(problemsOf(assuming(`{ role: "${ROLE}", managedPolicies: ["arn:aws:iam::aws:policy/AmazonSQSFullAccess"] }`))[0]).toContain(
      'Write grants: [{ sqs: … }]',
    );
    expect(codesOf(assuming(`{ role: "${ROLE}", grants: [{ s3: { bucket: "No_Bucket", access: read } }] }`))).toEqual(['invalid-option']);
  });

  test('names no policy of a third account, and nothing of this side’s Terraform', () => {
    const policy = (account: string): string => `{ role: "${ROLE}", managedPolicies: ["arn:aws:iam::${account}:policy/a"] }`;
    expect(codesOf(assuming(policy('222222222222')))).toEqual([]);
    expect(codesOf(assuming(policy('333333333333')))).toEqual(['assumed-role-policy']);
    const statement = '{ Effect: Allow, Action: s3:GetObject, Resource: { ref: aws_s3_bucket.a.arn } }';
    expect(codesOf(assuming(`{ role: "${ROLE}", statements: [${statement}] }`))).toEqual(['assumed-role-reference']);
  });
});

describe('roles, as they are read,', () => {
  const rolesOf = (entries: string) => specOf(withApp(`assumeRoles: [${entries}]`)).apps[0]?.assumeRoles;

  test('are assumed by a chain, in the profile of their name, where nothing else is said', () => {
    const role = 'arn:aws:iam::222222222222:role/data/a+reports';
    const plain = {
      role,
      via: 'chain',
      oidcProvider: 'create',
      principalTags: [],
      sessionTags: [],
      sourceIdentity: false,
      profile: 'a-reports',
      default: false,
      grants: [],
      managedPolicies: [],
      statements: [],
    };
    expect(rolesOf(`"${role}"`)).toEqual([plain]);
    expect(rolesOf(`{ role: "${role}" }`)).toEqual([plain]);
  });

  test('have permissions as workloads do', () => {
    expect(
      rolesOf(
        '{ role: "arn:aws:iam::222222222222:role/reports", grants: [{ sns: { topic: t, access: publish } }, { sqs: { queue: q, access: consume } }], statements: [{ Effect: Allow, Action: sqs:SendMessage, Resource: "arn:aws:sqs:*:*:a" }] }',
      )?.[0],
    ).toMatchObject({
      grants: [{ service: 'sns' }, { service: 'sqs', options: { queue: 'q', access: 'consume' } }],
      statements: [{ actions: ['sqs:SendMessage'] }],
    });
  });
});
