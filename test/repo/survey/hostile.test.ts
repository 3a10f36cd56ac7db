/** Repositories that nobody would want to meet: each is reported, in bounded time, and the rest is read. */
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { survey } from '../../../src/repo/survey/survey.ts';
import { anyCharacter } from '../../support/any-character.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const GOOD = 'resource "aws_eks_cluster" "this" {\n  name = "blue"\n}\n';

const beside = async (make: (folder: string) => void) => {
  const folder = temporaryFolder({ 'good/main.tf': GOOD });
  make(folder);
  const { inventory, problems } = await survey(folder);
  expect(inventory.clusters).toHaveLength(1);
  return problems.map(({ code, file }) => [code, file]);
};

describe('is passed over and said', () => {
  test('links that lead in circles, and nowhere', async () => {
    const problems = await beside((folder) => {
      symlinkSync(folder, join(folder, 'good', 'up'));
      symlinkSync('loop.tf', join(folder, 'loop.tf'));
      symlinkSync('gone', join(folder, 'dangling.tf'));
    });
    expect(problems).toEqual([
      ['file-passed-over', 'dangling.tf'],
      ['file-passed-over', 'loop.tf'],
    ]);
  });

  test('a file that is not UTF-8, and one that is far too large', async () => {
    const problems = await beside((folder) => {
      writeFileSync(join(folder, 'latin1.tf'), Buffer.from([0x23, 0x20, 0xe9, 0x0a]));
      writeFileSync(join(folder, 'huge.tf'), Buffer.alloc(50 * 1024 * 1024, '# comment\n'));
      writeFileSync(join(folder, 'utf16.yaml'), Buffer.from('\uFEFFserviceAccount: {}\n', 'utf16le'));
    });
    expect(problems).toEqual([
      ['file-passed-over', 'huge.tf'],
      ['file-passed-over', 'latin1.tf'],
      ['file-passed-over', 'utf16.yaml'],
    ]);
  });

  test('syntax from the future, half a file, and JSON and YAML that are none', async () => {
    const problems = await beside((folder) => {
      writeFileSync(join(folder, 'future.tf'), 'resource "aws_iam_role" "x" <- parallel {\n}\n');
      writeFileSync(join(folder, 'half.tf'), 'resource "aws_iam_role" "x" {\n  name = "');
      writeFileSync(join(folder, 'broken.tf.json'), '{"resource": [');
      writeFileSync(join(folder, 'broken.yaml'), 'serviceAccount: [\n');
    });
    expect(problems.map(([code, file]) => `${code} ${file}`).sort()).toEqual([
      'file-syntax broken.tf.json',
      'file-syntax broken.yaml',
      'file-syntax future.tf',
      'file-syntax half.tf',
    ]);
  });

  (process.getuid?.() === 0 ? test.skip : test)('what the system refuses to show', async () => {
    const problems = await beside((folder) => {
      mkdirSync(join(folder, 'closed'));
      writeFileSync(join(folder, 'closed.tf'), GOOD);
      chmodSync(join(folder, 'closed'), 0);
      chmodSync(join(folder, 'closed.tf'), 0);
    });
    expect(problems).toEqual([
      ['file-passed-over', 'closed'],
      ['file-passed-over', 'closed.tf'],
    ]);
  });
});

test('more files than are looked at', async () => {
  const folder = temporaryFolder({ 'a.tf': GOOD, 'b.tf': GOOD, 'c.tf': GOOD });
  expect((await survey(folder, { bounds: { entries: 100, files: 2 } })).problems).toMatchObject([{ code: 'repository-too-large' }]);
  expect((await survey(folder, { bounds: { entries: 2, files: 100 } })).problems).toMatchObject([{ code: 'repository-too-large' }]);
});

test('of more than is looked at, the folder that matters comes first', async () => {
  const folder = temporaryFolder({ 'a.tf': GOOD, 'b/main.tf': GOOD, 'z/main.tf': GOOD });
  const { inventory } = await survey(folder, { bounds: { entries: 100, files: 1 }, first: join(folder, 'z') });
  expect(inventory.roots.map((root) => root.folder)).toEqual(['z']);
  const whole = await survey(folder, { first: join(folder, 'z') });
  expect(whole.inventory.roots.map((root) => root.folder)).toEqual((await survey(folder)).inventory.roots.map((root) => root.folder));
});

