/** Generated values: anything that a spec, a catalog or a repository could hold. */
import fc from 'fast-check';
import type { Part, Text, Value } from '../../../src/iam/text.ts';
import { anyCharacter } from '../../support/any-character.ts';

/** Strings of what means something to HCL, mixed with whatever else there is. */
export const literal: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '$',
        '%',
        '{',
        '}',
        '${',
        '%{',
        '"',
        '\\',
        '\n',
        '\r',
        '\t',
        '=',
        '#',
        '//',
        '[',
        ']',
        '(',
        ')',
        '<<',
        '~}',
        '\u2028',
        '\u202e',
        '\0',
        'é',
        '東',
        '👋',
      ),
      fc.string({ maxLength: 6, unit: 'grapheme' }),
      fc.string({ maxLength: 6, unit: anyCharacter }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

const reference: fc.Arbitrary<Part> = fc
  .constantFrom(
    'module.eks.oidc_provider_arn',
    'var.name',
    'aws_subnet.this["a}b\\""].arn',
    'data.aws_eks_cluster.this.identity[0].oidc[0].issuer',
  )
  .map((ref) => ({ ref }));

export const textValue: fc.Arbitrary<Text> = fc.oneof(
  literal,
  fc.array(fc.oneof(literal, reference), { maxLength: 5 }).map((parts) => ({ text: parts })),
);

export const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    textValue,
    fc.boolean(),
    fc.constant(null),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }).map((n) => Math.round(n * 1000) / 1000 || 0),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .dictionary(fc.oneof(literal, fc.constantFrom('a', 'name', 'for', 'null', 'a-b', '1st')), tie('value'), { maxKeys: 4 })
      .map((map) => ({ map })),
  ),
})).value;
