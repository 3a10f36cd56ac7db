/** docs/doctor.md says what the doctor asks and what it may find, and the rights in it are those that it needs: no more. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { awsReads, kubernetesReads, type AwsRead, type KubernetesRead } from '../../src/aws/reads.ts';
import { clusterRoleOfReads, policyOfReads } from '../../src/cli/doctor/rights.ts';
import { chain } from '../../src/doctor/chain.ts';
import { page } from './markdown.ts';

const { text } = page('docs/doctor.md');
const fenced = (language: string): string => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(text)?.[1] ?? '';

describe('the rights that suffice', () => {
  test('are in the page as the code has them', () => {
    expect(JSON.parse(fenced('json'))).toEqual(policyOfReads);
    expect(parse(fenced('yaml'))).toEqual(parse(clusterRoleOfReads));
  });

  test.each(Object.entries<AwsRead>(awsReads))(
    '%s needs the action that its command is, and only reads',
    (_, { words: [service, command], action }) => {
      expect(action.toLowerCase()).toBe(`${service}:${command.replaceAll('-', '')}`);
      expect(action).toMatch(/:(?:Get|List|Describe|Simulate)/);
    },
  );

  test('in the cluster are to get and to list', () => {
    const { rules } = parse(clusterRoleOfReads) as { rules: readonly { verbs: readonly string[]; resources: readonly string[] }[] };
    expect(new Set(rules.flatMap(({ verbs }) => verbs))).toEqual(new Set(['get', 'list']));
    expect(rules.flatMap(({ resources }) => resources)).not.toContain('secrets');
    expect(rules).toHaveLength(Object.values<KubernetesRead>(kubernetesReads).filter(({ only }) => only === undefined).length);
  });

  test('are for what is asked: each read of the table is used', () => {
    const folder = 'src/cli/doctor';
    const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => readFileSync(join(folder, path), 'utf8'))
      .join('\n');
    expect(Object.keys(awsReads).filter((name) => !source.includes(`'${name}'`))).toEqual([]);
    // These two are what `kubectl exec` asks.
    const asked = Object.keys(kubernetesReads).filter((name) => !['exec', 'podOfExec'].includes(name));
    expect(asked.filter((name) => !source.includes(`kubernetesReads.${name}`))).toEqual([]);
  });
});

test('every cause that the doctor may find is in the page', () => {
  const causes = chain.flatMap((link) => Object.keys(link.causes));
  expect(causes.length).toBeGreaterThan(60);
  expect(causes.filter((code) => !text.includes(`\`${code}\``))).toEqual([]);
});
