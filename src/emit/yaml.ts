/** Values of the Plan as YAML for readers that know no references: all that stands in it is literal. */
import { isAscii } from '../ascii.ts';
import { isText, render, type Value } from '../iam/text.ts';
import { unicodeEscape } from './unicode-escape.ts';

/** Block style. Printed here, not by the YAML library, which takes 4 ms to print its first file. */
export const printYaml = (values: Value): string => `${block(plain(values)).join('\n')}\n`;

function plain(value: Value): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (isText(value)) {
    return render(value, (hole) => {
      throw new Error(`a YAML file cannot hold ${JSON.stringify(hole)}: the Plan must leave it out`);
    });
  }
  return 'length' in value ? value.map(plain) : new Map(Object.entries(value.map).map(([key, item]) => [key, plain(item)]));
}

function block(value: unknown): string[] {
  if (Array.isArray(value)) return value.length === 0 ? ['[]'] : value.flatMap(listItem);
  if (value instanceof Map) return value.size === 0 ? ['{}'] : [...value].flatMap(mapEntry);
  return [typeof value === 'string' ? spell(value) : String(value)];
}

/** The first line of the item stands beside the hyphen. */
const listItem = (item: unknown): string[] =>
  typeof item === 'string' && isFile(item)
    ? ['- |', ...item.trimEnd().split('\n').map(indented)]
    : block(item).map((line, i) => (i === 0 ? `- ${line}` : indented(line)));

function mapEntry([key, item]: [string, unknown]): string[] {
  if (typeof item === 'string' && isFile(item)) return [`${spell(key)}: |`, ...item.trimEnd().split('\n').map(indented)];
  const [first = '', ...more] = block(item);
  return isNested(item) ? [`${spell(key)}:`, `  ${first}`, ...more.map(indented)] : [`${spell(key)}: ${first}`];
}

const indented = (line: string): string => (line === '' ? '' : `  ${line}`);

/** Lines that stand in a block as they are: none is indented, and none holds what only an escape can spell. */
const isFile = (text: string): boolean =>
  /^[^\n].*\n$/s.test(text) && !text.endsWith('\n\n') && text.split('\n').every((line) => /^(?:[!-~](?:[ -~]*[!-~])?)?$/.test(line));

const isNested = (value: unknown): boolean => (Array.isArray(value) && value.length > 0) || (value instanceof Map && value.size > 0);

/** What neither YAML 1.2 nor 1.1, which Helm and kubectl read, takes for anything but text, whatever stands around it. */
const BARE = /^(?!(?:null|true|false|y|yes|n|no|on|off)$)[a-z_/](?:[\w./@+=$%,(){}-]|:(?=\S)| (?=[\w(]))*$/i;

/** Shown by neither, or ended by: see https://yaml.org/spec/1.2.2/#character-set */
const UNPRINTABLE = /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]|\p{Cf}/gu;

/** Double quotes take all of JSON's escapes. */
const spell = (text: string): string => {
  if (BARE.test(text)) return text;
  const quoted = JSON.stringify(text);
  return isAscii(quoted) ? quoted : quoted.replace(UNPRINTABLE, unicodeEscape);
};
