import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fact, join, ref, text } from '../../src/iam/text.ts';
import { expression, json, template, templates } from '../../src/stacks/spelling.ts';
import { text as arbitraryText } from '../support/arbitrary-text.ts';
import { readTemplate } from '../support/template.ts';

const cluster = ref('module.eks.cluster_name');

describe('a template', () => {
  test('keeps policy variables from being read as Terraform', () => {
    expect(template('${aws:PrincipalTag/team} %{if}')).toBe('$${aws:PrincipalTag/team} %%{if}');
  });

  test('spells holes as interpolations', () => {
    expect(template(text`arn:aws:eks:::cluster/${cluster}`)).toBe('arn:aws:eks:::cluster/${module.eks.cluster_name}');
  });

  test('does not let a dollar escape the hole after it', () => {
    expect(template(text`costs $$${cluster}`)).toBe('costs ${"$$"}${module.eks.cluster_name}');
  });

  test('evaluates to the text that it spells', () => {
    fc.assert(
      fc.property(arbitraryText, (original) => expect(readTemplate(template(original))).toEqual(join(original))),
      { numRuns: 500 },
    );
  });

  test('is refused for a fact that the Plan left open', () => {
    expect(() => template(fact('partition'))).toThrow('partition');
  });
});

describe('an expression', () => {
  test.each([
    [cluster, 'module.eks.cluster_name'],
    ['say "hi" \\ ${x}\n', '"say \\"hi\\" \\\\ $${x}\\n"'],
    [text`${cluster}-karpenter`, '"${module.eks.cluster_name}-karpenter"'],
    ['\b\u0000', String.raw`"\u0008\u0000"`],
    [['a', 1, null, true], '["a", 1, null, true]'],
    [{ map: { 'a/b': { map: {} } } }, '{ "a/b" = {} }'],
  ])('of %j is %s', (value, spelled) => {
    expect(expression(value)).toBe(spelled);
  });
});

describe('a map', () => {
  test('has templates for keys, as Terraform reads them', () => {
    expect(json({ map: { '${x}': '%{y}' } })).toEqual({ '$${x}': '%%{y}' });
  });

  test('keeps a key that JavaScript would take for a prototype', () => {
    expect(Object.keys(json({ map: JSON.parse('{ "__proto__": 1 }') as Record<string, number> }) as object)).toEqual(['${"__proto__"}']);
  });

  test('is absent without entries', () => {
    expect(templates([])).toBeUndefined();
  });
});
