/** Options of add-ons and grants → a table; their examples → a piece of irsa.yaml. */
import { code, table } from './markdown.mjs';

const KINDS = {
  flag: 'true or false',
  text: 'text',
  resource: 'resource',
  resources: 'list of resources',
  names: 'list of names',
};

const kindOf = ({ kind, choices }) => (kind === 'choice' ? choices.map(code).join(', ') : KINDS[kind]);

const defaultOf = (option) => (option.default === undefined ? (option.required ? 'required' : '') : code(option.default));

export const optionTable = (options) =>
  table(
    ['option', 'takes', 'default', 'asks', 'example'],
    Object.entries(options).map(([name, option]) => [
      code(name),
      kindOf(option),
      defaultOf(option),
      `${option.ask} ${option.help}`,
      code(option.example),
    ]),
  );

/** The example as the spec takes it. */
export function exampleOf({ kind, example }) {
  if (kind === 'flag') return example === 'true';
  return kind === 'resources' || kind === 'names' ? [example] : example;
}

/** Every option at its default, so that what is shown is what an empty map gives; required ones at their example. */
export const givenOf = (options) =>
  Object.fromEntries(
    Object.entries(options).flatMap(([name, option]) => {
      if (option.default !== undefined) return [[name, option.default]];
      return option.required ? [[name, exampleOf(option)]] : [];
    }),
  );

const YAML_PLAIN = /^[A-Za-z][\w./-]*$/;
export const inline = (value) => {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value === 'object')
    return `{ ${Object.entries(value)
      .map(([key, inner]) => `${key}: ${inline(inner)}`)
      .join(', ')} }`;
  return typeof value !== 'string' || YAML_PLAIN.test(value) ? String(value) : JSON.stringify(value);
};
