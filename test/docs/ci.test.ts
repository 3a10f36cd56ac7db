/** docs/ci.md says of each rule of `diff` what the program does by it. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { failClasses, ruleSeverities } from '../../src/access/severity.ts';

const rows = readFileSync('docs/ci.md', 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter(([, rule = '']) => rule.startsWith('`'));

const names = (cell = ''): string[] => [...cell.matchAll(/`([a-z-]+)`/g)].map(([, name = '']) => name);

test('each rule of diff is there, with its severity and with what --fail-on calls it', () => {
  const said = rows.flatMap(([, rules, severities = '', classes]) =>
    names(rules).map((rule, n) => [rule, severities.split(', ').at(n) ?? severities.split(', ')[0], names(classes).sort()] as const),
  );
  const done = Object.entries(ruleSeverities).map(([rule, severity]) => {
    const of = Object.entries(failClasses).filter(([, rulesOf]) => (rulesOf as readonly string[]).includes(rule));
    return [rule, severity, of.map(([name]) => name).sort()] as const;
  });
  const sorted = (list: readonly (readonly unknown[])[]): readonly string[] => list.map((entry) => JSON.stringify(entry)).sort();
  expect(sorted(said)).toEqual(sorted(done));
});
