import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { askAndAdd } from '../../src/cli/add/ask.ts';
import { openDesk } from '../../src/cli/add/desk.ts';
import { parseArguments } from '../../src/cli/arguments.ts';
import { run } from '../../src/cli/commands/add.ts';
import { scriptedAsker, typing, type Line } from '../support/scripted-asker.ts';
import { silentTerminal } from '../support/silent-terminal.ts';
import { filesIn, temporaryFolder } from '../support/temporary-folder.ts';

Object.assign(globalThis, { __VERSION__: '0.0.0-test' });

const SPEC = `# Ours. Ask Ada.
version:   1
clusters:
    blue: {region: eu-west-1,   from: {data: true}}   # the big one

addOns:   # keep sorted
    # external-dns: later
    cluster-autoscaler:
`;

const ZONE = 'external-dns.hostedZones=Z0123456789ABC';

const argsOf = (folder: string, argv: readonly string[]) => {
  const args = parseArguments(['add', ...argv, '--spec', folder], () => true).value;
  if (args === undefined) throw new Error(`not a command line: ${argv.join(' ')}`);
  return args;
};

/** With the flags, as typed. */
async function add(folder: string, ...argv: string[]) {
  let printed = '';
  const terminal = { ...silentTerminal(), print: (text: string) => void (printed += text) };
  const code = await run(argsOf(folder, argv), terminal);
  return { code, told: terminal.told.join('\n'), spec: filesIn(folder)['irsa.yaml'], printed };
}

/** In a terminal. */
async function ask(folder: string, script: readonly Line[], ...argv: string[]) {
  const { value: desk } = await openDesk(argsOf(folder, argv));
  if (desk === undefined) throw new Error('not a command line');
  const asker = scriptedAsker(script);
  const terminal = silentTerminal();
  const code = await askAndAdd(asker, desk, { terminal, dryRun: false, options: {} });
  return { code, asker, told: terminal.told.join('\n'), spec: filesIn(folder)['irsa.yaml'] ?? '' };
}

const withSpec = (more: Readonly<Record<string, string>> = {}) => temporaryFolder({ 'irsa.yaml': SPEC, ...more });

