import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { BACK, typing, type Line } from '../support/scripted-asker.ts';
import { filesIn, temporaryFolder } from '../support/temporary-folder.ts';
import { answers, ask, create, FLAGS, MAIN } from './support/asking.ts';

/** The line at the end, as a shell reads it: all that follows the folder. */
function wordsOf(told: string, folder: string): string[] {
  const line = told.slice(told.indexOf(`npx create-irsa ${folder}`));
  const words = execFileSync('sh', ['-c', `npx() { printf '%s\\0' "$@"; }; ${line}`])
    .toString()
    .split('\0')
    .slice(0, -1);
  expect(words.slice(0, 3)).toEqual(['create-irsa', folder, '--yes']);
  return words.slice(2);
}

describe('the wizard', () => {
  test('writes irsa.yaml and what it generates, by reference to what is there', async () => {
    const folder = temporaryFolder({ 'main.tf': MAIN });
    const { code, told, asker } = await ask(folder, [...answers, ['Write', 'show'], ['Write', 'yes']]);
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
    expect(asker.said.join('\n')).toMatch(
      /\+ {2}my-app:[\s\S]*create {4}irsa\.yaml +\+\d+[\s\S]*iam 5\.60\.0 makes the roles: 6\.x does not fit[\s\S]*\+ {2}source {2}= "terraform-aws-modules\/iam/,
    );
    expect(told).toMatch(/Wrote \d+ files[\s\S]*Next, in[\s\S]*npx create-irsa/);
  });

  test('the line it prints makes the same in a fresh copy, and changes nothing here', async () => {
    const folder = temporaryFolder({ 'main.tf': MAIN });
    const { told } = await ask(folder, answers);
    const words = wordsOf(told, folder);

    const copy = temporaryFolder({ 'main.tf': MAIN });
    expect((await create(copy, ...words)).code).toBe(0);
    expect(filesIn(copy)).toEqual(filesIn(folder));

    const again = await create(folder, ...words);
    expect(again).toMatchObject({ code: 0, told: expect.stringContaining('Nothing to do') });
  });

  test.each([
    ['left to others', []],
    [
      'created',
      [
        ['Write', 'Change something'],
        ['like to change', 'Namespaces'],
        ['shall Terraform create', ['shop']],
        ['Write', 'yes'],
      ],
    ],
  ] as [string, Line[]][])('the line it prints gives the same spec byte for byte, with namespaces %s', async (is, more) => {
    const folder = temporaryFolder({ 'main.tf': MAIN });
    const app: Line[] = [
      ['applications', 'orders:shop/orders'],
      ['What may orders', [typing('sqs:jobs')]],
      ['with the', 'consume'],
    ];
    const { told } = await ask(folder, [...answers.slice(0, 2), ['add-ons need', []], ...app, ...more]);
    const copy = temporaryFolder({ 'main.tf': MAIN });
    expect((await create(copy, ...wordsOf(told, folder))).code).toBe(0);
    const spec = filesIn(folder)['irsa.yaml'];
    expect(filesIn(copy)['irsa.yaml']).toBe(spec);
    expect(spec?.includes('create: true')).toBe(is === 'created');
  });

  test('leaves a namespace to others as --yes does, and both say so', async () => {
    const [wizard, flags] = [temporaryFolder({ 'main.tf': MAIN }), temporaryFolder({ 'main.tf': MAIN })];
    const asked = await ask(wizard, answers);
    const typed = await create(flags, ...FLAGS, '--from', 'module:eks', '--app', 'my-app:production/my-app-sa');
    for (const { code, told } of [asked, typed])
      expect([code, told]).toEqual([0, expect.stringMatching(/nothing here\s+makes\s+that\s+namespace/)]);
    for (const folder of [wizard, flags]) expect(filesIn(folder)['irsa.yaml']).not.toContain('namespaces:');
  });

  test('says of a folder that is not there that it will be made, and makes it', async () => {
    const folder = join(temporaryFolder({ 'main.tf': MAIN }), 'new');
    const { code, asker } = await ask(folder, [['Which EKS cluster', 'us-east-1/production'], ...answers.slice(2)]);
    expect(code).toBe(0);
    expect(asker.said.join('\n')).toContain(`${folder} is a new folder: it is made when something is written.`);
    expect(Object.keys(filesIn(folder))).toContain('irsa.yaml');
  });

  test('something can be changed before it is written, and what cannot be written leads there too', async () => {
    const folder = temporaryFolder({ 'main.tf': MAIN, 'irsa-my-app.tf': '# ours\n' });
    const { code } = await ask(folder, [
      ...answers,
      ['cannot be written', 'Change something'],
      ['like to change', 'my-app'],
      ['What shall change of my-app', 'Remove my-app'],
      ['Write', 'Change something'],
      ['like to change', 'Add applications'],
      ['applications', 'shop/web'],
      ['Write', 'yes'],
    ]);
    expect(code).toBe(0);
    expect(Object.keys(filesIn(folder))).toEqual(expect.arrayContaining(['irsa-web.tf', 'irsa-external-dns.tf']));
    expect(filesIn(folder)['irsa-my-app.tf']).toBe('# ours\n');
  });

  test('going back reaches over what was shown, and nothing of the answer before is left', async () => {
    const folder = temporaryFolder({ 'main.tf': MAIN });
    const { code } = await ask(folder, [...answers, ['Write', BACK], ['prefix', BACK], ['anything more', []], ['Write', 'yes']]);
    expect(code).toBe(0);
    expect(filesIn(folder)['irsa.yaml']).toContain('- s3: { bucket: my-bucket, access: read-write }');
  });

  test('flags fill in the answers', async () => {
    const folder = temporaryFolder({ 'main.tf': MAIN });
    const { code, asker } = await ask(folder, [], ...FLAGS.slice(1));
    expect(code).toBe(0);
    expect(asker.asked).toEqual([
      'Which add-ons need permissions?',
      'Which applications of yours need permissions?',
      'Write 9 files, not all of them shown?',
    ]);
    expect(filesIn(folder)['irsa.yaml']).toContain('us-east-1');
  });
});

