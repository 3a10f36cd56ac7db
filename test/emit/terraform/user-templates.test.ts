import { describe, expect, test } from '@jest/globals';
import { emitTerraform } from '../../../src/emit/terraform/emit-terraform.ts';
import { TemplateError } from '../../../src/emit/terraform/templates.ts';
import { userTemplates } from '../../../src/emit/terraform/user-templates.ts';
import type { TerraformPlan } from '../../../src/plan/terraform/blocks.ts';

const plan: TerraformPlan = {
  directory: '.',
  format: 'hcl',
  files: [
    {
      name: 'x.tf',
      blocks: [
        { kind: 'namespace', label: 'irsa_x', name: 'x' },
        { kind: 'data-region', label: 'irsa' },
      ],
    },
  ],
};

describe('templates of users', () => {
  test('take the place of the built-in ones of their kind, and are laid out alike', () => {
    const { value } = userTemplates({
      'terraform/namespace.hbs': 'resource "kubernetes_namespace" "{{label}}" {\nmetadata {\nname={{hcl name}}\n}\n\n}',
    });
    expect(emitTerraform(plan, value)[0]?.content).toBe(
      'resource "kubernetes_namespace" "irsa_x" {\n  metadata {\n    name = "x"\n  }\n}\n\ndata "aws_region" "irsa" {}\n',
    );
  });

  test('that name no kind of block are refused, all at once', () => {
    const { value, problems } = userTemplates({ 'terraform/namespaces.hbs': '', 'role.hbs': '' });
    expect(value).toBeUndefined();
    expect(problems.map(({ code, file }) => [code, file])).toEqual([
      ['template-unknown', 'terraform/namespaces.hbs'],
      ['template-unknown', 'role.hbs'],
    ]);
    expect(problems[0]?.fix).toMatch(/\bnamespace\b/);
  });

  test.each([
    ['{{#if label}}', 'a block is still open at its end (line 1)'],
    ['\n{{label', 'it cannot be read from line 2 on'],
    ['{{shell label}}', 'unknown helper shell'],
  ])('that cannot be compiled are refused: %s', (text, reason) => {
    const { problems } = userTemplates({ 'terraform/namespace.hbs': text });
    expect(problems).toMatchObject([{ code: 'template-syntax', severity: 'error', file: 'terraform/namespace.hbs' }]);
    expect(problems[0]?.message).toContain(reason);
  });

  test('that ask for what a block does not have say which template it was', () => {
    const { value } = userTemplates({ 'terraform/namespace.hbs': '{{namespace}}' });
    expect(() => emitTerraform(plan, value)).toThrow(TemplateError);
    expect(() => emitTerraform(plan, value)).toThrow('terraform/namespace.hbs: "namespace" not defined');
  });
});