describe('create-irsa add', () => {
  test('puts an add-on into the spec, and writes what it generates', async () => {
    const folder = withSpec();
    const { code, spec } = await add(folder, 'external-dns', '--set', ZONE, '--yes');
    expect(code).toBe(0);
    expect(spec).toBe(`${SPEC}    external-dns: { hostedZones: [Z0123456789ABC] }\n`);
    expect(Object.keys(filesIn(folder))).toEqual(expect.arrayContaining(['irsa-external-dns.tf', 'irsa-outputs.tf']));
  });

  test('writes nothing where the spec says it already', async () => {
    const folder = withSpec();
    await add(folder, 'external-dns', '--set', ZONE, '--yes');
    const before = filesIn(folder);
    for (const flags of [[], ['--set', ZONE]]) {
      const { code, told } = await add(folder, 'external-dns', ...flags, '--yes');
      expect([code, told]).toEqual([0, expect.stringContaining('says external-dns already. Nothing was written.')]);
    }
    expect(filesIn(folder)).toEqual(before);
  });

  test('leaves files that are not as the spec says to generate, where it says it already', async () => {
    const folder = withSpec();
    const { code, told } = await add(folder, 'cluster-autoscaler', '--yes');
    expect([code, told.replaceAll('\n', ' ')]).toEqual([
      0,
      expect.stringMatching(/files are not as it says, which `create-irsa generate` mends/),
    ]);
    expect(filesIn(folder)).toEqual({ 'irsa.yaml': SPEC });
  });

  test('shows what contradicts the spec and stops, unless forced', async () => {
    const folder = withSpec();
    await add(folder, 'external-dns', '--set', ZONE, '--yes');
    const before = filesIn(folder);
    const refused = await add(folder, 'external-dns', '--set', 'external-dns.hostedZones=Z9', '--yes');
    expect(refused.code).toBe(3);
    expect(refused.told).toMatch(/-.*Z0123456789ABC.*\n\+.*\[Z9\]/);
    expect(filesIn(folder)).toEqual(before);
    const forced = await add(folder, 'external-dns', '--set', 'external-dns.hostedZones=Z9', '--yes', '--force');
    expect([forced.code, forced.spec]).toEqual([0, before['irsa.yaml']?.replace('Z0123456789ABC', 'Z9')]);
  });

  test('lists all that is missing at once, and only of what is added', async () => {
    const folder = withSpec();
    const { code, told } = await add(folder, 'external-dns', 'velero', '--yes');
    expect(code).toBe(2);
    for (const flag of ['--add-on external-dns.hostedZones=', '--add-on velero.']) expect(told).toContain(flag);
    const app = await add(folder, 'app', 'orders', 'cart', '--grant', 'orders:s3:bucket=orders', '--yes');
    expect(app.told.match(/\[missing-answer\]/g)).toHaveLength(3);
    expect(filesIn(folder)).toEqual({ 'irsa.yaml': SPEC });
  });

  test('asks nobody without a terminal, and says how to write', async () => {
    const folder = withSpec();
    const { code, told } = await add(folder, 'karpenter');
    expect([code, told]).toEqual([2, expect.stringContaining('Say --yes to write this, or --dry-run')]);
    expect((await add(folder, 'karpenter', '--dry-run')).code).toBe(0);
    expect(filesIn(folder)).toEqual({ 'irsa.yaml': SPEC });
  });

  test('answers as generate does with --json', async () => {
    const { printed } = await add(withSpec(), 'karpenter', '--yes', '--json');
    expect(JSON.parse(printed)).toMatchObject({
      version: 1,
      problems: [],
      specs: [{ changes: expect.arrayContaining([{ path: 'irsa.yaml', kind: 'update' }]) }],
    });
    const refused = await add(withSpec(), 'karpentr', '--yes', '--json');
    expect(JSON.parse(refused.printed)).toMatchObject({ version: 1, specs: [], problems: [{ code: 'not-in-catalog' }] });
  });

  test.each([
    ['extrnal-dns', 'Did you mean `create-irsa add external-dns`?'],
    ['ebs-csi-driver', 'Did you mean `create-irsa add aws-ebs-csi-driver`?'],
    ['coredns', 'coredns needs no IAM role'],
    ['s3', 'Say --grant APP:s3:'],
    ['frobnicator', '`create-irsa catalog` lists what there is'],
  ])('tells what %s is instead', async (word, says) => {
    const { code, told } = await add(withSpec(), word, '--yes');
    expect([code, told.replaceAll(/\s+/g, ' ')]).toEqual([2, expect.stringContaining(says)]);
  });

  test('names all unknown words, and needs a spec', async () => {
    expect((await add(withSpec(), 'frob', 'nicator', '--yes')).told.match(/\[not-in-catalog\]/g)).toHaveLength(2);
    expect((await add(temporaryFolder(), 'karpenter', '--yes')).told).toContain('spec-not-found');
  });

  test('refuses a text that cannot take it, and shows what to write', async () => {
    const spec = 'version: 1\nclusters:\n  blue: { region: eu-west-1 }\naddOns:\n  ? karpenter\n  : {}\n';
    const folder = temporaryFolder({ 'irsa.yaml': spec });
    const { code, told } = await add(folder, 'cluster-autoscaler', '--yes');
    expect(code).toBe(2);
    expect(told).toMatch(/\? key[\s\S]*cluster-autoscaler: \{\}/);
    expect(filesIn(folder)).toEqual({ 'irsa.yaml': spec });
  });

  test('leaves files of another version of create-irsa to an upgrade', async () => {
    const folder = temporaryFolder({ 'irsa.yaml': SPEC.replace('1\n', '1\ntoolVersion: 0.0.1\n') });
    const { code, told } = await add(folder, 'karpenter', '--yes');
    expect([code, told]).toEqual([1, expect.stringContaining('other-tool-version')]);
    expect(Object.keys(filesIn(folder))).toEqual(['irsa.yaml']);
  });
});

