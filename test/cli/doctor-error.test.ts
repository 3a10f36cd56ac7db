/** `create-irsa doctor --error`: a message from a log, and nobody is asked. */
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { runExample } from '../support/problem-examples/run-example.ts';

const DENIED = 'caused by: AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity';
/** Without any program: whoever asked one would be told that it is missing. */
const doctor = (...words: readonly string[]) => runExample({ argv: ['doctor', ...words], programs: {} });

describe('a message that is known', () => {
  test('is explained to people, and exits 1', async () => {
    const { code, lines, data } = await doctor('--error', DENIED);
    expect(code).toBe(1);
    expect(lines.join('\n')).toContain('[web-identity-denied]');
    expect(lines.join('\n')).toMatch(/Check 1: .*`:sub`/);
    expect(data).toBe('');
  });

  test('exits 0 where findings are not to stop anything', async () => {
    expect((await doctor('--error', DENIED, '--exit-zero')).code).toBe(0);
  });

  test('answers as the schema of `--json` says', async () => {
    const { data } = await doctor('--error', DENIED, '--json');
    const schema = JSON.parse((await runExample({ argv: ['schema', '--of', 'doctor'] })).data) as object;
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
    validate(JSON.parse(data));
    expect(validate.errors ?? []).toEqual([]);
    expect(JSON.parse(data)).toMatchObject({ version: 1, subjects: [], findings: [{ code: 'web-identity-denied', severity: 'error' }] });
  });

  test('and as SARIF', async () => {
    const { data } = await doctor('--error', DENIED, '--sarif');
    expect(JSON.parse(data)).toMatchObject({
      version: '2.1.0',
      runs: [
        { tool: { driver: { rules: [{ id: 'web-identity-denied' }] } }, results: [{ ruleId: 'web-identity-denied', level: 'error' }] },
      ],
    });
  });
});

test('a message that is not known exits 0, and is told what to try', async () => {
  const { code, lines } = await doctor('--error', 'FATAL: password authentication failed');
  expect(code).toBe(0);
  expect(lines.join('\n')).toContain('create-irsa doctor NAMESPACE/POD');
});
