/** Raw IAM statements, in IAM's own keys. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
import * as z from 'zod/mini';
import { didYouMean } from '../did-you-mean.ts';
import { conditionOperators, isConditionOperator } from '../rules/iam-conditions.ts';
import { quoted } from '../rules/rule.ts';
import type { Rule } from '../rules/rule.ts';
import { traversal, traversalPattern } from '../rules/terraform.ts';
import { about, choice, either, list, map, may, must, named, text } from './fields.ts';
import { saysNothing } from '../loose.ts';
import type { Finding, Schema } from './fields.ts';

const actionPattern = /^(\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)$/;
const action: Rule = (literal) =>
  actionPattern.test(literal)
    ? undefined
    : {
        message: `${quoted(literal)} is not an action of IAM.`,
        fix: 'Write service and name with a colon between them, such as s3:GetObject.',
      };

const resourcePattern = /^(\*|arn:.+)$/;
const resource: Rule = (literal) =>
  resourcePattern.test(literal)
    ? undefined
    : {
        message: `${quoted(literal)} is not a resource: statements name ARNs.`,
        fix: 'Write its ARN, such as arn:aws:s3:::my-bucket/*, or { ref: aws_s3_bucket.orders.arn }.',
      };

const sidPattern = /^[A-Za-z0-9]+$/;
const sid: Rule = (literal) => {
  if (sidPattern.test(literal)) return undefined;
  const plain = literal.replaceAll(/[^A-Za-z0-9]/g, '');
  return {
    message: `${quoted(literal)} is not a Sid, which takes letters and digits only.`,
    fix: plain ? `Write ${plain}.` : 'Choose another one, or leave it out.',
  };
};

const oneOrMany = (item: Schema, expected: string): Schema =>
  either(
    [item, list(item, expected, { filled: { message: `This list is empty, and should hold ${expected}.`, fix: 'Name one.' } })],
    `${expected}, or a list of them`,
  );

/**
 * `{ ref: … }`, wherever a resource is named.
 *
 * @param rule of what it leads to, beside those of every traversal
 */
export const refSchema = (rule: Rule = () => undefined): Schema =>
  map(
    {
      ref: must(
        'A Terraform reference: resource, data source, module output, variable or local.',
        text('a Terraform reference such as aws_s3_bucket.orders.arn', {
          code: 'invalid-reference',
          rule: (literal) => traversal(literal) ?? rule(literal),
          pattern: traversalPattern,
        }),
      ),
    },
    '{ ref: <reference> }',
  );

export function statementSchema(): Schema {
  const actions = () =>
    oneOrMany(
      text('an action such as s3:GetObject', { code: 'invalid-action', rule: action, pattern: actionPattern }),
      'an action such as s3:GetObject',
    );
  const resources = () =>
    oneOrMany(
      either(
        [text('an ARN', { code: 'invalid-resource', rule: resource, pattern: resourcePattern }), refSchema()],
        'an ARN such as arn:aws:s3:::my-bucket/*, or { ref: aws_s3_bucket.orders.arn }',
      ),
      'an ARN such as arn:aws:s3:::my-bucket/*',
    );
  const schema = map(
    {
      Sid: may('Letters and digits; unique within the workload.', () =>
        text('letters and digits', { code: 'invalid-sid', rule: sid, pattern: sidPattern }),
      ),
      Effect: must('Allow or Deny.', choice(['Allow', 'Deny'])),
      Action: may('What the statement is about.', actions, { examples: [['sqs:SendMessage']] }),
      NotAction: may('Everything but these actions.', actions),
      Resource: may('ARNs or { ref: … }; policy variables such as ${aws:PrincipalTag/team} stay as they are.', resources, {
        examples: [['arn:aws:s3:::my-bucket/*']],
      }),
      NotResource: may('Everything but these resources.', resources),
      Condition: may('Operator → key → value or values.', conditionSchema, {
        examples: [{ StringEquals: { 'aws:PrincipalTag/team': 'platform' } }],
      }),
    },
    'a statement such as { Effect: Allow, Action: sqs:SendMessage, Resource: <ARN> }',
    (statement) => [...exactlyOne(statement, 'Action', 'NotAction'), ...exactlyOne(statement, 'Resource', 'NotResource')],
  );
  return about(schema, {
    id: 'statement',
    description: 'An IAM statement, in IAM’s own keys.',
    allOf: [
      { oneOf: [{ required: ['Action'] }, { required: ['NotAction'] }] },
      { oneOf: [{ required: ['Resource'] }, { required: ['NotResource'] }] },
    ],
  });
}

function exactlyOne(statement: Record<string, unknown>, one: string, other: string): Finding[] {
  const has = [one, other].filter((key) => statement[key] !== undefined);
  if (has.length === 1) return [];
  return has.length === 0
    ? [{ code: 'incomplete-statement', message: `The statement has neither ${one} nor ${other}.`, fix: `Add ${one}.` }]
    : [
        {
          code: 'contradictory-statement',
          message: `The statement has both ${one} and ${other}, and IAM takes one of them.`,
          fix: 'Remove one of them.',
          path: [other],
          onKey: true,
        },
      ];
}

function conditionSchema(): Schema {
  const expected = 'a map from operator to key to value, such as { StringEquals: { aws:PrincipalTag/team: platform } }';
  const single = () => z.union([z.string(), z.number(), z.boolean()], { error: 'text, a number, or true or false' });
  const values = either(
    [
      single(),
      list(single(), 'a list of values', {
        filled: { message: 'This list of values is empty, so the condition could never be met.', fix: 'Name a value.' },
      }),
    ],
    'a value or a list of values',
  );
  const keys = named(values, 'a map from key to value, such as { aws:PrincipalTag/team: platform }', (entries): Finding[] => [
    ...Object.keys(entries).flatMap((key): Finding[] =>
      /^[\w-]+:./.test(key)
        ? []
        : [
            {
              code: 'invalid-condition-key',
              message: `${quoted(key)} is not a condition key of IAM.`,
              fix: 'Write service and name with a colon between them, such as aws:SourceVpc or s3:prefix.',
              path: [key],
              onKey: true,
            },
          ],
    ),
    ...(saysNothing(entries)
      ? [{ code: 'empty-map' as const, message: 'This operator has no condition key.', fix: 'Add one, or remove the operator.' }]
      : []),
  ]);
  return named(keys, expected, (operators) =>
    Object.keys(operators).flatMap((operator): Finding[] => {
      if (isConditionOperator(operator)) return [];
      const near = didYouMean(operator.replace(/^.*:/, '').replace(/IfExists$/, ''), conditionOperators);
      return [
        {
          code: 'invalid-condition-operator',
          message: `${quoted(operator)} is not a condition operator of IAM, such as StringEquals, ArnLike or Bool.`,
          fix: near ? `Did you mean ${near}?` : 'Write one of IAM’s own operators.',
          path: [operator],
          onKey: true,
        },
      ];
    }),
  );
}
