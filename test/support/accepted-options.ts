/** All that the catalog can be told. */
import type { Option, Options, OptionValue } from '../../src/catalog/option.ts';

/** Every way to set an option: absent where it may be, its default, its example, each choice. */
function settings(option: Option): readonly (OptionValue | undefined)[] {
  switch (option.kind) {
    case 'flag':
      return [true, false];
    case 'choice':
      return option.choices ?? [];
    case 'resources':
      return [...(option.required ? [] : [undefined]), [option.example], [{ ref: 'var.thing_arn' }]];
    case 'resource':
      return [...(option.required ? [] : [undefined]), option.example, { ref: 'var.thing_arn' }];
    case 'names':
      return [...(option.required ? [] : [undefined]), [option.example]];
    default:
      return [...(option.required ? [] : [undefined]), option.example];
  }
}

export type Values = Readonly<Record<string, OptionValue>>;

const combinations = (options: Options): readonly Values[] =>
  Object.entries(options).reduce<readonly Values[]>(
    (all, [name, option]) =>
      all.flatMap((values) => settings(option).map((value) => (value === undefined ? values : { ...values, [name]: value }))),
    [{}],
  );

/** The combinations that an entry of the catalog accepts. */
export const accepted = (entry: { readonly options: Options; readonly check?: (values: never) => string | undefined }): readonly Values[] =>
  combinations(entry.options).filter((values) => entry.check?.(values as never) === undefined);

const isLiteral = (values: Values): boolean => !JSON.stringify(values).includes('"ref"');

/** The ways that people can write into a spec without other Terraform, the smallest first. */
export const literalWays = (entry: Parameters<typeof accepted>[0]): readonly Values[] =>
  accepted(entry)
    .filter(isLiteral)
    .sort((a, b) => size(a) - size(b));

const size = (values: Values): number => Object.values(values).filter((value) => value !== false).length;

/** As much as an entry of the catalog can be told. */
export const fullest = (entry: Parameters<typeof accepted>[0]): Values => literalWays(entry).at(-1) ?? {};
