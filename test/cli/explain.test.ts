/** `create-irsa explain`: who is let into a role, wherever its trust policy comes from. */
import { describe, expect, test } from '@jest/globals';
import { runExample, type Told } from '../support/problem-examples/run-example.ts';
import { withApp } from '../support/problem-examples/example.ts';

const ISSUER = 'oidc.eks.us-east-1.amazonaws.com/id/B1B1B1B1';
const SUBJECT = 'system:serviceaccount:shop:my-app';
const ARN = `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`;

const TRUST = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Federated: ARN },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: { [`${ISSUER}:sub`]: SUBJECT, [`${ISSUER}:aud`]: 'sts.amazonaws.com' } },
    },
  ],
};
const POD_IDENTITY = {
  Effect: 'Allow',
  Principal: { Service: 'pods.eks.amazonaws.com' },
  Action: ['sts:AssumeRole', 'sts:TagSession'],
  Condition: { StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'shop' } },
};
const BOTH = { ...TRUST, Statement: [...TRUST.Statement, POD_IDENTITY] };

type Files = Readonly<Record<string, string>>;
const explain = (words: string, files: Files = {}, programs?: Files): Promise<Told> =>
  runExample({ argv: ['explain', ...words.split(' ')], files, ...(programs === undefined ? {} : { programs }) });

interface Answer {
  readonly admitted: boolean;
  readonly ways: readonly { readonly role: string; readonly issuer?: string; readonly service?: string; readonly admitted: boolean }[];
}
const answer = async (words: string, files: Files = {}, programs?: Files) =>
  JSON.parse((await explain(`${words} --json`, files, programs)).data) as Answer;

describe('of a spec', () => {
  const files = { 'irsa.yaml': withApp('') };

  test('the ServiceAccount of an app is let into its role, and the lines say by which conditions', async () => {
    const { code, data } = await explain('shop:my-app my-app', files);
    expect(code).toBe(0);
    expect(data).toBe(`system:serviceaccount:shop:my-app and the role production-my-app (irsa.yaml)

A token of cluster production: admitted
  Statement 1, Allow: matches
    ok action
    ok StringEquals <issuer of production>:sub = system:serviceaccount:shop:my-app
    ok StringEquals <issuer of production>:aud = sts.amazonaws.com
`);
  });

  test.each([
    ['by the name of the role', 'shop/my-app production-my-app', 0],
    ['by its ARN', 'shop:my-app arn:aws:iam::111122223333:role/production-my-app', 0],
    ['by the whole subject', 'system:serviceaccount:shop:my-app my-app', 0],
    ['with an issuer, which must then be that of the only cluster', `shop:my-app my-app --issuer https://${ISSUER}/`, 0],
    ['another name', 'shop:my-apps my-app', 1],
    ['another namespace', 'default:my-app my-app', 1],
    ['another audience', 'shop:my-app my-app --audience vault', 1],
  ])('%s', async (_, words, code) => expect((await explain(words, files)).code).toBe(code));

  test('each cluster is tried, and one that is named alone', async () => {
    const two = {
      'irsa.yaml': files['irsa.yaml']
        .replace('version: 1\n', 'version: 1\nprimary: production\n')
        .replace('clusters:\n', 'clusters:\n  staging: { region: us-east-1 }\n'),
    };
    const roles = async (words: string) => (await answer(words, two)).ways.map(({ role, admitted }) => [role, admitted]);
    expect(await roles('shop:my-app my-app')).toEqual([
      ['staging-my-app', true],
      ['production-my-app', true],
    ]);
    expect(await roles('shop:my-app my-app --cluster staging')).toEqual([['staging-my-app', true]]);
  });

  test('an issuer that the spec knows refuses tokens of others', async () => {
    const literal = {
      'irsa.yaml': files['irsa.yaml'].replace('us-east-1 }', `us-east-1, from: { literal: { oidcProviderArn: "${ARN}" } } }`),
    };
    expect((await explain(`shop:my-app my-app --issuer ${ISSUER}`, literal)).code).toBe(0);
    const { code, data } = await explain(`shop:my-app my-app --issuer ${ISSUER}2`, literal);
    expect(code).toBe(1);
    expect(data.replace(/\s+/g, ' ')).toContain(`No statement allows a provider of ${ISSUER}2`);
  });
});

