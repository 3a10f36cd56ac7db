import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { typing } from '../support/scripted-asker.ts';
import { filesIn, temporaryFolder } from '../support/temporary-folder.ts';
import { silentTerminal } from '../support/silent-terminal.ts';
import { execute } from '../../src/cli/execute.ts';
import { ask, create, FLAGS, MAIN } from './support/asking.ts';

describe('--yes', () => {
  test('lists every answer that is missing, with its flag, and writes nothing', async () => {
    const folder = temporaryFolder();
    const { code, told } = await create(folder, '--yes', '--add-on', 'external-dns');
    expect(code).toBe(2);
    expect(told.match(/\[missing-answer\]/g)).toHaveLength(3);
    for (const flag of ['--cluster NAME', '--region REGION', '--add-on external-dns.hostedZones=']) expect(told).toContain(flag);
    expect(filesIn(folder)).toEqual({});
  });

  test('lists what is wrong with the others beside those that are missing, or that cannot be read', async () => {
    const wrong = ['--yes', '--cluster', 'a', '--region', 'mars', '--iam', '9', '--pin', 'none', '--app', 'x:n/x'];
    const missing = await create(temporaryFolder(), ...wrong, '--grant', 'x:s3:bucket=my-bucket', '--add-on', 'external-dns');
    for (const told of ['--region (', '--iam (', '--pin (', 'hostedZones=', '--grant x:s3:bucket=my-bucket,access=read'])
      expect(missing.told).toContain(told);
    expect(missing.told.match(/\[missing-answer\]/g)).toHaveLength(2);
    expect(missing.told).not.toContain('missing-key');

    const unreadable = await create(temporaryFolder(), ...wrong, '--tag', 'team');
    for (const told of ['--region (', '--iam (', '--pin (', '`--tag team`']) expect(unreadable.told).toContain(told);
    expect([missing.code, unreadable.code]).toEqual([2, 2]);
  });

  test('lists what is missing beside flags that cannot be read, and nothing twice', async () => {
    const folder = temporaryFolder();
    const { code, told } = await create(folder, '--yes', '--app', 'my-app', '--tag', 'team', '--add-on', 'external-dns');
    expect(code).toBe(2);
    for (const said of ['`--app my-app`', '`--tag team`', '--cluster NAME', '--region REGION', '--add-on external-dns.hostedZones='])
      expect(told).toContain(said);
    // The app that cannot be read is no app that is missing.
    expect((await create(folder, '--yes', '--app', 'my-app')).told).not.toContain('There is no add-on and no application');
    const option = await create(folder, '--yes', '--add-on', 'external-dns', '--add-on', 'external-dns.hostedZnes=Z1');
    expect(option.told).toContain('--add-on external-dns.hostedZones=');
    expect(filesIn(folder)).toEqual({});
  });

  test.each([
    ['a misspelt flag', ['--regoin', 'us-east-1'], 'There is no flag `--regoin`'],
    ['a flag without a value', ['--region'], '`--region` needs a value'],
  ])('lists what is missing beside %s', async (_, flags, found) => {
    const terminal = silentTerminal();
    expect(await execute(['--yes', '--iam', '9', ...flags], terminal)).toBe(2);
    const told = terminal.told.join('\n');
    for (const said of [found, '--iam (', '--cluster NAME', '--add-on ID']) expect(told).toContain(said);
    expect(told).not.toContain('The region of the cluster is missing');
  });

  test('lists nothing more of a command line that asks', async () => {
    const terminal = silentTerminal();
    await execute(['--regoin', 'us-east-1'], terminal);
    expect(terminal.told.join('\n')).not.toContain('missing-answer');
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

  test('writes down whose labels are plain as soon as a second cluster joins', async () => {
    const folder = temporaryFolder();
    const spec = () => readFileSync(join(folder, 'irsa.yaml'), 'utf8');
    await create(folder, ...FLAGS);
    expect(spec()).not.toContain('primary');
    const joining = ['--yes', '--cluster', 'staging', '--region', 'us-east-1'];
    const { code, told } = await create(folder, ...joining);
    expect([code, told]).toEqual([0, expect.not.stringContaining('primary-not-said')]);
    expect(spec()).toMatch(/^primary: production$/m);
    expect((await create(folder, ...joining)).told).toContain('Nothing to do');
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

describe('--yes in a folder with one cluster', () => {
  const PROVIDER = 'provider "aws" {\n  region = "eu-west-1"\n}\n';
  const APP = ['--yes', '--app', 'my-app:production/my-app', '--grant', 'my-app:sqs:queue=jobs,access=consume'];
  const named = MAIN.replace('"~> 20.0"', '"~> 20.0"\n  cluster_name = "production"');
  const specOf = (folder: string) => filesIn(folder)['irsa.yaml'] ?? '';

  test('takes the cluster and the region that the wizard would propose, and says where from', async () => {
    const folder = temporaryFolder({ 'main.tf': named, 'providers.tf': PROVIDER });
    const { code, told } = await create(folder, ...APP);
    expect(code).toBe(0);
    expect(told.replaceAll('\n', ' ')).toContain(
      'Taken from this folder: the cluster production from module "eks" (main.tf:10); its region, eu-west-1, from provider "aws" (providers.tf:1).',
    );
    expect(specOf(folder)).toContain('  production:\n    region: eu-west-1\n    from: { module: eks }\n');
    const wizard = temporaryFolder({ 'main.tf': named, 'providers.tf': PROVIDER });
    await ask(wizard, [
      ['add-ons need', []],
      ['applications', 'production/my-app'],
      ['What may', [typing('sqs:jobs')]],
      ['with the', 'consume'],
    ]);
    const clusterOf = (spec: string) => /^clusters:[\s\S]*?\n\n/m.exec(spec)?.[0];
    expect(clusterOf(specOf(folder))).toBe(clusterOf(specOf(wizard)));
    // Now that it is said, nothing is taken.
    expect((await create(folder, ...APP)).told).not.toContain('Taken from this folder');
  });

  test('takes a resource likewise', async () => {
    const cluster = 'resource "aws_eks_cluster" "main" {\n  name = "blue"\n}\n';
    const folder = temporaryFolder({ 'main.tf': cluster, 'providers.tf': PROVIDER });
    expect((await create(folder, ...APP)).code).toBe(0);
    expect(specOf(folder)).toContain('  blue:\n    region: eu-west-1\n    from: { resource: main }\n');
  });

  test('lets flags speak of the cluster that is taken', async () => {
    const folder = temporaryFolder({ 'main.tf': named });
    const { told, code } = await create(folder, ...APP, '--region', 'us-west-2', '--account-id', '111122223333');
    expect([code, told]).toEqual([0, expect.not.stringContaining('provider "aws"')]);
    expect(specOf(folder)).toMatch(/production:\n {4}region: us-west-2\n[\s\S]*accountId: "111122223333"/);
  });

  test('takes the region alone for clusters that flags name', async () => {
    const folder = temporaryFolder({ 'providers.tf': PROVIDER });
    const { code, told } = await create(folder, ...APP, '--cluster', 'a');
    expect(code).toBe(0);
    expect(told).toContain('the region of a, eu-west-1, from provider');
    expect(specOf(folder)).toContain('  a:\n    region: eu-west-1\n');
  });

  test('says what the folder leaves open', async () => {
    const nameless = await create(temporaryFolder({ 'main.tf': MAIN, 'providers.tf': PROVIDER }), ...APP);
    expect(nameless.told).toContain('The name of the EKS cluster is missing: module "eks" (main.tf:10) does not say it.');
    expect(nameless.told).not.toContain('region of the cluster is missing');
    const two = await create(
      temporaryFolder({ 'main.tf': named + named.slice(named.indexOf('module')).replace('"eks"', '"other"') }),
      ...APP,
    );
    expect(two).toMatchObject({ code: 2, told: expect.stringContaining('The EKS cluster is missing.') });
  });

  test('asks nothing of the surroundings, and leaves the wizard to ask', async () => {
    process.env['AWS_REGION'] = 'ap-south-1';
    try {
      const { told } = await create(temporaryFolder({ 'main.tf': named }), ...APP);
      expect(told).toContain('The region of production is missing.');
    } finally {
      delete process.env['AWS_REGION'];
    }
  });
});

describe('in a folder whose spec extends and includes', () => {
  const BASE = '# shared\nclusters: { production: { region: us-east-1 } }\naddOns:\n  external-dns: { hostedZones: [Z0123456789ABC] }\n';
  const TEAM = '# of a team\napps: { pay: { namespace: payments, grants: [{ sqs: { queue: q, access: consume } }] } }\n';
  const OWN = 'version: 1\n# ours\nextends: ../base.irsa.yaml # all clusters\ninclude: [apps/*.irsa.yaml]\n';

  function shared(): { readonly top: string; readonly folder: string; readonly own: () => string } {
    const top = temporaryFolder({
      'base.irsa.yaml': BASE,
      'production/irsa.yaml': OWN,
      'production/apps/pay.irsa.yaml': TEAM,
      '.git/HEAD': '',
    });
    return { top, folder: join(top, 'production'), own: () => readFileSync(join(top, 'production/irsa.yaml'), 'utf8') };
  }

  test('only irsa.yaml is edited, by what is new, and comments stay', async () => {
    const { top, folder, own } = shared();
    const { code, told } = await create(
      folder,
      '--yes',
      '--cluster',
      'production',
      '--region',
      'us-east-1',
      '--add-on',
      'aws-ebs-csi-driver',
    );
    expect({ code, told }).toMatchObject({ code: 0 });
    expect(own()).toBe(
      OWN.replace('version: 1\n', 'version: 1\ntoolVersion: 0.0.0-test\n') +
        '\n# Add-ons that need AWS permissions (npx create-irsa catalog lists them).\naddOns:\n  aws-ebs-csi-driver: {}\n',
    );
    expect(filesIn(top)).toMatchObject({ 'base.irsa.yaml': BASE, 'production/apps/pay.irsa.yaml': TEAM });
    expect(Object.keys(filesIn(folder))).toEqual(
      expect.arrayContaining(['irsa-external-dns.tf', 'irsa-aws-ebs-csi-driver.tf', 'irsa-pay.tf']),
    );
  });

  test('a contradiction of the base is one too; forced, it is said in irsa.yaml', async () => {
    const { top, folder, own } = shared();
    expect(await create(folder, '--yes', '--region', 'us-west-2')).toMatchObject({
      code: 3,
      told: expect.stringContaining('clusters.production.region is "us-east-1"'),
    });
    expect((await create(folder, '--yes', '--region', 'us-west-2', '--force')).code).toBe(0);
    expect(own()).toContain('production:\n    region: us-west-2\n');
    expect(filesIn(top)['base.irsa.yaml']).toBe(BASE);
  });

  test('the wizard offers what they say, and says what cannot be taken away here', async () => {
    const { folder, own } = shared();
    const { code, asker } = await ask(folder, [
      ['like to change', 'Add or remove add-ons'],
      ['add-ons need', ['aws-ebs-csi-driver']],
      ['Write', 'yes'],
    ]);
    expect(code).toBe(0);
    expect(asker.said.join('\n')).toContain(
      `addOns.external-dns stays: a file says it that ${join(folder, 'irsa.yaml')} extends or includes.`,
    );
    expect(own()).toContain('# ours');
    expect(own()).not.toMatch(/external-dns|pay:|us-east-1/);
    expect(Object.keys(filesIn(folder))).toEqual(expect.arrayContaining(['irsa-external-dns.tf', 'irsa-pay.tf']));
  });

  test('an app of a fragment is changed in the fragment', async () => {
    const { top, folder } = shared();
    const before = filesIn(top);
    const { code, told } = await create(folder, '--yes', '--grant', 'pay:sns:topic=t,access=publish');
    expect({ code, told }).toMatchObject({ code: 2, told: expect.stringContaining('There is an app "pay" already') });
    expect(filesIn(top)).toEqual(before);
  });

  test('what they lack is told with their line, and nothing is written', async () => {
    const { top, folder } = shared();
    writeFileSync(join(top, 'base.irsa.yaml'), BASE.replace('us-east-1', 'nowhere'));
    const { code, told } = await create(folder, '--yes', '--add-on', 'aws-ebs-csi-driver');
    expect({ code, told }).toMatchObject({ code: 2, told: expect.stringMatching(/base\.irsa\.yaml:2:\d+ {2}error/) });
    expect(Object.keys(filesIn(folder))).toEqual(['apps/pay.irsa.yaml', 'irsa.yaml']);
  });
});
