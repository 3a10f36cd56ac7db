import { describe, expect, test } from '@jest/globals';
import { fact, join, ref, render, text } from '../../src/iam/text.ts';

describe('text with holes', () => {
  test('is a plain string when it has no holes', () => {
    expect(text`arn:${'aws'}:s3:::b`).toBe('arn:aws:s3:::b');
    expect(join()).toBe('');
  });

  test('keeps literals and holes apart, so that only literals are escaped', () => {
    expect(text`arn:${fact('partition')}:s3:::${'${x}'}`).toEqual({ text: ['arn:', { fact: 'partition' }, ':s3:::${x}'] });
  });

  test('is spelled by whoever prints it', () => {
    expect(render(text`${ref('module.eks.oidc_provider')}:sub`, (hole) => ('ref' in hole ? `<${hole.ref}>` : hole.fact))).toBe(
      '<module.eks.oidc_provider>:sub',
    );
  });
});
