/** Blocks that go from a file of the user's own, and mentions of them that get another address. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { takenOver } from '../../src/repo/take-over.ts';

const EBS = { from: 'module.ebs', to: 'module.irsa_aws_ebs_csi_driver' };
const ROLE = { from: 'aws_iam_role.orders', to: 'aws_iam_role.irsa_orders' };

describe('mentions', () => {
  test.each([
    ['a = module.ebs.arn\n', 'a = module.irsa_aws_ebs_csi_driver.arn\n'],
    [
      'a = "x ${module.ebs.arn} ${upper(aws_iam_role.orders.name)}"\n',
      'a = "x ${module.irsa_aws_ebs_csi_driver.arn} ${upper(aws_iam_role.irsa_orders.name)}"\n',
    ],
    ['a = <<EOT\n${module.ebs.arn}\nEOT\n', 'a = <<EOT\n${module.irsa_aws_ebs_csi_driver.arn}\nEOT\n'],
    ['a = { b = [module.ebs.arn, aws_iam_role.orders] }\n', 'a = { b = [module.irsa_aws_ebs_csi_driver.arn, aws_iam_role.irsa_orders] }\n'],
    ['b {\n  c {\n    depends_on = [module.ebs]\n  }\n}\n', 'b {\n  c {\n    depends_on = [module.irsa_aws_ebs_csi_driver]\n  }\n}\n'],
    ['import {\n  to = aws_iam_role.orders\n  id = "orders"\n}\n', 'import {\n  to = aws_iam_role.irsa_orders\n  id = "orders"\n}\n'],
  ])('get the new address: %j', async (text, expected) => {
    expect(await takenOver(text, [EBS, ROLE])).toBe(expected);
  });

  test.each([
    'a = "module.ebs.arn"\n',
    '# module.ebs.arn\n',
    'a = module.ebs_other.arn\n',
    'a = data.aws_iam_role.orders.arn\n',
    'a = local.module.ebs\n',
    'a = var.x.aws_iam_role.orders\n',
    'moved {\n  from = module.older\n  to   = module.ebs\n}\n',
  ])('of something else stay: %j', async (text) => {
    expect(await takenOver(text, [EBS, ROLE])).toBe(text);
  });
});

describe('a block goes', () => {
  test.each([
    ['with one of the empty lines around it', 'a {}\n\nmodule "ebs" {\n  x = 1\n}\n\nb {}\n', 'a {}\n\nb {}\n'],
    ['at the beginning', 'module "ebs" {\n}\n\nb {}\n', 'b {}\n'],
    ['at the end, without a line break', 'b {}\n\n\nmodule "ebs" {\n}', 'b {}\n'],
    ['and leaves the comment above it', '# EBS\nmodule "ebs" {\n}\nb {}\n', '# EBS\nb {}\n'],
    ['with the comment behind it', 'module "ebs" {\n} # the driver\nb {}\n', 'b {}\n'],
    ['of a resource', 'resource "aws_iam_role" "orders" {\n}\nb {}\n', 'b {}\n'],
    ['in a file with CRLF', 'a {}\r\n\r\nmodule "ebs" {\r\n}\r\n\r\nb {}\r\n', 'a {}\r\n\r\nb {}\r\n'],
  ])('%s', async (_, text, expected) => {
    expect(await takenOver(text, [EBS, ROLE])).toBe(expected);
  });

  test('but not one of another type or label', async () => {
    const text = 'module "ebs_csi" {\n}\ndata "aws_iam_role" "orders" {\n}\n';
    expect(await takenOver(text, [EBS, ROLE])).toBe(text);
  });
});

test('what is no HCL has no patch', async () => {
  expect(await takenOver('module "ebs" {\n', [EBS])).toBeUndefined();
});

test('whatever else a file says, it says afterwards, byte for byte', async () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/).filter((name) => name !== 'ebs');
  const block = fc.oneof(
    fc.tuple(word, word).map(([type, label]) => `${type} "${label}" {\n  a = "${label} # {"\n}\n`),
    word.map((name) => `# ${name} module.ebs\n`),
    fc.constant('\n'),
    word.map((name) => `locals {\n  ${name} = <<-EOT\n    module "ebs" {\n    }\n  EOT\n}\n`),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(block, { maxLength: 6 }), async (blocks) => {
      const text = blocks.join('');
      expect(await takenOver(text, [EBS])).toBe(text);
      const mentioned = `${text}output "x" {\n  value = module.ebs.arn\n}\n`;
      expect(await takenOver(mentioned, [EBS])).toBe(mentioned.replace('value = module.ebs.', `value = ${EBS.to}.`));
    }),
  );
});
