/** Options of add-ons and grants: their tables in the catalog, as schema. */
import type { Option, OptionKind, Options } from '../../catalog/option.ts';
import { quoted } from '../rules/rule.ts';
import type { Rule } from '../rules/rule.ts';
import { choice, either, flag, list, may, must, text } from './fields.ts';
import type { Literal, Schema } from './fields.ts';
import { refSchema } from './statement-schema.ts';

export function optionSchemas(options: Options): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => {
      const hint = {
        examples: [exampleOf(option)],
        ...(option.default === undefined ? {} : { default: option.default }),
      };
      const required = option.required && option.default === undefined;
      const description = `${option.ask} ${option.help}`;
      return [name, required ? must(description, schemaOf(name, option), hint) : may(description, () => schemaOf(name, option), hint)];
    }),
  );
}

/** The example in the shape in which the spec takes it. */
export function exampleOf({ kind, example }: Option): unknown {
  if (kind === 'flag') return example === 'true';
  return kind === 'resources' || kind === 'names' ? [example] : example;
}

function schemaOf(name: string, option: Option): Schema {
  const literal: Literal = { code: 'invalid-option', rule: ruleOf(name, option) };
  const one = `a name or ARN such as ${option.example}, or { ref: <Terraform reference> }`;
  const resource = () => either([text(one, literal), refSchema(refRuleOf(option))], one);
  const filled = option.required
    ? { filled: { message: `${name} is empty, and it needs at least one entry.`, fix: `Name one, such as ${option.example}.` } }
    : {};
  const kinds: Record<OptionKind, () => Schema> = {
    flag,
    text: () => text(`text such as ${option.example}`, literal),
    choice: () => choice(option.choices ?? []),
    resource,
    resources: () => list(resource(), `a list such as [${option.example}]`, filled),
    names: () => list(text(`a name such as ${option.example}`, literal), `a list such as [${option.example}]`, { ...filled, unique: true }),
  };
  return kinds[option.kind]();
}

const refRuleOf =
  ({ checkRef }: Option): Rule =>
  (traversal) => {
    const complaint = checkRef?.(traversal);
    return complaint === undefined ? undefined : { message: complaint, fix: 'Refer to its ARN, such as { ref: <type>.<label>.arn }.' };
  };

const ruleOf =
  (name: string, { check, example, kind }: Option): Rule =>
  (literal) => {
    if (literal === '') return { message: `${name} is empty.`, fix: `Write something like ${example}.` };
    if (literal.startsWith('${') && kind.startsWith('resource')) {
      return {
        message: `${quoted(literal)} is a Terraform expression, which is written as a map here.`,
        fix: `Write { ref: ${literal.replace(/^\$\{\s*|\s*\}$/g, '')} }.`,
      };
    }
    const complaint = check?.(literal);
    return complaint === undefined ? undefined : { message: complaint, fix: `Write one such as ${example}.` };
  };
