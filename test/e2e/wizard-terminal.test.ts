/** The wizard in a real terminal, by keystrokes, in a repository with years behind it. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { program } from '../support/program.ts';
import { filesIn, temporaryFolder } from '../support/temporary-folder.ts';
import { openTerminal, type How, type TerminalSession } from '../support/terminal-session.ts';

const MAIN = `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
    kubernetes = {
      source = "hashicorp/kubernetes"
    }
  }
}

provider "aws" {
  region = "us-east-1"
}

provider "kubernetes" {
  config_path = "~/.kube/config"
}

module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 20.0"

  cluster_name = "production"
}
`;

const BUCKET = `
resource "aws_s3_bucket" "orders" {
  bucket = "example-orders"
}
`;

const [ENTER, ESCAPE, UP, CTRL_C, CTRL_D] = ['\r', '\u001b', '\u001b[A', '\u0003', '\u0004'];
const KEPT = '.create-irsa.draft.yaml';
const repository = (more: Record<string, string> = {}) =>
  temporaryFolder({ '.git/HEAD': 'ref: refs/heads/main\n', 'main.tf': MAIN, ...more });
const wizard = (folder: string, how: How = {}) => openTerminal(process.execPath, [program], folder, how);

async function answer(terminal: TerminalSession, ...lines: readonly (readonly [question: string, keys: string])[]) {
  for (const [question, keys] of lines) {
    await terminal.sees(question);
    terminal.types(keys);
  }
}

/** Up to the question of whether to write. */
async function answerAll(folder: string, how: How = {}) {
  const terminal = wizard(folder, how);
  await terminal.sees('module "eks"');
  await answer(terminal, ['Which EKS cluster?', ENTER], ['Which add-ons need permissions?', 'dns']);
  await terminal.sees('Route 53 records');
  terminal.types(' ');
  await answer(
    terminal,
    ['(1 picked)', ENTER],
    ['hosted zones', `Z0123456789ABC${ENTER}`],
    ['Which applications of yours', `my-app:production/my-app-sa${ENTER}`],
    ['What may my-app use?', 's3:my-bucket'],
  );
  await terminal.sees('as typed');
  terminal.types(ENTER);
  await answer(terminal, ['(1 picked)', ENTER], ['with the objects', ENTER]);
  await terminal.sees('not all of them shown?');
  return terminal;
}

