import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseArguments } from '../../src/cli/arguments.ts';
import { askWith } from '../../src/cli/ask.ts';
import { openDesk, run } from '../../src/cli/commands/create.ts';
import { Interrupted } from '../../src/wizard/asker.ts';
import { CTRL_C, scriptedAsker, type Line } from '../support/scripted-asker.ts';
import { silentTerminal } from '../support/silent-terminal.ts';
import { filesIn, temporaryFolder } from '../support/temporary-folder.ts';

const MAIN = `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}

module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 20.0"
}
`;

/** With the flags, as typed. */
async function create(folder: string, ...argv: string[]) {
  const args = parseArguments([folder, ...argv], () => true).value;
  if (args === undefined) throw new Error(`not a command line: ${argv.join(' ')}`);
  const terminal = silentTerminal();
  return { code: await run(args, terminal), told: terminal.told.join('\n') };
}

/** With the wizard. */
async function ask(folder: string, script: readonly Line[], ...argv: string[]) {
  const args = parseArguments([folder, ...argv], () => true).value;
  const desk = args && (await openDesk(args)).value;
  if (args === undefined || desk === undefined) throw new Error('not a command line');
  const asker = scriptedAsker(script);
  const terminal = silentTerminal();
  const code = await askWith(asker, desk, args, terminal);
  return { code, told: terminal.told.join('\n'), asker };
}

const answers: readonly Line[] = [
  ['Name of the EKS cluster', 'production'],
  ['region', 'us-east-1'],
  ['add-ons', ['external-dns']],
  ['hosted zones', 'Z0123456789ABC, ref:aws_route53_zone.main.arn'],
  ['Does an application', true],
  ['Name of the application', 'my-app'],
  ['Its namespace', 'production'],
  ['Its ServiceAccount', 'my-app-sa'],
  ['What may', 's3'],
  ['Which bucket', 'my-bucket'],
  ['with the objects', 'read-write'],
  ['anything more', ['prefix']],
  ['prefix', 'my-app/'],
];

const FLAGS = ['--yes', '--cluster', 'production', '--region', 'us-east-1', '--add-on', 'external-dns.hostedZones=Z0123456789ABC'];