describe('the quick start needs at most six answers', () => {
  const example = {
    'main.tf': `${MAIN.replace(/\}\n$/, '  cluster_name = "production"\n}\n')}
provider "aws" {
  region = "us-east-1"
}

resource "aws_s3_bucket" "mine" {
  bucket = "my-bucket"
}
`,
  };

  test('for an application with a bucket, in a repository with both', async () => {
    const folder = temporaryFolder(example);
    const { code, asker } = await ask(folder, [
      ['applications', 'production/my-app'],
      ['What may', ['aws_s3_bucket.mine']],
    ]);
    expect(code).toBe(0);
    expect(asker.asked).toHaveLength(6);
    expect(filesIn(folder)['irsa-my-app.tf']).toContain('aws_s3_bucket.mine.arn');
  });

  test('for the same in an empty folder', async () => {
    const folder = temporaryFolder();
    const { code, asker } = await ask(folder, [
      ['Which EKS cluster', 'us-east-1/production'],
      ['applications', 'production/my-app'],
      ['What may', [typing('s3:my-bucket')]],
    ]);
    expect(code).toBe(0);
    expect(asker.asked).toHaveLength(6);
    expect(filesIn(folder)['irsa-my-app.tf']).toContain('my-bucket');
  });

  test('for an add-on that must be told something', async () => {
    const folder = temporaryFolder(example);
    const { code, asker } = await ask(folder, [
      ['add-ons need', ['external-dns']],
      ['hosted zones', 'Z0123456789ABC'],
    ]);
    expect(code).toBe(0);
    expect(asker.asked).toHaveLength(5);
  });
});

describe('a migration, in a folder that has a spec', () => {
  const TO_POD_IDENTITY = 'Workloads from IRSA to EKS Pod Identity, phase by phase';

  async function generated(): Promise<string> {
    const folder = temporaryFolder({ 'main.tf': MAIN });
    expect((await ask(folder, answers)).code).toBe(0);
    return folder;
  }

  test('is one step, as its flags would make it, and the line says which', async () => {
    const folder = await generated();
    const before = filesIn(folder);
    const { code, told } = await ask(
      folder,
      [
        ['like to change', TO_POD_IDENTITY],
        ['Only some', ['my-app']],
        ['becomes of the roles', 'They stay'],
        ['Where is what is applied', 'Nothing is applied yet'],
      ],
      '--dry-run',
    );
    expect(told).toMatch(/my-app[\s\S]*Nothing was written: this was a dry run\./);
    expect(code).toBe(0);
    expect(told).toContain(`migrate pod-identity ${folder}`);
    expect(told).toMatch(/--workload my-app[\s\\]+--role keep[\s\\]+--dry-run/);
    expect(filesIn(folder)).toEqual(before);
  });

  test('is not on offer where something was changed already', async () => {
    const folder = await generated();
    const script: Line[] = [
      ['like to change', 'Add applications'],
      ['applications', 'orders:shop/orders'],
      ['What may orders', []],
      ['like to change', TO_POD_IDENTITY],
    ];
    await expect(ask(folder, script)).rejects.toThrow(`"${TO_POD_IDENTITY}" is not offered`);
  });

  test('goes back to the list of what can be changed', async () => {
    const folder = await generated();
    const { code, told } = await ask(folder, [
      ['like to change', 'Roles from iam 5.x to 6.x, nothing replaced'],
      ['Where is what is applied', BACK],
      ['like to change', 'Nothing more'],
    ]);
    expect([code, told]).toEqual([0, expect.stringContaining('Nothing to do')]);
  });
});
