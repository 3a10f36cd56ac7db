/** Raw statements are judged by the program, and the list of IAM's actions is no burden to those who write none. */
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { runProgram } from '../support/program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const app = (keys: string) =>
  `version: 1\nclusters: { a: { region: us-east-1 } }\napps:\n  my-app:\n    namespace: shop\n${keys.replaceAll(/^(?=.)/gm, '    ')}`;
const statement = (action: string, more = '') =>
  app(`statements:\n  - Effect: Allow\n    Action: [s3:GetObject, ${action}]\n    Resource: arn:aws:s3:::my-bucket/*\n${more}`);

test('a misspelt action stops everything, at its line and column', () => {
  const folder = temporaryFolder({ 'irsa.yaml': statement('s3:PutObjct') });
  const { code, stderr } = runProgram(folder, 'generate');
  expect(code).toBe(2);
  expect(stderr).toContain('irsa.yaml:8:32  error');
  expect(stderr).toContain('[unknown-action]');
  expect(readdirSync(folder)).toEqual(['irsa.yaml']);
});

test('what is doubtful is told and written, and what is accepted is not told', () => {
  const told = runProgram(temporaryFolder({ 'irsa.yaml': statement('"s3:*"') }), 'generate');
  expect([told.code, told.stderr]).toEqual([0, expect.stringContaining('[policy-wildcard]')]);
  const accepted = runProgram(temporaryFolder({ 'irsa.yaml': statement('"s3:*"', 'accept: [policy-wildcard]\n') }), 'generate');
  expect([accepted.code, accepted.stderr]).toEqual([0, expect.not.stringContaining('[policy-wildcard]')]);
});

test('a spec without statements does not load the list of actions', () => {
  const folder = temporaryFolder({
    'with/irsa.yaml': statement('s3:PutObject'),
    'without/irsa.yaml': app('grants:\n  - s3: { bucket: my-bucket, access: read }\n'),
  });
  for (const part of ['bin', 'dist']) cpSync(join(root, part), join(folder, part), { recursive: true });
  const chunks = join(folder, 'dist', 'program');
  const holding = readdirSync(chunks).filter((file) => readFileSync(join(chunks, file), 'utf8').includes('storagelensconfiguration'));
  expect(holding).toHaveLength(1);
  for (const file of holding) rmSync(join(chunks, file));
  const generate = (where: string) =>
    spawnSync(process.execPath, [join(folder, 'bin', 'create-irsa.js'), 'generate', where], { cwd: folder, encoding: 'utf8' }).status;
  expect(generate('without')).toBe(0);
  expect(generate('with')).toBe(70);
});
