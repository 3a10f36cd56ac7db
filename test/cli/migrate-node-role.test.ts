import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { examplesDir, temporaryFolder } from '../support/generate.ts';
import { makePatches } from '../support/made-by-hand.ts';
import { migrate, type Migrated } from '../support/migrate.ts';
import { runExample } from '../support/problem-examples/run-example.ts';

const EXAMPLE = join(examplesDir, '18-leave-the-node-role');
const BEFORE = join(EXAMPLE, '1-before.state.json');
const ASSIGN = ['--assign', 'orders:shop/orders=orders-data'];

let dir = '';
const read = (name: string): string => readFileSync(join(dir, name), 'utf8');

const saidJson = (json: unknown): string => {
  const file = join(temporaryFolder(), 'said.json');
  writeFileSync(file, JSON.stringify(json));
  return file;
};

interface Resource {
  readonly address: string;
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const stateOf = (...resources: readonly Resource[]): string =>
  saidJson({ format_version: '1.0', values: { root_module: { resources: resources.map((one) => ({ ...one, mode: 'managed' })) } } });

const ARN = 'arn:aws:iam::111122223333';
const group: Resource = { address: 'aws_eks_node_group.a', type: 'aws_eks_node_group', values: { node_role_arn: `${ARN}:role/nodes` } };
const attachment = (arn: string, address = 'aws_iam_role_policy_attachment.a'): Resource => ({
  address,
  type: 'aws_iam_role_policy_attachment',
  values: { role: 'nodes', policy_arn: arn },
});
const policy = (name: string, ...statements: readonly object[]): Resource => ({
  address: `aws_iam_policy.${name}`,
  type: 'aws_iam_policy',
  values: { arn: `${ARN}:policy/${name}`, policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }) },
});
const inline = (name: string, ...statements: readonly object[]): Resource => ({
  address: `aws_iam_role_policy.${name}`,
  type: 'aws_iam_role_policy',
  values: { role: 'nodes', name, policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }) },
});

const standing = ({ answer }: Migrated, name: string) =>
  answer.nodeRoles?.flatMap(({ policies }) => policies).find((one) => one.policy === name);

beforeEach(() => {
  dir = temporaryFolder();
  cpSync(join(EXAMPLE, '1-before'), dir, { recursive: true });
});

