import { describe, expect, test } from '@jest/globals';
import { answerFlagNames } from '../../src/cli/answer-flags.ts';
import { answers } from '../../src/cli/answers.ts';
import { commands } from '../../src/cli/commands.ts';
import { flagOf } from '../../src/cli/flag-of-path.ts';
import { answerFlags } from '../../src/cli/flags.ts';
import { answering } from '../../src/cli/json-shapes.ts';
import { commandHelp, overview } from '../../src/cli/help.ts';
import { hasErrors } from '../../src/problem.ts';
import { specFileKinds } from '../../src/spec/json-schema.ts';
import { parseSpec } from '../../src/spec/parse-spec.ts';
import { outputs } from '../../src/spec/schema/spec-schema.ts';
import { answerAt } from '../../src/wizard/draft.ts';

const flags = answerFlags.flatMap((group) => group.flags);

/** `--name value` of an example, without the quotes a shell takes away. */
const exampleOf = (example: string) => {
  const [, name = '', value = ''] = /^--([\w-]+) '?(.*?)'?$/.exec(example) ?? [];
  return { name, value };
};

describe('every flag of an answer', () => {
  test('has a reader, and every reader a flag', () => {
    expect([...answerFlagNames].sort()).toEqual(flags.map(({ name }) => name).sort());
  });

  test.each(flags.map((flag) => [flag.name, flag] as const))(
    '--%s: its example says something at its path',
    (name, { example = '', path = '' }) => {
      const said = exampleOf(example);
      expect(said.name).toBe(name);
      const before = [
        { name: 'cluster', value: 'production' },
        { name: 'app', value: 'my-app:production/my-app-sa' },
      ];
      const { value, problems } = answers([...before, said], {});
      expect(problems).toEqual([]);
      const [top = ''] = path.split('.');
      expect(top === '*' || answerAt(value ?? {}, [top]) !== undefined).toBe(true);
    },
  );
});

test('closed values are those that are taken', () => {
  const valuesOf = (name: string) =>
    commands.flatMap((command) => command.flags.flatMap((group) => group.flags)).find((flag) => flag.name === name)?.values;
  expect(valuesOf('outputs')?.toSorted()).toEqual(outputs.toSorted());
  expect(valuesOf('of')).toEqual([...specFileKinds, ...answering]);
  const isTaken = (owner: string) =>
    !hasErrors(
      parseSpec(
        `version: 1\nterraform: { serviceAccounts: ${owner} }\nclusters: { a: { region: us-east-1 } }\napps: { b: { namespace: c } }\n`,
        'irsa.yaml',
      ).problems,
    );
  expect(['terraform', 'eksctl', 'manifests', 'chart', 'eks-addon', 'annotate', 'none', 'nobody'].filter(isTaken)).toEqual(
    valuesOf('service-accounts'),
  );
});

describe('help', () => {
  test('lists every command', () => {
    const text = overview(100).join('\n');
    for (const { usage } of commands) expect(text).toContain(usage.replace(' [flags]', ''));
  });

  test.each([40, 80, 200])('names every flag of every command, within %i columns where words allow', (width) => {
    for (const command of commands) {
      const lines = commandHelp(command, width);
      for (const { flags: own } of command.flags) for (const { name } of own) expect(lines.join('\n')).toContain(`--${name}`);
      const tooLong = lines.filter(
        (line) => line.length > width && line.trim().split(' ').length > 1 && !line.includes('--') && !line.includes('create-irsa'),
      );
      expect(tooLong).toEqual([]);
    }
  });
});

test('a path of the spec leads back to its flag, the most telling one', () => {
  expect(flagOf(['clusters', 'production', 'region'])).toBe('region');
  expect(flagOf(['addOns', 'external-dns', 'hostedZones', 0])).toBe('add-on');
  expect(flagOf(['apps', 'my-app', 'grants', 0, 's3', 'bucket'])).toBe('grant');
  expect(flagOf(['terraform', 'modules', 'iam'])).toBe('iam');
  expect(flagOf(['apps', 'my-app', 'serviceAccount', 'name'])).toBe('app');
  expect(flagOf(['apps', 'my-app', 'roleName'])).toBe('set');
  expect(flagOf(['version'])).toBeUndefined();
});