describe('of a trust policy', () => {
  const files = { 'trust.json': JSON.stringify(BOTH) };

  test('all ways in are tried: tokens of each issuer, and Pod Identity', async () => {
    expect((await answer('shop:my-app --policy trust.json', files)).ways).toMatchObject([
      { issuer: ISSUER, admitted: true },
      { service: 'pods.eks.amazonaws.com', admitted: true },
    ]);
    expect((await answer('shop:other --policy trust.json', files)).ways.map(({ admitted }) => admitted)).toEqual([false, true]);
  });

  test('that admits Pod Identity is said to be half of it, as no policy tells of associations', async () => {
    const by = async (policy: object) => (await explain('shop:my-app --policy trust.json', { 'trust.json': JSON.stringify(policy) })).data;
    expect((await by(BOTH)).replace(/\s+/g, ' ')).toContain('An association has to lead its pods there');
    expect(await by(TRUST)).not.toContain('association');
  });

  test('it may be what the AWS CLI answers about a role', async () => {
    const saved = { 'role.json': JSON.stringify({ Role: { RoleName: 'x', AssumeRolePolicyDocument: TRUST } }) };
    expect((await explain('shop:my-app --policy role.json', saved)).code).toBe(0);
  });

  test('one that trusts people alone refuses every pod', async () => {
    const people = { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' } };
    const { code, data } = await explain('shop:my-app --policy trust.json', { 'trust.json': JSON.stringify(people) });
    expect(code).toBe(1);
    expect(data).toContain('The policy trusts neither tokens of a cluster nor EKS Pod Identity.');
  });
});

describe('whoever has a token', () => {
  const claims = { iss: `https://${ISSUER}`, sub: SUBJECT, aud: ['sts.amazonaws.com'], exp: 1 };
  const part = (of: object) => Buffer.from(JSON.stringify(of)).toString('base64url');
  const files = (of: object) => ({
    'trust.json': JSON.stringify(BOTH),
    'claims.json': JSON.stringify(of),
    'token.jwt': `${part({ alg: 'RS256' })}.${part(of)}.c2lnbmF0dXJl\n`,
  });

  test.each(['claims.json', 'token.jwt'])('%s is read, and tried by its own issuer only', async (file) => {
    const { ways } = await answer(`${file} --policy trust.json`, files(claims));
    expect(ways).toMatchObject([{ issuer: ISSUER, admitted: true }]);
    expect((await explain(`${file} --policy trust.json`, files({ ...claims, sub: `${SUBJECT}2` }))).code).toBe(1);
    expect((await explain(`${file} --policy trust.json`, files({ ...claims, aud: ['vault'] }))).code).toBe(1);
    expect((await explain(`${file} --policy trust.json`, files({ ...claims, iss: 'https://example.com' }))).code).toBe(1);
  });

  test('keys of IAM among the claims are keys of the request', async () => {
    const secured = { ...TRUST, Statement: [{ ...TRUST.Statement[0], Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }] };
    const from = (ip: string) => ({
      'trust.json': JSON.stringify(secured),
      'claims.json': JSON.stringify({ ...claims, 'aws:SourceIp': ip }),
    });
    expect((await explain('claims.json --policy trust.json', from('10.1.2.3'))).code).toBe(0);
    expect((await explain('claims.json --policy trust.json', from('11.1.2.3'))).code).toBe(1);
  });
});

describe('of what Terraform shows', () => {
  const role = (address: string, name: string) => ({
    address,
    mode: 'managed',
    type: 'aws_iam_role',
    values: { name, arn: `arn:aws:iam::111122223333:role/${name}`, assume_role_policy: JSON.stringify(TRUST) },
  });
  const module = {
    root_module: {
      resources: [role('aws_iam_role.other', 'other')],
      child_modules: [{ resources: [role('module.irsa_my_app.aws_iam_role.this[0]', 'production-my-app')] }],
    },
  };
  const files = {
    'plan.json': JSON.stringify({ format_version: '1.2', planned_values: module }),
    'state.json': JSON.stringify({ format_version: '1.0', values: module }),
  };

  test.each([
    ['plan.json', 'my-app'],
    ['state.json', 'production-my-app'],
    ['state.json', 'arn:aws:iam::111122223333:role/production-my-app'],
    ['plan.json', 'module.irsa_my_app.aws_iam_role.this[0]'],
  ])('%s: %s', async (file, word) => {
    expect(await answer(`shop:my-app ${word} --plan ${file}`, files)).toMatchObject({
      admitted: true,
      ways: [{ role: 'production-my-app', issuer: ISSUER }],
    });
  });
});

test('a state with a broken policy is told of, not stumbled over', async () => {
  const broken = { address: 'aws_iam_role.a', mode: 'managed', type: 'aws_iam_role', values: { name: 'a', assume_role_policy: '{' } };
  const state = JSON.stringify({ format_version: '1.0', values: { root_module: { resources: [broken] } } });
  const { code, lines } = await explain('shop:a a --plan state.json', { 'state.json': state });
  expect({ code, said: lines.join(' ') }).toMatchObject({ code: 2, said: expect.stringContaining('[policy-not-read]') });
});

describe('of AWS, by its CLI', () => {
  /** Answers as `aws` does, and refuses whatever it was not asked in the test. */
  const aws = (cluster = ISSUER) => ({
    aws: `#!/bin/sh
case "$1 $2 $3 $4" in
"iam get-role --role-name production-my-app") printf '%s' '${JSON.stringify({ Role: { AssumeRolePolicyDocument: BOTH } })}' ;;
"eks describe-cluster --name blue") printf '%s' '${JSON.stringify({ cluster: { identity: { oidc: { issuer: `https://${cluster}` } } } })}' ;;
*) echo "An error occurred (NoSuchEntity) when calling the GetRole operation: $4 cannot be found." >&2; exit 254 ;;
esac
`,
  });

  test('the role as it is now', async () => {
    expect(await answer('shop:my-app production-my-app --live', {}, aws())).toMatchObject({ admitted: true, ways: [{}, {}] });
    expect((await explain('shop:my-app arn:aws:iam::111122223333:role/irsa/production-my-app --live', {}, aws())).code).toBe(0);
  });

  test('of a cluster that is named, by its own issuer', async () => {
    expect((await answer('shop:my-app production-my-app --live --cluster blue', {}, aws())).ways).toMatchObject([
      { issuer: ISSUER, admitted: true },
      { service: 'pods.eks.amazonaws.com', admitted: true },
    ]);
    const other = await answer('shop:my-app production-my-app --live --cluster blue', {}, aws(`${ISSUER}2`));
    expect(other.ways).toMatchObject([{ issuer: `${ISSUER}2`, admitted: false }, { service: 'pods.eks.amazonaws.com' }]);
  });

  test('what AWS refuses is said in its words', async () => {
    const { code, lines } = await explain('shop:my-app other --live', {}, aws());
    expect(code).toBe(2);
    expect(lines.join(' ')).toContain(
      '`aws iam get-role` failed: An error occurred (NoSuchEntity) when calling the GetRole operation: other cannot be found.',
    );
  });
});

describe('what cannot be', () => {
  test.each([
    ['two places for one role', 'shop:my-app my-app --spec . --live', 'contradictory-flags'],
    ['a role beside a policy', 'shop:my-app my-app --policy trust.json', 'unexpected-word'],
  ])('%s', async (_, words, code) => expect((await explain(words)).lines.join(' ')).toContain(`[${code}]`));
});
