import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { withHeader } from '../../../src/emit/header.ts';
import { emptyFacts } from '../../../src/plan/repo-facts.ts';
import { sha256 } from '../../../src/repo/digest.ts';
import { scanRoot } from '../../../src/repo/scan/scan-root.ts';
import { folder } from '../support/folder.ts';

describe('of the files of a folder, the scan', () => {
  test('reports broken files by line and column, and reads the others', async () => {
    const { facts, problems } = await scanRoot(
      folder({
        'a.tf': 'resource "x" "y" {\n}}\n',
        'b.tf': 'variable "b" {}\n',
        'c.tf.json': '{\n  "a": oops }',
        'd.tf.json': '{',
        'e.tf': 'module "x" {\n',
      }),
    );
    expect(facts.addresses).toEqual(['var.b']);
    expect(problems.map(({ severity, file, line, column }) => ({ severity, file, line, column }))).toEqual([
      { severity: 'warning', file: 'a.tf', line: 2, column: 2 },
      { severity: 'warning', file: 'c.tf.json', line: 2, column: 8 },
      { severity: 'warning', file: 'd.tf.json', line: 1, column: 2 },
      { severity: 'warning', file: 'e.tf', line: 2, column: 1 },
    ]);
  });

  test('passes over symlinks that lead nowhere with a warning, and over folders without one', async () => {
    const at = folder({ 'main.tf': 'variable "x" {}\n' });
    symlinkSync('nowhere', join(at, 'gone.tf'));
    mkdirSync(join(at, 'folder.tf'));
    const { facts, problems } = await scanRoot(at);
    expect(facts.addresses).toEqual(['var.x']);
    expect(problems).toMatchObject([{ code: 'terraform-unreadable', file: 'gone.tf' }]);
  });

  test('waits for no pipe, and reads no device to its end, which never comes', async () => {
    const at = folder({ 'main.tf': 'variable "x" {}\n' });
    execFileSync('mkfifo', [join(at, 'pipe.tf')]);
    symlinkSync('/dev/zero', join(at, 'zero.tf'));
    symlinkSync('/dev/zero', join(at, '.terraform.lock.hcl'));
    const { facts, problems } = await scanRoot(at);
    expect(facts.addresses).toEqual(['var.x']);
    expect(problems.map(({ message }) => message)).toEqual([
      'pipe.tf cannot be read, so what it declares is not known here: it is no regular file.',
      'zero.tf cannot be read, so what it declares is not known here: it is no regular file.',
    ]);
  });

  test('reports a folder of which it cannot know what is in it, since that would be written again', async () => {
    const { problems } = await scanRoot(join(folder(), 'x'.repeat(300)));
    expect(problems).toMatchObject([{ code: 'not-readable', severity: 'error' }]);
    expect((await scanRoot(join(folder(), 'not', 'yet'))).problems).toEqual([]);
  });

  test('leaves out files that create-irsa wrote, edited since or not', async () => {
    const content = withHeader(
      { path: 'irsa-x.tf', content: 'module "irsa_x" {\n  source = "s"\n}\n', comments: 'hash' },
      'irsa.yaml',
      sha256,
    );
    const { facts } = await scanRoot(
      folder({ 'irsa-x.tf': content, 'irsa-y.tf': content.replace('irsa_x', 'irsa_y'), 'main.tf': 'variable "x" {}' }),
    );
    expect(facts).toEqual({ ...emptyFacts, addresses: ['var.x'] });
  });

  test('merges override files into what they override', async () => {
    const { facts } = await scanRoot(
      folder({
        'a_override.tf': 'module "eks" {\n  version = "21.0.0"\n}\nterraform {\n  required_providers {\n    aws = "~> 6.0"\n  }\n}\n',
        'main.tf':
          'module "eks" {\n  source = "s"\n  version = "20.0.0"\n}\nterraform {\n  required_providers {\n    aws = "~> 5.0"\n    tls = "~> 4.0"\n  }\n}\n',
      }),
    );
    expect(facts.modules).toEqual([{ label: 'eks', source: 's', version: '21.0.0', at: { file: 'main.tf', line: 1 } }]);
    expect(Object.entries(facts.requiredProviders).map(([name, { version }]) => [name, version])).toEqual([
      ['aws', '~> 6.0'],
      ['tls', '~> 4.0'],
    ]);
  });

  test('reads OpenTofu files in place of the Terraform files they shadow', async () => {
    const { facts } = await scanRoot(folder({ 'a.tf': 'variable "tf" {}', 'a.tofu': 'variable "tofu" {}', 'b.tf': 'variable "b" {}' }));
    expect(facts).toEqual({ ...emptyFacts, addresses: ['var.b', 'var.tofu'], openTofu: true });
  });

  test('ignores files that Terraform ignores', async () => {
    const { facts } = await scanRoot(
      folder({ '.hidden.tf': 'variable "a" {}', 'x.tf~': 'variable "b" {}', '#x.tf#': 'variable "c" {}', 'x.tfvars': 'd = 1', 'm.tf': '' }),
    );
    expect(facts.addresses).toEqual([]);
  });

  test('reads junk without falling over', async () => {
    const junk = Array.from({ length: 50_000 }, (_, i) => String.fromCharCode((i * 7919) % 256)).join('');
    const { problems } = await scanRoot(
      folder({ 'junk.tf': junk, 'nul.tf': '\0\0\0', 'deep.tf.json': '['.repeat(100_000), 'open.tf': 'a = '.concat('['.repeat(20_000)) }),
    );
    expect(problems.map((p) => p.file)).toEqual(['deep.tf.json', 'junk.tf', 'nul.tf', 'open.tf']);
  });

  (process.getuid?.() === 0 ? test.skip : test)('reports a file that it may not read', async () => {
    const at = folder({ 'main.tf': 'variable "x" {}\n' });
    chmodSync(join(at, 'main.tf'), 0);
    expect((await scanRoot(at)).problems).toMatchObject([{ code: 'terraform-unreadable' }]);
  });
});
