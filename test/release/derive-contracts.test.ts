/** What tells a maintainer that a module has moved on, tried on a small module of our own. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { filesIn, temporaryFolder } from '../support/temporary-folder.ts';

const MODULE = 'terraform-aws-modules/iam/aws//modules/small-role';

const versions = (aws: string): string => `terraform {
  required_version = ">= 1.5.7"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "${aws}"
    }
  }
}
`;

const main = (actions: string, more = ''): string => `variable "attach_disks_policy" {
  type    = bool
  default = false
}

variable "attach_reading_policy" {
  type    = bool
  default = false
}

variable "disk_keys" {
  type    = list(string)
  default = []
}

variable "name" {
  type = string
}
${more}
data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::111122223333:oidc-provider/example"]
    }
  }
}

data "aws_iam_policy_document" "disks" {
  count = var.attach_disks_policy ? 1 : 0

  statement {
    actions   = [${actions}]
    resources = ["*"]
  }

  dynamic "statement" {
    for_each = length(var.disk_keys) > 0 ? [1] : []
    content {
      actions   = ["kms:Decrypt"]
      resources = var.disk_keys
    }
  }
}

resource "aws_iam_role" "this" {
  count              = 1
  name               = var.name
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_iam_role_policy_attachment" "reading" {
  for_each = { for k, v in { reading = "arn:\${local.partition}:iam::aws:policy/job-function/ViewOnlyAccess" } : k => v if var.attach_reading_policy }

  role       = aws_iam_role.this[0].name
  policy_arn = each.value
}

output "arn" {
  value = aws_iam_role.this[0].arn
}
`;

/** 6.0.0 and 6.1.0 as tags of a repository: 6.1.0 needs a newer provider, has one variable and one action more. */
function repository(): string {
  const folder = temporaryFolder();
  const git = (...args: string[]): void =>
    void execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', ...args], {
      cwd: folder,
      stdio: 'pipe',
    });
  git('init', '--quiet');
  const release = (tag: string, aws: string, text: string): void => {
    const files = temporaryFolder({ 'modules/small-role/main.tf': text, 'modules/small-role/versions.tf': versions(aws) });
    cpSync(files, folder, { recursive: true });
    git('add', '.');
    git('commit', '--quiet', '--message', tag);
    git('tag', tag);
  };
  release('v6.0.0', '>= 6.0', main('"ec2:CreateVolume"'));
  release('v6.1.0', '>= 6.28', main('"ec2:CreateVolume", "ec2:CopyVolumes"', '\nvariable "path" {\n  default = "/"\n}\n'));
  return folder;
}

const contract = {
  module: MODULE,
  version: '6.0.0',
  requiredVersion: '>= 1.5.7',
  requiredProviders: { aws: '>= 6.0' },
  variables: {
    attach_disks_policy: { type: 'bool', default: false },
    attach_reading_policy: { type: 'bool', default: false },
    disk_keys: { type: 'list(string)', default: [] },
    name: { type: 'string', required: true },
  },
  outputs: ['arn'],
  resources: [
    { address: 'aws_iam_role.this', count: true },
    { address: 'aws_iam_role_policy_attachment.reading', forEach: true },
  ],
  modules: {},
  policies: {
    attach_disks_policy: [{ actions: ['ec2:CreateVolume'] }, { when: 'length(var.disk_keys) > 0', actions: ['kms:Decrypt'] }],
    attach_reading_policy: [{ managed: ['job-function/ViewOnlyAccess'] }],
  },
  policySizes: {
    attach_disks_policy: [
      { characters: '{"Effect":"Allow","Action":"ec2:CreateVolume","Resource":"*"},'.length, values: {}, lists: {} },
      {
        when: 'length(var.disk_keys) > 0',
        characters: '{"Effect":"Allow","Action":"kms:Decrypt","Resource":[]},'.length,
        values: {},
        lists: { disk_keys: [''] },
      },
    ],
  },
};

const WITH_KEYS = '{"characters":56,"lists":{"disk_keys":[""]},"values":{},"when":"length(var.disk_keys) > 0"}';

const SIX_0 = { terraform: '>= 1.5.7', providers: { aws: '>= 6.0' } };
const SIX_1 = { terraform: '>= 1.5.7', providers: { aws: '>= 6.28' } };

const room = (recorded: object, constraints: object): string =>
  temporaryFolder({
    'contracts/iam.small-role@6.0.0.json': JSON.stringify(recorded),
    'constraints.json': JSON.stringify({ [MODULE]: constraints }),
  });

function derive(folder: string, ...args: string[]): { status: number | null; lines: string[] } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/derive-contracts.mjs', '--room', folder, ...args], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return { status, lines: stdout.trimEnd().split('\n') };
}

const NEWER = [
  `${MODULE}: 6.1.0 is newer than 6.0.0, the newest of its line with a contract.`,
  '  policies.attach_disks_policy: [{"actions":["ec2:CreateVolume"]},{"actions":["kms:Decrypt"],"when":"length(var.disk_keys) > 0"}] → [{"actions":["ec2:CopyVolumes","ec2:CreateVolume"]},{"actions":["kms:Decrypt"],"when":"length(var.disk_keys) > 0"}]',
  `  policySizes.attach_disks_policy: [{"characters":62,"lists":{},"values":{}},${WITH_KEYS}] → [{"characters":82,"lists":{},"values":{}},${WITH_KEYS}]`,
  '  requiredProviders.aws: ">= 6.0" → ">= 6.28"',
  '  variables.path: nothing → {"default":"/","type":"any"}',
];

