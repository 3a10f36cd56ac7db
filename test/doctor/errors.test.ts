/** Messages as people have pasted them into public issues: each is told from all others. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { recognise } from '../../src/doctor/errors/recognise.ts';
import { allSeenErrors } from '../../src/doctor/errors/table.ts';

const codes = (text: string) => recognise(text).map(({ code }) => code);
const sightings = allSeenErrors.flatMap(({ code, seen }) => seen.map(({ text, where }) => [code, where, text] as const));

describe('a message as it was seen is recognised, and as nothing else', () => {
  test.each(sightings)('%s (%s)', (code, _, text) => {
    expect(codes(text)).toEqual([code]);
  });
});

describe('however a log has wrapped it', () => {
  test.each(sightings)('%s (%s)', (code, _, text) => {
    expect(codes(JSON.stringify({ level: 'error', msg: text }))).toEqual([code]);
    expect(codes(JSON.stringify({ log: JSON.stringify({ msg: text }) }))).toEqual([code]);
    expect(codes(text.toUpperCase())).toEqual([code]);
  });

  test('also where lines are broken between its words', () => {
    expect(codes('caused by: AccessDenied: Not authorized\n   to perform sts:AssumeRoleWithWebIdentity')).toEqual(['web-identity-denied']);
  });
});

describe('of a message that says several things, the telling one comes first', () => {
  test('a chain of Java whose token was refused is no chain without credentials', () => {
    // https://github.com/aws/aws-sdk-java-v2/issues/1470
    const text =
      'SdkClientException: Unable to load credentials from any of the providers in the chain AwsCredentialsProviderChain(credentialsProviders=[SystemPropertyCredentialsProvider(), WebIdentityTokenCredentialsProvider()]) : [WebIdentityTokenCredentialsProvider(): Not authorized to perform sts:AssumeRoleWithWebIdentity (Service: Sts, Status Code: 403), ContainerCredentialsProvider(): Cannot fetch credentials from container]';
    expect(codes(text)).toEqual(['web-identity-denied']);
  });

  test('one that lacks the STS module neither', () => {
    // https://github.com/slackhq/astra/pull/17
    const text =
      "Unable to load credentials from any of the providers in the chain : [WebIdentityTokenCredentialsProvider(): To use web identity tokens, the 'sts' service module must be on the class path.]";
    expect(codes(text)).toEqual(['sts-module-missing']);
  });

  test('an SDK that is too old ends in no credentials, and is told as too old', () => {
    // https://github.com/kubernetes-sigs/aws-fsx-openzfs-csi-driver/issues/71
    const text =
      'NoCredentialProviders: no valid providers in chain caused by: EnvAccessKeyNotFound: failed to find credentials in the environment. CredentialsEndpointError: invalid endpoint host, "169.254.170.23", only loopback hosts are allowed.';
    expect(codes(text)).toEqual(['pod-identity-sdk-too-old']);
  });
});

describe('what is something else is not recognised', () => {
  test.each([
    ['nothing', ''],
    ['a refusal of Kubernetes', 'pods is forbidden: User "system:serviceaccount:shop:orders" cannot list resource "pods"'],
    ['a database', 'FATAL: password authentication failed for user "orders"'],
    ['a message about roles without trouble', 'assumed role arn:aws:iam::111122223333:role/orders by web identity'],
    ['another service that times out', 'dial tcp 10.0.0.1:5432: i/o timeout'],
  ])('%s', (_, text) => expect(codes(text)).toEqual([]));

  test('text of any kind is read without trouble', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => Array.isArray(recognise(text))));
  });
});

describe('what is repeated of a message', () => {
  const told = (text: string) => JSON.stringify(recognise(text));

  test('is who asked, for which role, of which issuer', () => {
    const [finding] = recognise(
      'User: arn:aws:sts::111122223333:assumed-role/orders/1700000000 is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/k',
    );
    expect(finding?.evidence.slice(0, 2)).toEqual(['Who asked: arn:aws:sts::111122223333:assumed-role/orders', 'Action: s3:GetObject']);
  });

  test('is never a key, a token or anything beside', () => {
    const secrets = [
      'AKIAIOSFODNN7EXAMPLE',
      'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln',
      'hunter2',
    ];
    const places = [
      (text: string, secret: string) => `${secret} ${text}`,
      (text: string, secret: string) => `${text} ${secret}`,
      (text: string, secret: string) => text.replaceAll(' ', ` ${secret} `),
      (text: string, secret: string) => `Authorization: Bearer ${secret}; ${text}`,
    ];
    for (const [, , text] of sightings) {
      for (const secret of secrets) for (const place of places) expect(told(place(text, secret))).not.toContain(secret);
    }
  });
});

describe('the table', () => {
  test('has a code once', () => {
    const all = allSeenErrors.map(({ code }) => code);
    expect(all).toEqual([...new Set(all)]);
  });

  test('says of each what to check first, and leads somewhere', () => {
    for (const { code, first, fix, means, link } of allSeenErrors) {
      expect({ code, checks: first.length > 0, sentences: [fix, means, ...first].filter((text) => !/[.:]$/.test(text)) }).toEqual({
        code,
        checks: true,
        sentences: [],
      });
      expect(link).toMatch(/^https:\/\//);
    }
  });
});
