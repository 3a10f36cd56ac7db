import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseLayers } from '../../src/spec/layers.ts';
import { readLayer, type Layer } from '../../src/spec/written-spec.ts';
import { cases } from '../support/cases.ts';

function layer(text: string, file: string): Layer {
  const { value, problems } = readLayer(text, file);
  if (value === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  return value;
}

const OWN = `version: 1
clusters: { production: { region: us-east-1 } }
apps:
  orders:
    namespace: shop
    statements:
      - { Sid: Send, Effect: Allow, Action: sqs:SendMessage, Resource: "arn:aws:sqs:us-east-1:111122223333:orders" }
    policyFiles: [a.json, b.json]
`;

const statement = (more: object = {}) => ({
  Sid: 'VisualEditor0',
  Effect: 'Allow',
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::a/*',
  ...more,
});

const policy = (Statement: unknown, more: object = {}): string => JSON.stringify({ Version: '2012-10-17', Statement, ...more }, null, 2);

function parse(...files: readonly string[]) {
  const policies = files.map((text, i) => {
    const named = `${'ab'[i]}.json`;
    return { at: ['apps', 'orders', 'policyFiles', i], named, layer: layer(text, `policies/${named}`) };
  });
  const { value, problems } = parseLayers({ own: layer(OWN, 'irsa.yaml'), policies });
  return {
    sids: value?.spec.apps[0]?.statements.map(({ sid }) => sid),
    statements: value?.spec.apps[0]?.statements,
    problems: problems.map(({ code, file, line, message }) => `${file}:${line} ${code}: ${message}`),
  };
}

describe('a policy in a file of its own', () => {
  test('adds its statements to those of the workload, whatever Sids the console gave them', () => {
    expect(parse(policy([statement(), statement({ Sid: 'Other' })]), policy(statement({ Effect: 'Deny' })))).toMatchObject({
      sids: ['Send', 'VisualEditor0', 'Other', 'VisualEditor02'],
      problems: [],
    });
  });

  test('is judged as statements of the spec are, at its own lines', () => {
    expect(parse(policy([statement(), statement({ Action: 'GetObject', Principal: '*' })])).problems).toEqual([
      'policies/a.json:13 invalid-action: "GetObject" is not an action of IAM.',
      expect.stringMatching(/^policies\/a\.json:15 unknown-key: /),
    ]);
  });

  test('adds to a role that the workload assumes, and to no other, and is judged at its own lines there too', () => {
    const own = `version: 1
clusters: { production: { region: us-east-1, accountId: '111122223333' } }
apps:
  orders:
    namespace: shop
    grants: [{ sqs: { queue: orders, access: consume } }]
    assumeRoles:
      - arn:aws:iam::222222222222:role/other
      - role: arn:aws:iam::222222222222:role/reports
        statements:
          - { Sid: VisualEditor0, Effect: Allow, Action: sqs:SendMessage, Resource: "arn:aws:sqs:us-east-1:222222222222:orders" }
        policyFiles: [a.json]
`;
    const parseRoles = (text: string) => {
      const at = ['apps', 'orders', 'assumeRoles', 1, 'policyFiles', 0];
      return parseLayers({ own: layer(own, 'irsa.yaml'), policies: [{ at, named: 'a.json', layer: layer(text, 'policies/a.json') }] });
    };
    const { value, problems } = parseRoles(policy(statement()));
    expect(problems).toEqual([]);
    const [orders] = value?.spec.apps ?? [];
    expect(orders?.statements).toEqual([]);
    expect(orders?.assumeRoles.map(({ statements }) => statements.map(({ sid, resources }) => [sid, resources]))).toEqual([
      [],
      [
        ['VisualEditor0', ['arn:aws:sqs:us-east-1:222222222222:orders']],
        ['VisualEditor02', ['arn:aws:s3:::a/*']],
      ],
    ]);
    const wrong = parseRoles(policy([statement(), statement({ Action: ['GetObject'], Principal: '*' })]));
    expect(wrong.problems.map(({ code, file, line, column }) => `${file}:${line}:${column} ${code}`)).toEqual([
      'policies/a.json:14:9 invalid-action',
      'policies/a.json:17:7 unknown-key',
    ]);
  });

  test('is refused where it is none, and where its version means something else', () => {
    expect(parse('{ "Statements": [] }').problems).toEqual([
      'policies/a.json:1 invalid-policy-file: This is no policy of IAM: it has no Statement.',
    ]);
    expect(parse(policy([], { Version: '2008-10-17', Principal: '*' })).problems).toEqual([
      'policies/a.json:2 invalid-policy-file: Generated policies are of version 2012-10-17, and this one is not.',
      'policies/a.json:4 invalid-policy-file: A policy has no "Principal", only Version, Id and Statement.',
    ]);
  });

  test('comes through as it is written, whatever its texts hold', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
      // Texts of spaces are refused as empty ones, and ends of lines in ARNs.
      .filter((some) => some.trim() !== '' && !/\p{Cc}|\p{Cs}|[\uFEFF\uFFFE\uFFFF\u2028\u2029]/u.test(some));
    fc.assert(
      fc.property(text, (some) => {
        const { statements, problems } = parse(
          policy([statement({ Resource: `arn:aws:s3:::${some}`, Condition: { StringEquals: { 'aws:PrincipalTag/x': some } } })]),
        );
        expect(problems).toEqual([]);
        expect(statements?.[1]).toMatchObject({ resources: [`arn:aws:s3:::${some}`], conditions: [{ values: [some] }] });
      }),
      cases('policy file', 200),
    );
  });
});
