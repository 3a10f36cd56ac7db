/** The command: what it exits with, what it prints where, and what silences it. */
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { runExample } from '../../support/problem-examples/run-example.ts';

const NO_VERSION = 'module "vpc" {\n  source = "terraform-aws-modules/vpc/aws"\n}\n';
const WITH_VERSION = NO_VERSION.replace('"\n}', '"\n  version = "6.6.0"\n}');
const SILENCED = NO_VERSION.replace('  source', '  # create-irsa:ignore module-no-version a sandbox that follows upstream\n  source');
const NOTE = 'provider "aws" {\n  region = "eu-central-1"\n}\n';

const scan = (text: string, flags: readonly string[] = [], more: Readonly<Record<string, string>> = {}) =>
  runExample({ argv: ['scan', ...flags], files: { 'main.tf': text, ...more } }, 100);

interface Answer {
  readonly findings: readonly { readonly code: string; readonly ignored?: object }[];
}

describe('the exit code of a scan', () => {
  test.each([
    ['of a warning', NO_VERSION, [], 1],
    ['of a warning, with --exit-zero', NO_VERSION, ['--exit-zero'], 0],
    ['of a note', NOTE, [], 0],
    ['of nothing', WITH_VERSION, [], 0],
    ['of what is silenced', SILENCED, [], 0],
    ['of two answers at once', NO_VERSION, ['--json', '--sarif'], 2],
  ])('%s', async (_, text, flags, code) => {
    expect((await scan(text, flags)).code).toBe(code);
  });

  test('of a .create-irsa.yaml that cannot be heeded is 2, with its line', async () => {
    const { code, lines } = await scan(NO_VERSION, [], { '.create-irsa.yaml': 'ignore:\n  - code: module-no-version\n' });
    expect(code).toBe(2);
    expect(lines.join('\n')).toMatch(/\.create-irsa\.yaml:2.*\[missing-key\]/s);
  });
});

describe('people', () => {
  test('are told what, where, why, what to do, and who says so', async () => {
    const { lines } = await scan(NO_VERSION);
    const told = lines.slice(lines.findIndex((line) => line.includes('[module-no-version]')));
    expect(told).toEqual([
      'warning  Module without a version  [module-no-version]',
      '    Each machine that runs init gets the newest release of that day, with other inputs, other',
      '    defaults and other resources.',
      '  main.tf:2  module.vpc takes terraform-aws-modules/vpc/aws without a version.',
      '    Add version, with the release that you have tested.',
      '    https://developer.hashicorp.com/terraform/language/modules/configuration#version',
      '',
      '1 warning.',
    ]);
  });

  test('hear of what is silenced as a number', async () => {
    expect((await scan(SILENCED)).lines.at(-1)).toBe('No findings; 1 ignored with a reason.');
  });
});

describe('programs', () => {
  test('get findings as JSON, in the shape that the schema promises', async () => {
    const { data } = await scan(NO_VERSION, ['--json']);
    const schema = await runExample({ argv: ['schema', '--of', 'scan'] });
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(JSON.parse(schema.data) as object);
    const answer = JSON.parse(data) as Answer;
    validate(answer);
    expect(validate.errors ?? []).toEqual([]);
    expect(answer.findings).toMatchObject([
      {
        code: 'module-no-version',
        severity: 'warning',
        file: 'main.tf',
        line: 2,
        subject: '#module.vpc',
        link: expect.stringContaining('docs/findings.md#module-no-version'),
      },
    ]);
  });

  test('get what is silenced too, with the reason', async () => {
    const { findings } = JSON.parse((await scan(SILENCED, ['--json'])).data) as Answer;
    expect(findings).toMatchObject([{ code: 'module-no-version', ignored: { reason: 'a sandbox that follows upstream', line: 2 } }]);
  });

  test('get SARIF of files as the repository has them', async () => {
    const files = { 'live/main.tf': NO_VERSION };
    const { data } = await runExample({ argv: ['scan', 'live', '--sarif'], files, before: ['git init -q'] });
    expect(JSON.parse(data)).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          results: [
            {
              ruleId: 'module-no-version',
              level: 'warning',
              locations: [{ physicalLocation: { artifactLocation: { uri: 'live/main.tf' }, region: { startLine: 2 } } }],
            },
          ],
        },
      ],
    });
  });
});