describe('deriving contracts', () => {
  const clone = repository();

  test('says nothing where all that is recorded is so, and nothing is newer', () => {
    const only = temporaryFolder({
      'modules/small-role/main.tf': main('"ec2:CreateVolume"'),
      'modules/small-role/versions.tf': versions('>= 6.0'),
    });
    expect(derive(room(contract, { '6.0.0': SIX_0 }), `iam@6.0.0=${only}`)).toEqual({ status: 0, lines: ['No drift.'] });
  });

  test('tells of a release that is not recorded, and what it has changed', () => {
    expect(derive(room(contract, { '6.0.0': SIX_0 }), `iam=${clone}`)).toEqual({ status: 1, lines: NEWER });
    const both = { '6.0.0': SIX_0, '5.0.0': SIX_0 };
    expect(derive(room(contract, both), `iam=${clone}`).lines.slice(0, 2)).toEqual([
      `${MODULE}@5.0.0 is recorded, and no such release.`,
      `${MODULE}@6.1.0 is a release that is not recorded: it needs {"providers":{"aws":">= 6.28"},"terraform":">= 1.5.7"}.`,
    ]);
  });

  test('tells of every fact that the source does not bear out', () => {
    const wrong = {
      ...contract,
      requiredProviders: { aws: '>= 5.0' },
      variables: { ...contract.variables, disk_keys: { type: 'list(string)', required: true }, gone: { type: 'bool', default: true } },
      outputs: ['arn', 'name'],
      resources: [{ address: 'aws_iam_role.this' }, contract.resources[1]],
      policies: { ...contract.policies, attach_disks_policy: [{ actions: ['ec2:*'] }] },
    };
    const { status, lines } = derive(room(wrong, { '6.0.0': SIX_0, '6.1.0': SIX_0 }), `iam=${clone}`);
    expect(status).toBe(1);
    expect(lines.filter((line) => line.startsWith(`${MODULE}@`))).toEqual([
      `${MODULE}@6.0.0: outputs.name is recorded as true, and is nothing.`,
      `${MODULE}@6.0.0: policies.attach_disks_policy is recorded as [{"actions":["ec2:*"]}], and is [{"actions":["ec2:CreateVolume"]},{"actions":["kms:Decrypt"],"when":"length(var.disk_keys) > 0"}].`,
      `${MODULE}@6.0.0: requiredProviders.aws is recorded as ">= 5.0", and is ">= 6.0".`,
      `${MODULE}@6.0.0: resources.aws_iam_role.this is recorded as {}, and is {"count":true}.`,
      `${MODULE}@6.0.0: variables.disk_keys is recorded as {"required":true,"type":"list(string)"}, and is {"default":[],"type":"list(string)"}.`,
      `${MODULE}@6.0.0: variables.gone is recorded as {"default":true,"type":"bool"}, and is nothing.`,
      `${MODULE}@6.1.0 is recorded as needing {"providers":{"aws":">= 6.0"},"terraform":">= 1.5.7"}, and needs {"providers":{"aws":">= 6.28"},"terraform":">= 1.5.7"}.`,
    ]);
  });

  test('writes what it found, and then finds nothing more to write', () => {
    const folder = room({ ...contract, outputs: [] }, { '6.0.0': SIX_0, '6.1.0': SIX_0 });
    derive(folder, '--write', `iam=${clone}`);
    expect(JSON.parse(readFileSync(join(folder, 'contracts/iam.small-role@6.0.0.json'), 'utf8'))).toEqual(contract);
    expect(JSON.parse(readFileSync(join(folder, 'constraints.json'), 'utf8'))).toEqual({ [MODULE]: { '6.0.0': SIX_0, '6.1.0': SIX_1 } });
    expect(derive(folder, `iam=${clone}`).lines).toEqual(NEWER);

    derive(folder, '--write', `iam@6.1.0=${clone}`);
    expect(Object.keys(filesIn(folder))).toEqual([
      'constraints.json',
      'contracts/iam.small-role@6.0.0.json',
      'contracts/iam.small-role@6.1.0.json',
    ]);
    expect(derive(folder, `iam=${clone}`)).toEqual({ status: 0, lines: ['No drift.'] });
  });

  test('records what later releases allow more, of each flag, as only a clone can tell', () => {
    const folder = room(contract, { '6.0.0': SIX_0, '6.1.0': SIX_1 });
    writeFileSync(join(folder, 'added-actions.json'), '{}');
    const got = `${MODULE}: attach_disks_policy is recorded as having got nothing, and got {"6.1.0":["ec2:CopyVolumes"]}.`;
    expect(derive(folder, `iam=${clone}`).lines[0]).toBe(got);
    derive(folder, '--write', `iam=${clone}`);
    expect(JSON.parse(readFileSync(join(folder, 'added-actions.json'), 'utf8'))).toEqual({
      [MODULE]: { attach_disks_policy: { '6.1.0': ['ec2:CopyVolumes'] } },
    });
    expect(derive(folder, `iam=${clone}`).lines).toEqual(NEWER);
    expect(derive(folder, `iam@6.1.0=${clone}`).lines.filter((line) => line.includes('having got'))).toEqual([]);
  });

  test('shows since which release each flag allows what', () => {
    expect(derive(room(contract, { '6.0.0': SIX_0, '6.1.0': SIX_1 }), '--actions', `iam=${clone}`)).toEqual({
      status: 0,
      lines: [
        MODULE,
        '  attach_disks_policy',
        '    6.0.0',
        '      ec2:CreateVolume',
        '      kms:Decrypt if length(var.disk_keys) > 0',
        '    6.1.0',
        '      + ec2:CopyVolumes',
        '  attach_reading_policy',
        '    6.0.0',
        '      job-function/ViewOnlyAccess',
      ],
    });
  });
});