describe('create-irsa migrate node-role', () => {
  test('says of each policy whose it is, and writes nothing of the user’s', async () => {
    const nodes = read('nodes.tf');
    const migrated = await migrate('node-role', dir, '--state', BEFORE, ...ASSIGN, '--assign', 'cluster-autoscaler=autoscaling', '--yes');
    expect([migrated.code, read('nodes.tf')]).toEqual([0, nodes]);
    expect(migrated.answer.nodeRoles?.map(({ role, policies }) => [role, policies.map(({ status }) => status)])).toEqual([
      ['production-nodes', ['eks', 'eks', 'last', 'planned', 'planned']],
    ]);
    expect(read('irsa.yaml')).toContain(`  orders:
    namespace: shop
    serviceAccount: orders
    grants:
      - sqs: { queue: arn:aws:sqs:us-east-1:111122223333:orders, access: produce }
      - s3: { bucket: arn:aws:s3:::orders, access: read }
`);
  });

  test('does not say that nothing is to do while nodes hold what is of pods', async () => {
    const { told } = await migrate('node-role', dir, '--state', BEFORE, '--yes');
    expect(told).toContain('What is left for you stands above.');
    expect(told).not.toContain('Nothing to do');
    cpSync(join(EXAMPLE, '4-hop-limit'), dir, { recursive: true });
    const ofNodes = stateOf(group, attachment('arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy'));
    expect((await migrate('node-role', dir, '--state', ofNodes, '--yes')).told).toContain('Nothing to do');
  });

  test('has nothing to write once that is written, and goes on from the state alone', async () => {
    cpSync(join(EXAMPLE, '2-roles'), dir, { recursive: true });
    const { code, told, answer } = await migrate('node-role', dir, '--state', join(EXAMPLE, '2-roles.state.json'));
    expect([code, told]).toEqual([0, expect.stringContaining('Nothing to write')]);
    expect(answer.patches.map(({ file }) => file)).toEqual(['nodes.tf', 'nodes.tf']);
    const commands = answer.steps?.flatMap(({ command }) => command ?? []) ?? [];
    expect(commands.filter((command) => command.includes('sts get-caller-identity'))).toHaveLength(2);
    expect(commands.join('\n')).toContain('aws iam generate-service-last-accessed-details --granularity ACTION_LEVEL');
  });

  test('takes an add-on that runs for what its policy is of, and leaves others to be said', async () => {
    const first = await migrate('node-role', dir, '--state', BEFORE, '--dry-run');
    expect(standing(first, 'autoscaling')?.says).toContain('is of cluster-autoscaler: --assign cluster-autoscaler=autoscaling');
    const dump = ['--cluster-dump', join(EXAMPLE, 'cluster.json')];
    const seen = await migrate('node-role', dir, '--state', BEFORE, ...dump, '--dry-run');
    expect(standing(seen, 'autoscaling')?.status).toBe('planned');
    expect(seen.answer.dwellers?.map(({ serviceAccount, says }) => [serviceAccount, says.includes('host network')])).toEqual([
      ['aws-node', true],
      ['cluster-autoscaler', false],
      ['orders', false],
    ]);
  });

  test('lets who has made a ServiceAccount keep it', async () => {
    await migrate('node-role', dir, '--state', BEFORE, '--cluster-dump', join(EXAMPLE, 'cluster.json'), ...ASSIGN, '--yes');
    expect(read('irsa.yaml')).toContain('serviceAccount: { name: orders, owner: annotate }');
  });

  test('tells what is left of a wildcard, and shows how it comes off only when told that nobody needs it', async () => {
    const all = { Effect: 'Allow', Action: 'sqs:*', Resource: 'arn:aws:sqs:us-east-1:111122223333:orders' };
    const role = { address: 'module.irsa_orders.aws_iam_role.this[0]', type: 'aws_iam_role', values: { name: 'production-orders' } };
    const state = stateOf(group, inline('queue', all), role);
    const narrowed = await migrate('node-role', dir, '--state', state, '--assign', 'orders:shop/orders=queue', '--yes');
    expect(standing(narrowed, 'queue')).toMatchObject({ status: 'partly', left: ['sqs:* on arn:aws:sqs:us-east-1:111122223333:orders'] });
    const forced = await migrate('node-role', dir, '--state', state, '--detach', 'queue');
    expect(standing(forced, 'queue')?.status).toBe('ready');
    expect(forced.answer.steps?.map(({ text }) => text).join('\n')).toContain(
      'remove aws_iam_role_policy.queue where its Terraform is written',
    );
  });

  test('finds the line of a module’s call that attaches a policy', async () => {
    cpSync(join(EXAMPLE, '2-roles'), dir, { recursive: true });
    const main = `module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 20.0"

  eks_managed_node_groups = {
    default = {
      iam_role_additional_policies = {
        orders = aws_iam_policy.orders.arn
      }
    }
  }
}
`;
    writeFileSync(join(dir, 'nodes.tf'), main);
    const roles = ['orders', 'cluster-autoscaler'].map((name): Resource => ({
      address: 'x',
      type: 'aws_iam_role',
      values: { name: `production-${name}` },
    }));
    const orders = policy('orders-data', { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::orders/*' });
    const address = 'module.eks.module.eks_managed_node_group["default"].aws_iam_role_policy_attachment.additional["orders"]';
    const state = stateOf(group, orders, attachment(`${ARN}:policy/orders-data`, address), ...roles);
    const { answer } = await migrate('node-role', dir, '--state', state);
    expect(answer.patches.map(({ lines }) => lines)).toEqual([['- orders = aws_iam_policy.orders.arn']]);
    makePatches(dir, answer.patches);
    expect(read('nodes.tf')).toBe(main.replace('        orders = aws_iam_policy.orders.arn\n', ''));
  });

  test('of eks 20.x asks for hop limit 1 where nothing is said of it, once nothing is left on the nodes', async () => {
    writeFileSync(join(dir, 'nodes.tf'), 'module "eks" {\n  source  = "terraform-aws-modules/eks/aws"\n  version = "~> 20.0"\n}\n');
    const { answer } = await migrate(
      'node-role',
      dir,
      '--state',
      stateOf(group, attachment('arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy')),
    );
    expect(answer.patches.map(({ lines }) => lines.map((line) => line.replaceAll(/\s+/g, ' ')))).toEqual([
      expect.arrayContaining(['+ http_put_response_hop_limit = 1']),
    ]);
  });

  test('shows hop limit 1 as a patch that git applies, whatever makes the nodes', async () => {
    const nodes = `module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 20.0"
}

resource "aws_launch_template" "a" {
  metadata_options {
    http_tokens                 = "required"
    http_put_response_hop_limit = 2 # for now
  }
}

resource "aws_launch_template" "b" {
  name = "b"
}

resource "aws_eks_node_group" "c" {
  node_role_arn = aws_iam_role.nodes.arn
}

# the end
`;
    writeFileSync(join(dir, 'nodes.tf'), nodes);
    const args = ['--state', stateOf(group, attachment('arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy'))];
    const { answer, told } = await migrate('node-role', dir, ...args);
    expect(told).toContain("git apply <<'EOF'");
    const patch = answer.patches.flatMap(({ diff = [] }) => diff);
    execFileSync('git', ['apply', '-'], { cwd: dir, input: `${patch.join('\n')}\n` });
    expect(read('nodes.tf')).toBe(
      nodes
        .replace(
          '"~> 20.0"\n}',
          '"~> 20.0"\n\n  eks_managed_node_group_defaults = {\n    metadata_options = {\n      http_endpoint               = "enabled"\n      http_tokens                 = "required"\n      http_put_response_hop_limit = 1\n    }\n  }\n}',
        )
        .replace('= 2 # for now', '= 1 # for now')
        .replace(
          'name = "b"\n}',
          'name = "b"\n\n  metadata_options {\n    http_tokens                 = "required"\n    http_put_response_hop_limit = 1\n  }\n}',
        )
        .replace(
          'nodes.arn\n}',
          'nodes.arn\n\n  launch_template {\n    id      = aws_launch_template.c.id\n    version = aws_launch_template.c.latest_version\n  }\n}\n\nresource "aws_launch_template" "c" {\n  metadata_options {\n    http_tokens                 = "required"\n    http_put_response_hop_limit = 1\n  }\n}',
        ),
    );
    expect((await migrate('node-role', dir, ...args)).answer.patches).toEqual([]);
  });

  test('believes what a role lists itself only where nothing else attaches to it', async () => {
    const lists = (...managed_policy_arns: readonly string[]): Resource => ({
      address: 'aws_iam_role.nodes',
      type: 'aws_iam_role',
      values: { name: 'nodes', managed_policy_arns },
    });
    const gone = `${ARN}:policy/gone`;
    const worker = 'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy';
    expect(
      standing(await migrate('node-role', dir, '--state', stateOf(group, lists(gone, worker), attachment(worker))), 'gone'),
    ).toBeUndefined();
    expect(standing(await migrate('node-role', dir, '--state', stateOf(group, lists(gone, worker))), 'gone')?.status).toBe('open');
  });

  test('hands the boundary of the node role on: a role without one might do more', async () => {
    const bounded: Resource = {
      address: 'aws_iam_role.nodes',
      type: 'aws_iam_role',
      values: { name: 'nodes', permissions_boundary: `${ARN}:policy/bound` },
    };
    const queue = inline('queue', { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:us-east-1:111122223333:orders' });
    await migrate('node-role', dir, '--state', stateOf(group, bounded, queue), '--assign', 'orders:shop/orders=queue', '--yes');
    expect(read('irsa.yaml')).toContain(`permissionsBoundary: ${ARN}:policy/bound`);
  });
});

describe('create-irsa migrate node-role --live', () => {
  const AWS = `#!/bin/sh
case "$1 $2 $*" in
  "eks list-nodegroups "*) echo '{"nodegroups":["default"]}' ;;
  "eks describe-nodegroup "*) echo '{"nodegroup":{"nodeRole":"${ARN}:role/nodes"}}' ;;
  "iam get-role "*"--role-name nodes"*) echo '{"Role":{"RoleName":"nodes","Arn":"${ARN}:role/nodes"}}' ;;
  "iam list-attached-role-policies "*) echo '{"AttachedPolicies":[{"PolicyName":"AmazonEKSWorkerNodePolicy","PolicyArn":"arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"},{"PolicyName":"orders","PolicyArn":"${ARN}:policy/orders"}]}' ;;
  "iam list-role-policies "*) echo '{"PolicyNames":["queue"]}' ;;
  "iam get-role-policy "*) echo '{"PolicyDocument":{"Statement":[{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"arn:aws:sqs:us-east-1:111122223333:orders"}]}}' ;;
  "iam get-policy "*) echo '{"Policy":{"DefaultVersionId":"v3"}}' ;;
  "iam get-policy-version "*"v3"*) echo '{"PolicyVersion":{"Document":{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::orders/*"}]}}}' ;;
  *) echo "NoSuchEntity" >&2; exit 254 ;;
esac
`;

  test('reads what AWS has of the node groups, and shows the commands that take it off', async () => {
    const example = { files: { 'irsa.yaml': read('irsa.yaml') }, programs: { aws: AWS } };
    const { code, lines } = await runExample({ ...example, argv: ['migrate', 'node-role', '--live', '--detach', 'orders,queue', '--yes'] });
    const told = lines.join('\n').replaceAll(/\s+/g, ' ');
    expect([code, told]).toEqual([0, expect.stringContaining('AmazonEKSWorkerNodePolicy is what nodes need themselves.')]);
    expect(told).toContain(`aws iam detach-role-policy --role-name nodes --policy-arn ${ARN}:policy/orders`);
    expect(told).toContain('aws iam delete-role-policy --role-name nodes --policy-name queue');
    expect(told).toContain('aws iam put-role-policy --role-name nodes --policy-name queue --policy-document file://queue.json');
  });
});