describe('create-irsa add app', () => {
  const ORDERS = ['app', 'orders', '--grant', 'orders:s3:bucket=orders,access=read', '--yes'];

  test('takes where it runs by a flag, or as the wizard does', async () => {
    const byFlag = await add(withSpec(), ...ORDERS, '--namespace', 'shop', '--service-account', 'orders-sa');
    const byWord = await add(withSpec(), 'app', 'orders:shop/orders-sa', ...ORDERS.slice(2));
    expect(byFlag.code).toBe(0);
    expect(byFlag.spec).toContain('    orders:\n        namespace: shop\n        serviceAccount: orders-sa\n        grants:');
    expect(byWord.spec).toBe(byFlag.spec);
  });

  test('has Terraform make the namespace only if it is told so', async () => {
    expect((await add(withSpec(), ...ORDERS, '--namespace', 'shop')).spec).not.toContain('namespaces:');
    expect((await add(withSpec(), ...ORDERS, '--namespace', 'shop:create')).spec).toMatch(/namespaces:\n {4}shop: \{ create: true \}/);
    expect((await add(withSpec(), ...ORDERS, '--namespace', 'shop:now')).told).toContain('NAME, NAME:create or NAME:existing');
  });

  test('grants more to one that is there', async () => {
    const folder = withSpec();
    await add(folder, ...ORDERS, '--namespace', 'shop');
    const { code, spec } = await add(folder, 'app', 'orders', '--grant', 'orders:sqs:queue=jobs,access=consume', '--yes');
    expect([code, spec]).toEqual([0, expect.stringMatching(/- s3: .*\n +- sqs: \{ queue: jobs, access: consume \}\n/)]);
  });

  test('gives no two apps one ServiceAccount', async () => {
    const { code, told } = await add(withSpec(), 'app', 'a', 'b', '--namespace', 'shop', '--service-account', 'x', '--yes');
    expect([code, told]).toEqual([2, expect.stringContaining('--service-account x')]);
  });
});

