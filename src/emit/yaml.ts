/** Values of the Plan as YAML for readers that know no references: all that stands in it is literal. */
import { stringify } from 'yaml';
import { isText, render, type Value } from '../iam/text.ts';

/** Quotes whatever YAML 1.1, which Helm and kubectl read, would take for something other than a string: `on`, `012`, `1_000`. */
export const printYaml = (values: Value): string =>
  stringify(plain(values), { compat: 'yaml-1.1', lineWidth: 0, aliasDuplicateObjects: false });

function plain(value: Value): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (isText(value)) {
    return render(value, (hole) => {
      throw new Error(`a YAML file cannot hold ${JSON.stringify(hole)}: the Plan must leave it out`);
    });
  }
  return 'length' in value ? value.map(plain) : new Map(Object.entries(value.map).map(([key, item]) => [key, plain(item)]));
}