describe('in a repository with module "eks" ~> 20.0 and AWS provider ~> 5.0', () => {
  test('takes iam 5.x by itself, shows the files, writes them, and tells the line that repeats it', async () => {
    const folder = repository();
    const terminal = await answerAll(folder);
    expect(terminal.screen()).toMatch(/iam 5\.60\.0 makes the roles: 6\.x does not fit/);
    expect(terminal.screen()).toMatch(/\+ {2}my-app:[\s\S]*create +irsa-my-app\.tf +\+\d+/);
    terminal.types('rest');
    await terminal.sees('Show the rest first');
    terminal.types(ENTER);
    await terminal.sees('+module "irsa_my_app"');
    await terminal.sees('files?');
    terminal.types(ENTER);
    expect(await terminal.ends()).toBe(0);
    expect(terminal.screen()).toMatch(/Wrote \d+ files[\s\S]*terraform init[\s\S]*npx create-irsa --yes/);

    const { '.git/HEAD': _head, 'main.tf': main, 'irsa.yaml': spec, ...made } = filesIn(folder);
    expect(main).toBe(MAIN);
    expect(spec).toMatch(/modules: \{ iam: 5 \}/);
    const text = Object.values(made).join('\n');
    expect(text).toContain('module.eks.oidc_provider_arn');
    expect(text).toContain('modules/iam-role-for-service-accounts-eks"');
    expect(text).not.toContain('required_providers');
    expect(text).not.toMatch(/^provider "/m);
  });

  test('Escape goes back, and takes the answer off the screen', async () => {
    const folder = repository();
    const terminal = wizard(folder);
    await answer(terminal, ['Which EKS cluster?', ENTER], ['Which add-ons need permissions?', ENTER], ['Which applications', ESCAPE]);
    await terminal.sees('? Which add-ons need permissions?');
    expect(terminal.screen().match(/Which add-ons/g)).toHaveLength(1);
    terminal.types(ESCAPE);
    await terminal.sees('? Which EKS cluster?');
    expect(terminal.screen()).not.toContain('Which add-ons');
    terminal.types(CTRL_C);
    expect(await terminal.ends()).toBe(130);
  });

  test('Ctrl-C before the last yes writes nothing but the answers, and the next run goes on from there', async () => {
    const folder = repository();
    const before = filesIn(folder);
    const terminal = await answerAll(folder);
    terminal.types(CTRL_C);
    expect(await terminal.ends()).toBe(130);
    expect(terminal.screen()).toMatch(
      /Nothing was written\. Your answers are kept in \.create-irsa\.draft\.yaml: the same command goes on/,
    );
    const { [KEPT]: kept, ...others } = filesIn(folder);
    expect(others).toEqual(before);
    expect(kept).toContain('my-bucket');

    const again = wizard(folder);
    await answer(again, ['Go on from there?', ENTER], ['not all of them shown?', ENTER]);
    expect(await again.ends()).toBe(0);
    expect(Object.keys(filesIn(folder))).toContain('irsa-my-app.tf');
    expect(Object.keys(filesIn(folder))).not.toContain(KEPT);
  });

  test.each([
    ['Ctrl-C', CTRL_C],
    ['Ctrl-D', CTRL_D],
  ])('%s at the first question leaves the disk as it was', async (_name, key) => {
    const folder = repository();
    const before = filesIn(folder);
    const terminal = wizard(folder);
    await answer(terminal, ['Which EKS cluster?', key]);
    expect(await terminal.ends()).toBe(130);
    expect(filesIn(folder)).toEqual(before);
  });

  test('a second run changes irsa.yaml and keeps its comments', async () => {
    const spec = `# ours\nversion: 1
clusters:
  production: { region: us-east-1, from: { module: eks } }
apps:
  my-app: # of the shop
    namespace: production
    serviceAccount: my-app-sa
    grants:
      - s3: { bucket: my-bucket, access: read }
`;
    const folder = repository({ 'irsa.yaml': spec });
    const terminal = wizard(folder);
    await terminal.sees('irsa.yaml is here');
    await answer(terminal, ['What would you like to change?', 'Add app'], ['Add applications', ENTER]);
    await answer(terminal, ['Which applications', `shop/web${ENTER}`], ['What may web use?', ENTER]);
    await answer(terminal, ['What would you like to change?', ENTER], ['not all of them shown?', ENTER]);
    expect(await terminal.ends()).toBe(0);
    const written = filesIn(folder)['irsa.yaml'] ?? '';
    expect(written).toMatch(/^# ours\n[\s\S]*my-app: # of the shop\n[\s\S]*web:/);
  });
});

test('six answers lead from an existing repository to an application with a bucket', async () => {
  const folder = repository({ 'data.tf': BUCKET });
  const terminal = wizard(folder);
  const answers: (readonly [string, string])[] = [
    ['Which EKS cluster?', ENTER],
    ['Which add-ons need permissions?', ENTER],
    ['Which applications of yours', `production/my-app${ENTER}`],
    ['What may my-app use?', ` ${ENTER}`],
    ['with the objects', ENTER],
    ['not all of them shown?', ENTER],
  ];
  expect(answers).toHaveLength(6);
  await answer(terminal, ...answers);
  expect(await terminal.ends()).toBe(0);
  expect(filesIn(folder)['irsa-my-app.tf']).toContain('aws_s3_bucket.orders.arn');
});

test('forty columns are enough, without colours, and without UTF-8 there is none', async () => {
  const terminal = await answerAll(repository(), { columns: 40, env: { NO_COLOR: '1', LANG: 'C', LC_ALL: 'C' } });
  terminal.types(UP);
  await terminal.sees('> No');
  terminal.types(ENTER);
  expect(await terminal.ends()).toBe(0);
  // oxlint-disable-next-line no-control-regex
  expect(terminal.received()).not.toMatch(/[^\u0000-\u007f]|\u001b\[[\d;]*m/);
});

test('a screen reader is told line by line, and nothing is drawn over', async () => {
  const folder = repository({ 'data.tf': BUCKET });
  const terminal = wizard(folder, { env: { ACCESSIBLE: '1' } });
  await answer(
    terminal,
    ['Which EKS cluster?', ''],
    ['or Enter for', ENTER],
    ['Which add-ons need permissions?', ''],
    ['or Enter for none:', ENTER],
    ['Which applications of yours', ''],
    ['Answer:', `production/my-app${ENTER}`],
    ['What may my-app use?', ''],
    ['or Enter for none:', `/bucket${ENTER}`],
    ['or Enter for none:', `aws_s3_bucket.orders${ENTER}`],
    ['with the objects', ''],
    ['or Enter for read', ENTER],
    ['not all of them shown?', ''],
    ['or Enter for Yes:', ENTER],
  );
  expect(await terminal.ends()).toBe(0);
  // oxlint-disable-next-line no-control-regex
  expect(terminal.received()).not.toMatch(/\u001b\[[\d;?]*[A-LSTf]/);
  expect(filesIn(folder)['irsa-my-app.tf']).toContain('aws_s3_bucket.orders.arn');
});

test('in a root whose module makes the cluster: it is offered, its missing output is a patch, and all else is new', async () => {
  const top = temporaryFolder({
    'live/main.tf': `${MAIN.slice(0, MAIN.indexOf('module "eks"'))}module "platform" {\n  source = "../platform"\n}\n`,
    'live/iam.tf': ['a', 'b']
      .map((name) => `resource "aws_iam_role" "${name}" {\n  path               = "/pods/"\n  assume_role_policy = "{}"\n}\n`)
      .join('\n'),
    'platform/main.tf': MAIN.slice(MAIN.indexOf('module "eks"')),
    'platform/outputs.tf': 'output "cluster_name" {\n  value = module.eks.cluster_name\n}\n',
    'k8s/shop.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n',
  });
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: top, encoding: 'utf8' });
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'start');

  const terminal = wizard(join(top, 'live'));
  await terminal.sees('lacks output oidc_provider_arn');
  await answer(
    terminal,
    ['Which EKS cluster?', ENTER],
    ['Its name in EKS (production)', ENTER],
    ['Which add-ons need permissions?', ENTER],
    ['Which applications', `shop/orders${ENTER}`],
    ['What may orders use?', 's3:orders'],
  );
  await terminal.sees('as typed');
  terminal.types(ENTER);
  await answer(terminal, ['(1 picked)', ENTER], ['with the objects', ENTER], ['not all of them shown?', ENTER]);
  expect(await terminal.ends()).toBe(0);
  expect(terminal.screen()).toMatch(/roles have the path \/pods\/: as aws_iam_role\.a \(iam\.tf:1\) and 1 more have/);
  expect(terminal.screen()).toMatch(/the namespace shop is there already: \.\.\/k8s\/shop\.yaml:1 makes it/);
  expect(git('status', '--short', '--untracked-files=no')).toBe('');

  const patch = /git -C \.\. apply <<'EOF'\n([\s\S]*?)EOF/.exec(terminal.screen())?.[1] ?? '';
  execFileSync('git', ['-C', '..', 'apply'], { cwd: join(top, 'live'), input: patch });
  expect(git('status', '--short', '--untracked-files=no')).toBe(' M platform/outputs.tf\n');
  expect(filesIn(top)['platform/outputs.tf']).toContain('output "oidc_provider_arn" {\n  value = module.eks.oidc_provider_arn\n}\n');

  const status = git('status', '--short');
  const again = execFileSync(process.execPath, [program, 'generate', '--json'], { cwd: join(top, 'live'), encoding: 'utf8' });
  const [spec] = (JSON.parse(again) as { specs: { changes: { kind: string }[]; problems: unknown[] }[] }).specs;
  expect(new Set(spec?.changes.map(({ kind }) => kind))).toEqual(new Set(['unchanged']));
  expect(spec?.problems).toEqual([]);
  expect(git('status', '--short')).toBe(status);
});