describe('create-irsa add app, in a file of include', () => {
  const INCLUDING = SPEC.replace('clusters:', 'include: [apps/*.irsa.yaml] # teams\nclusters:');
  const CART = 'apps:\n    cart: {namespace: shop, grants: [s3: {bucket: cart, access: read}]} # team shop\n';
  const fleet = () => temporaryFolder({ 'irsa.yaml': INCLUDING, 'apps/shop.irsa.yaml': CART });
  const PAY = ['app', 'pay', '--namespace', 'shop', '--grant', 'pay:sqs:queue=jobs,access=consume', '--yes'];

  test('goes where --file says, and the rest stays', async () => {
    const folder = fleet();
    expect((await add(folder, ...PAY, '--file', join(folder, 'apps/shop.irsa.yaml'))).code).toBe(0);
    expect(filesIn(folder)['irsa.yaml']).toBe(INCLUDING);
    expect(filesIn(folder)['apps/shop.irsa.yaml']).toBe(
      `${CART}    pay:\n        namespace: shop\n        serviceAccount: pay\n        grants:\n            - sqs: { queue: jobs, access: consume }\n`,
    );
    expect(Object.keys(filesIn(folder))).toContain('irsa-pay.tf');
  });

  test('makes the file where `include` stands for it', async () => {
    const folder = fleet();
    expect((await add(folder, ...PAY, '--file', 'apps/pay.irsa.yaml')).code).toBe(0);
    expect(filesIn(folder)['apps/pay.irsa.yaml']).toMatch(/^# yaml-language-server: .*fragment\.schema\.json\napps:\n {2}pay:\n/);
    expect(Object.keys(filesIn(folder))).toContain('irsa-pay.tf');
  });

  test('stays in the file where the app is', async () => {
    const folder = fleet();
    await add(folder, 'app', 'cart', '--grant', 'cart:sqs:queue=jobs,access=consume', '--yes');
    expect(filesIn(folder)['irsa.yaml']).toBe(INCLUDING);
    expect(filesIn(folder)['apps/shop.irsa.yaml']).toContain('access: read}, { sqs: { queue: jobs, access: consume } }]} # team shop');
  });

  test('keeps to what `include` allows, and to what it includes', async () => {
    const folder = fleet();
    writeFileSync(join(folder, 'irsa.yaml'), INCLUDING.replace('[apps/*.irsa.yaml]', '[{ files: apps/*.irsa.yaml, namespaces: [team] }]'));
    expect((await add(folder, ...PAY, '--file', 'apps/pay.irsa.yaml')).told).toContain('fragment-not-allowed');
    expect((await add(folder, ...PAY, '--file', 'pay.yaml')).told).toContain('file-not-included');
    expect(Object.keys(filesIn(folder)).sort()).toEqual(['apps/shop.irsa.yaml', 'irsa.yaml']);
  });
});

describe('create-irsa add cluster', () => {
  const GREEN = ['cluster', 'green', '--region', 'eu-west-1', '--yes'];
  const MODULES = 'module "eks" {\n  source = "terraform-aws-modules/eks/aws"\n  version = "20.37.2"\n  cluster_name = "NAME"\n}\n';

  test('says whether roles are shared, and keeps addresses', async () => {
    const { code, told, spec } = await add(withSpec(), ...GREEN);
    expect(code).toBe(0);
    expect(told.replaceAll('\n', ' ')).toContain('green shares no role with blue');
    expect(told).toContain('--share-roles blue=blue,green');
    expect(spec).toMatch(/^primary: blue$/m);
  });

  test('shares roles of the group that is named, and says when that would rename them', async () => {
    const kept = await add(withSpec(), ...GREEN, '--share-roles', 'blue=blue,green');
    expect([kept.code, kept.told]).toEqual([0, expect.stringContaining('green shares the roles of blue')]);
    expect(kept.told).not.toContain('replaces them');
    expect(kept.spec).toMatch(/- \{ name: blue, clusters: \[blue, green\] \}/);
    expect((await add(withSpec(), ...GREEN, '--share-roles', 'prod=blue,green')).told).toContain('prod-… instead of blue-…');
  });

  test('is never taken for the cluster that the folder makes, unless that has its name', async () => {
    const beside = async (name: string) =>
      (await add(temporaryFolder({ 'irsa.yaml': SPEC, 'main.tf': MODULES.replace('NAME', name) }), ...GREEN)).spec;
    expect(await beside('blue')).toMatch(/green:\n +region: eu-west-1\n +from: \{ data: true \}/);
    expect(await beside('green')).toMatch(/green:\n +region: eu-west-1\n +from: \{ module: eks \}/);
  });
});

describe('create-irsa add, in a terminal', () => {
  test('asks only what the add-on cannot do without', async () => {
    const folder = withSpec();
    const { code, asker, spec } = await ask(folder, [['hosted zones', 'Z0123456789ABC']], 'external-dns');
    expect(code).toBe(0);
    expect(asker.asked).toEqual([expect.stringContaining('hosted zones'), expect.stringContaining('Write')]);
    expect(spec).toBe(`${SPEC}    external-dns: { hostedZones: [Z0123456789ABC] }\n`);
  });

  test('asks nothing where all is said, but whether to write', async () => {
    const { asker } = await ask(withSpec(), [], 'external-dns', '--set', ZONE);
    expect(asker.asked).toEqual([expect.stringContaining('Write')]);
    const folder = withSpec();
    expect((await ask(folder, [], 'cluster-autoscaler')).asker.asked).toEqual([]);
    expect(filesIn(folder)).toEqual({ 'irsa.yaml': SPEC });
  });

  test('asks where an app runs and what it may use', async () => {
    const { code, spec } = await ask(
      withSpec(),
      [
        ['Where does orders run', 'shop/orders-sa'],
        ['What may orders', [typing('sqs:jobs')]],
      ],
      'app',
      'orders',
    );
    expect(code).toBe(0);
    expect(spec).toContain(
      'namespace: shop\n        serviceAccount: orders-sa\n        grants:\n            - sqs: { queue: jobs, access: produce }',
    );
  });

  test('asks what, and which, where nothing is named', async () => {
    const { code, spec, asker } = await ask(withSpec(), [
      ['What shall be added', 'cluster'],
      ['Which EKS cluster', 'eu-west-1/green'],
    ]);
    expect(code).toBe(0);
    expect(spec).toMatch(/green:\n +region: eu-west-1\n +from: \{ data: true \}/);
    expect(asker.said.join(' ')).toContain('green shares no role with blue');
  });

  test('lets a cluster take over from another, whose roles and addresses keep their names', async () => {
    const { code, spec, asker } = await ask(
      withSpec(),
      [
        ['Which EKS cluster', 'eu-west-1/green'],
        ['Does green take over', 'blue'],
      ],
      'cluster',
    );
    expect(code).toBe(0);
    expect(spec).toContain('- { name: blue, clusters: [blue, green] }');
    expect(spec).toContain('\nprimary: blue\n');
    expect(asker.said.join(' ')).not.toContain('shares no role');
  });
});
