import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readTemplates } from '../../src/cli/templates.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const messagesOf = async (folder: string) => (await readTemplates(folder)).problems.map(({ message }) => message);

describe('the folder of --templates', () => {
  test('holds templates by kind, in itself or below terraform/, and links among them', async () => {
    const folder = temporaryFolder({ 'output.hbs': 'x', 'terraform/policy.hbs': 'y', '.git/config': 'z' });
    symlinkSync('output.hbs', join(folder, 'variable.hbs'));
    const { value, problems } = await readTemplates(folder);
    expect(problems).toEqual([]);
    expect(Object.keys(value ?? {}).sort()).toEqual(['output', 'policy', 'variable']);
  });

  test('brings in nothing from elsewhere by a link', async () => {
    const secret = temporaryFolder({ credentials: 'aws_secret_access_key = x' });
    const folder = temporaryFolder({ 'policy.hbs': 'y' });
    symlinkSync(join(secret, 'credentials'), join(folder, 'output.hbs'));
    expect(await messagesOf(folder)).toEqual([
      `The template ${join(folder, 'output.hbs')} cannot be read: it is a symlink that leads out of the folder.`,
    ]);
  });

  test('names every one that cannot be read: links to nowhere, pipes, folders of that name', async () => {
    const folder = temporaryFolder({});
    symlinkSync('nowhere', join(folder, 'output.hbs'));
    mkdirSync(join(folder, 'inner'));
    symlinkSync('inner', join(folder, 'policy.hbs'));
    execFileSync('mkfifo', [join(folder, 'variable.hbs')]);
    expect((await messagesOf(folder)).map((message) => /: (.*)\./.exec(message)?.[1])).toEqual([
      'it is not there',
      'it is a folder',
      'it is no regular file',
    ]);
  });

  test('must be there', async () => {
    expect(await messagesOf(join(temporaryFolder(), 'nowhere'))).toEqual([expect.stringContaining('cannot be read: it is not there')]);
  });
});
