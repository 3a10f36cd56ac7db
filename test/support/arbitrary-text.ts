/** Texts and values that break naive printers. */
import fc, { type Arbitrary } from 'fast-check';
import { join, ref, type Text, type Value } from '../../src/iam/text.ts';
import { anyCharacter } from './any-character.ts';

/** What looks like syntax of Terraform, JSON, cdktf or JavaScript. */
const FRAGMENTS = [
  '${',
  '%{',
  '$${',
  '%%{',
  '$',
  '%',
  '{',
  '}',
  '"',
  '\\',
  '\\n',
  '\n',
  '\r\n',
  '\t',
  '#',
  '//',
  '/*',
  '<<EOT',
  '~',
  ' ',
  '=',
  '\u0000',
];
const WORDS = [
  'aws:PrincipalTag/team',
  'if true',
  'endif',
  'TfToken[TOKEN.1]',
  '#{TfToken[TOKEN.2]}',
  'Any Map Token Value',
  '1.5e+300',
  'null',
  'é',
  '東',
  '👋',
];

export const literal: Arbitrary<string> = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 8 }),
  fc.array(fc.constantFrom(...FRAGMENTS, ...WORDS), { maxLength: 6 }).map((parts) => parts.join('')),
  fc.constantFrom('constructor', 'toString', 'length', 'fqn', 'resolve', 'metadata'),
);

export const hole = fc
  .constantFrom('module.eks.oidc_provider_arn', 'var.region', 'local.issuer', 'data.aws_eks_cluster.blue.identity[0].oidc[0].issuer')
  .map(ref);

export const text: Arbitrary<Text> = fc.array(fc.oneof(literal, hole), { maxLength: 4 }).map((parts) => join(...parts));

export const key = literal.filter((name) => name !== '__proto__');

export const value: Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.boolean(),
    fc.constant(null),
    fc.integer(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }).map((map) => ({ map })),
  ),
})).value;
