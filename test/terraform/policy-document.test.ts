/** data.aws_iam_policy_document renders as the AWS provider does. */
import { describe, expect, test } from '@jest/globals';
import { policyDocument } from '../support/terraform/provider/aws/policy-document.ts';

const json = (config: Record<string, unknown>): string => String((policyDocument(config) as { minified_json?: string }).minified_json);
const statements = (config: Record<string, unknown>): unknown[] => (JSON.parse(json(config)) as { Statement: unknown[] }).Statement;
const statement = (block: Record<string, unknown>): unknown => statements({ statement: [block] })[0];
const document = (...list: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement: list });

describe('a policy document', () => {
  test('has a string for one element, more sorted in reverse, condition values in their order', () => {
    const block = {
      actions: ['s3:Get*'],
      resources: ['arn:aws:s3:::a', 'arn:aws:s3:::b'],
      principals: [{ type: 'AWS', identifiers: ['1', '2'] }],
      condition: [{ test: 'StringEquals', variable: 'k', values: ['a', 'b'] }],
    };
    expect(JSON.stringify(statement(block))).toBe(
      '{"Effect":"Allow","Action":"s3:Get*","Resource":["arn:aws:s3:::b","arn:aws:s3:::a"],"Principal":{"AWS":["2","1"]},"Condition":{"StringEquals":{"k":["a","b"]}}}',
    );
  });

  test('has its keys in the order of the provider, whatever the order of the blocks', () => {
    const condition = [
      { test: 'B', variable: 'z', values: ['1'] },
      { test: 'A', variable: 'y', values: ['1'] },
    ];
    expect(json({ policy_id: 'p', statement: [{ condition, resources: ['r'], actions: ['a'], sid: 'S', effect: 'Deny' }] })).toBe(
      '{"Version":"2012-10-17","Id":"p","Statement":[{"Sid":"S","Effect":"Deny","Action":"a","Resource":"r","Condition":{"A":{"y":"1"},"B":{"z":"1"}}}]}',
    );
  });

  test('writes policy variables as ${}, and refuses them in the old version', () => {
    expect(statement({ actions: ['a'], resources: ['home/&{aws:username}'] })).toMatchObject({ Resource: 'home/${aws:username}' });
    expect(policyDocument({ version: '2008-10-17', statement: [{ actions: ['a'], resources: ['&{x}'] }] })).toEqual({
      summary: 'found &{ sequence in (&{x}), which is not supported in document version 2008-10-17',
    });
  });

  test('has "*" for the principal * of type *, and for no other', () => {
    expect(statement({ principals: [{ type: '*', identifiers: ['*'] }] })).toMatchObject({ Principal: '*' });
    expect(statement({ principals: [{ type: 'AWS', identifiers: ['*'] }] })).toMatchObject({ Principal: { AWS: '*' } });
  });

  test('joins conditions on one key', () => {
    const condition = ['a', 'b'].map((value) => ({ test: 'StringEquals', variable: 'k', values: [value] }));
    expect(statement({ condition })).toMatchObject({ Condition: { StringEquals: { k: ['a', 'b'] } } });
  });

  test('takes sources first, and lets overrides replace by Sid', () => {
    const merged = statements({
      source_policy_documents: [document({ Sid: 'A', Effect: 'Allow', Action: ['x'] }, { Effect: 'Allow', Action: 'y' })],
      statement: [{ sid: 'B', actions: ['b'] }],
      override_policy_documents: [document({ Sid: 'A', Effect: 'Deny', Action: 'z' }), ''],
    });
    expect(merged).toEqual([
      { Sid: 'A', Effect: 'Deny', Action: 'z' },
      { Effect: 'Allow', Action: 'y' },
      { Sid: 'B', Effect: 'Allow', Action: 'b' },
    ]);
  });

  test('leaves lists of a source as they are, and makes booleans of conditions strings', () => {
    const source = document({ Effect: 'Allow', Action: ['x'], Condition: { Bool: { k: true } } });
    expect(statements({ source_policy_documents: [source] })).toEqual([
      { Effect: 'Allow', Action: ['x'], Condition: { Bool: { k: 'true' } } },
    ]);
  });

  test('refuses a Sid twice, but not an empty one', () => {
    expect(policyDocument({ statement: [{ sid: 'A' }, { sid: 'A' }] })).toEqual({ summary: expect.stringMatching(/duplicate Sid \(A\)/) });
    expect(statements({ statement: [{ sid: '' }, { sid: '' }] })).toHaveLength(2);
  });

  test('is escaped as Go escapes it', () => {
    expect(json({ statement: [{ actions: ['<&>'] }] })).toContain('\\u003c\\u0026\\u003e');
  });
});