describe('the wizard', () => {
  test('writes irsa.yaml and what it generates, by reference to what is there', async () => {
    const folder = temporaryFolder({ 'main.tf': MAIN });
    const { code, told, asker } = await ask(folder, [...answers, ['Write', 'show'], ['Write', true]]);
    expect(code).toBe(0);
    const files = filesIn(folder);
    expect(Object.keys(files)).toEqual(expect.arrayContaining(['irsa.yaml', 'irsa-external-dns.tf', 'irsa-my-app.tf', 'main.tf']));
    expect(files['main.tf']).toBe(MAIN);
    expect(files['irsa-my-app.tf']).toContain('module.eks.oidc_provider_arn');
    expect(
      Object.values(files)
        .join('')
        .match(/required_providers/g),
    ).toHaveLength(1);
    expect(asker.said.join('\n')).toContain('Roles are made by terraform-aws-modules/iam 5.60.0.');
    expect(told).toMatch(
      /\+ {2}my-app:[\s\S]*create {4}irsa\.yaml +\+\d+[\s\S]*\+ {2}source {2}= "terraform-aws-modules\/iam[\s\S]*Wrote \d+ files[\s\S]*Next, in[\s\S]*npx create-irsa/,
    );
  });

  test('the line it prints makes the same in a fresh copy, and changes nothing here', async () => {
    const folder = temporaryFolder({ 'main.tf': MAIN });
    const { told } = await ask(folder, answers);
    const line = told.slice(told.indexOf(`npx create-irsa ${folder}`));
    const words = execFileSync('sh', ['-c', `npx() { printf '%s\\0' "$@"; }; ${line}`])
      .toString()
      .split('\0')
      .slice(0, -1);
    expect(words.slice(0, 3)).toEqual(['create-irsa', folder, '--yes']);

    const copy = temporaryFolder({ 'main.tf': MAIN });
    expect((await create(copy, ...words.slice(2))).code).toBe(0);
    expect(filesIn(copy)).toEqual(filesIn(folder));

    const again = await create(folder, ...words.slice(2));
    expect(again).toMatchObject({ code: 0, told: expect.stringContaining('Nothing to do') });
  });

  test('writes nothing when the files are declined, and still prints the line', async () => {
    const folder = temporaryFolder({ 'main.tf': MAIN });
    const { code, told } = await ask(folder, [...answers, ['Write', 'no']]);
    expect(code).toBe(0);
    expect(Object.keys(filesIn(folder))).toEqual(['main.tf']);
    expect(told).toContain('npx create-irsa');
  });

  test('leaves the disk as it was wherever Ctrl-C is pressed', async () => {
    const folder = temporaryFolder({ 'main.tf': MAIN });
    const { asker } = await ask(folder, answers, '--dry-run');
    for (const [at, question] of asker.asked.entries()) {
      const script: Line[] = answers.filter(([words]) => asker.asked.slice(0, at).some((before) => before.includes(words)));
      await expect(ask(folder, [[question, CTRL_C], ...script])).rejects.toBeInstanceOf(Interrupted);
    }
    await expect(ask(folder, [...answers, ['Write', CTRL_C]])).rejects.toBeInstanceOf(Interrupted);
    expect(Object.keys(filesIn(folder))).toEqual(['main.tf']);
  });

  test('keeps the comments of an irsa.yaml, and removes what is unpicked only on consent', async () => {
    const folder = temporaryFolder({ 'main.tf': MAIN });
    await ask(folder, answers);
    const file = join(folder, 'irsa.yaml');
    writeFileSync(file, `${readFileSync(file, 'utf8')}# the end\n`);
    const unpick: readonly Line[] = [['add-ons', []]];
    await ask(folder, [...unpick, ['Remove', false]]);
    expect(filesIn(folder)).toHaveProperty(['irsa-external-dns.tf']);
    expect(readFileSync(file, 'utf8')).toMatch(/# the end/);
    expect(readFileSync(file, 'utf8')).not.toMatch(/external-dns/);
    await ask(folder, [['Remove', true]]);
    expect(filesIn(folder)).not.toHaveProperty(['irsa-external-dns.tf']);
  });

  test('flags fill in the questions', async () => {
    const folder = temporaryFolder({ 'main.tf': MAIN });
    const { code } = await ask(folder, [['Does an application', false]], ...FLAGS.slice(1));
    expect(code).toBe(0);
    expect(filesIn(folder)['irsa.yaml']).toContain('us-east-1');
  });
});

describe('--yes', () => {
  test('lists every answer that is missing, with its flag, and writes nothing', async () => {
    const folder = temporaryFolder();
    const { code, told } = await create(folder, '--yes', '--add-on', 'external-dns');
    expect(code).toBe(2);
    expect(told.match(/\[missing-answer\]/g)).toHaveLength(3);
    for (const flag of ['--cluster NAME', '--region REGION', '--add-on external-dns.hostedZones=']) expect(told).toContain(flag);
    expect(filesIn(folder)).toEqual({});
  });

  test('tells what is wrong with an answer by its flag', async () => {
    const folder = temporaryFolder();
    const { code, told } = await create(folder, ...FLAGS.map((word) => (word === 'us-east-1' ? 'us-east-1a' : word)));
    expect(code).toBe(2);
    expect(told).toContain('--region (clusters.production.region)  error');
    expect(told).not.toContain('irsa.yaml:');
    expect(filesIn(folder)).toEqual({});
  });

  test('makes a folder that is not there', async () => {
    const folder = join(temporaryFolder(), 'new', 'one');
    expect((await create(folder, ...FLAGS)).code).toBe(0);
    expect(Object.keys(filesIn(folder))).toContain('irsa.yaml');
  });

  test('merges into an irsa.yaml; a contradiction is shown and stops, unless forced', async () => {
    const folder = temporaryFolder();
    await create(folder, ...FLAGS);
    const file = join(folder, 'irsa.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('region: us-east-1', 'region: us-east-1 # home'));
    expect((await create(folder, '--yes', '--add-on', 'aws-ebs-csi-driver')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toMatch(/us-east-1 # home[\s\S]*aws-ebs-csi-driver/);

    const before = filesIn(folder);
    const refused = await create(folder, '--yes', '--region', 'us-west-2');
    expect(refused.code).toBe(3);
    expect(refused.told).toMatch(/-\s+region: us-east-1 # home\n\+\s+region: us-west-2 # home/);
    expect(filesIn(folder)).toEqual(before);
    expect((await create(folder, '--yes', '--region', 'us-west-2', '--force')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('region: us-west-2 # home');
  });

  test('a broken irsa.yaml is reported with its place and left alone', async () => {
    const folder = temporaryFolder({ 'irsa.yaml': 'version: 1\nclusters: [\n' });
    const { code, told } = await create(folder, ...FLAGS);
    expect(code).toBe(2);
    expect(told).toMatch(/irsa\.yaml:\d+:\d+ {2}error/);
    expect(filesIn(folder)).toEqual({ 'irsa.yaml': 'version: 1\nclusters: [\n' });
  });

  test('without it and without a terminal, says so and lists the answers', async () => {
    const { code, told } = await create(temporaryFolder());
    expect(code).toBe(2);
    expect(told).toMatch(/no terminal[\s\S]*--cluster NAME/);
  });
});