test('what tools have put there is not looked at', async () => {
  const folder = temporaryFolder({ '.terraform/modules/x/main.tf': GOOD, 'node_modules/x/main.tf': GOOD, '.git/main.tf': 'broken {' });
  expect(await survey(folder)).toMatchObject({ inventory: { clusters: [] }, problems: [] });
});

test('modules that call one another in a circle, and locals that mean one another', async () => {
  const folder = temporaryFolder({
    'a/main.tf':
      'module "b" {\n  source = "../b"\n}\nlocals {\n  x = local.y\n  y = local.x\n}\nresource "aws_iam_role" "x" {\n  name = local.x\n  assume_role_policy = local.x\n}\n',
    'b/main.tf': 'module "a" {\n  source = "../a"\n}\n',
    'c/main.tf':
      'data "aws_iam_policy_document" "x" {\n  source_policy_documents = [data.aws_iam_policy_document.x.json]\n}\nresource "aws_iam_role" "y" {\n  assume_role_policy = data.aws_iam_policy_document.x.json\n}\n',
  });
  const { inventory } = await survey(folder);
  expect(inventory.roots).toHaveLength(3);
  expect(inventory.roles.map(({ trust }) => trust.statements)).toContainEqual([]);
});

test('anchors of YAML that multiply', async () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...'bcdefgh'.split('').map((name, i) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefg'[i]}`).join(', ')}]`),
    'serviceAccount: { name: *h }',
  ];
  const { inventory } = await survey(temporaryFolder({ 'bomb.yaml': `${bomb.join('\n')}\n`, 'main.tf': GOOD }));
  expect(inventory.clusters).toHaveLength(1);
});

describe('never throws', () => {
  const KINDS = ['x.tf', 'x.tf.json', 'x.yaml', 'x.tofu', 'terragrunt.hcl'];

  test('for any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...KINDS), fc.uint8Array({ maxLength: 200 }), async (name, bytes) => {
        const folder = temporaryFolder();
        writeFileSync(join(folder, name), bytes);
        expect((await survey(folder)).inventory.roles).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  /** Much of what is looked for, so that a change of it lies on some way through the code. */
  const RICH = `locals { a = "x", b = [for k, v in var.m : v.n if k] }
module "irsa" {
  source = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks"
  oidc_providers = merge({ main = { provider_arn = module.eks.oidc_provider_arn, namespace_service_accounts = ["a:b", local.a] } }, var.more)
}
module "eks" {
  source = "terraform-aws-modules/eks/aws"
  addons = { x = { pod_identity_association = [{ role_arn = aws_iam_role.r.arn }] } }
}
resource "aws_iam_role" "r" {
  assume_role_policy = var.y ? jsonencode({ Statement = concat([{ Effect = "Allow", Principal = { Federated = "\${local.a}/*" } }], local.b) }) : data.aws_iam_policy_document.d.json
}
data "aws_iam_policy_document" "d" {
  dynamic "statement" {
    for_each = toset(["a"])
    content {
      condition {
        test = "StringLike"
        variable = format("%s:sub", local.a)
        values = flatten([[local.b], "system:serviceaccount:*:\${each.key}"])
      }
    }
  }
}
resource "helm_release" "h" {
  values = [<<-Y
    serviceAccount:
      annotations: { "eks.amazonaws.com/role-arn": "\${aws_iam_role.r.arn}" }
  Y
  ]
}
`
    .replace('locals { a = "x", b =', 'locals {\n  a = "x"\n  b =')
    .replace('if k] }', 'if k]\n}');

  test('for any change of a file that says much', async () => {
    const { inventory } = await survey(temporaryFolder({ 'main.tf': RICH }));
    expect(inventory.roles).toHaveLength(2);
    const change = fc.record({
      at: fc.nat(RICH.length),
      drop: fc.nat(12),
      add: fc.oneof(fc.constantFrom('{', '}', '[', '"', '${', '\n', '%{ if x }', 'null', '...'), anyCharacter),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const text = changes.reduce((all, { at, drop, add }) => all.slice(0, at) + add + all.slice(at + drop), RICH);
        const found = await survey(temporaryFolder({ 'main.tf': text }));
        expect(found.inventory.roots.length + found.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });
});

test('two blocks of one address, which Terraform refuses, are two things', async () => {
  const { inventory } = await survey(temporaryFolder({ 'a.tf': GOOD, 'b.tf': GOOD }));
  expect(inventory.clusters.map(({ id, at }) => [id, at.file])).toEqual([
    ['#aws_eks_cluster.this', 'a.tf'],
    ['#aws_eks_cluster.this~2', 'b.tf'],
  ]);
});
