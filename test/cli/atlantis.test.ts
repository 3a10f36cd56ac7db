import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { parseArguments } from '../../src/cli/arguments.ts';
import { run } from '../../src/cli/commands/generate.ts';
import { plain } from '../../src/cli/style.ts';
import { filesIn, temporaryFolder } from '../support/temporary-folder.ts';

beforeAll(() => {
  Object.assign(globalThis, { __VERSION__: '0.0.0-test' });
});

const APP =
  'outputs: [terraform]\napps: { orders: { namespace: shop, serviceAccount: { owner: none }, grants: [{ sqs: { queue: q, access: consume } }] } }\n';
const specOf = (key: string, terraform = '{}', from = '{ data: true }') =>
  `version: 1\nterraform: ${terraform}\nclusters: { ${key}: { region: us-east-1, from: ${from} } }\n${APP}`;

function repository(files: Readonly<Record<string, string>>): string {
  const top = temporaryFolder(files);
  mkdirSync(join(top, '.git'));
  return top;
}

async function generate(...argv: readonly string[]) {
  const { value: args } = parseArguments(['generate', ...argv], () => false);
  if (args === undefined) throw new Error(`not a command line: ${argv.join(' ')}`);
  const told: string[] = [];
  const tell = (lines: readonly string[]) => void told.push(...lines);
  const code = await run(args, { style: plain, interactive: false, plain: false, tell, print: () => undefined, progress: () => undefined });
  return { code, told: told.join('\n') };
}

/** https://www.runatlantis.io/docs/repo-level-atlantis-yaml#project */
const PROJECT_KEYS = [
  'name',
  'branch',
  'dir',
  'workspace',
  'execution_order_group',
  'delete_source_branch_on_merge',
  'repo_locking',
  'repo_locks',
  'custom_policy_check',
  'autoplan',
  'terraform_distribution',
  'terraform_version',
  'plan_requirements',
  'apply_requirements',
  'import_requirements',
  'depends_on',
  'silence_pr_comments',
  'workflow',
];

interface Project extends Readonly<Record<string, unknown>> {
  readonly name: string;
  readonly dir: string;
  readonly depends_on?: readonly string[];
  readonly autoplan: { readonly when_modified: readonly string[] };
}

const projectsIn = (top: string): readonly Project[] => {
  const { version, projects, ...rest } = parse(readFileSync(join(top, 'atlantis.yaml'), 'utf8')) as {
    version: number;
    projects: Project[];
  };
  expect({ version, rest }).toEqual({ version: 3, rest: {} });
  return projects;
};

describe('generate --atlantis', () => {
  test('makes a project of every root of the run, in the words of Atlantis', async () => {
    const NEW =
      '{ new: { kubernetesVersion: "1.33", vpcId: vpc-0123456789abcdef0, subnetIds: [subnet-0123456789abcdef0, subnet-0123456789abcdef1], nodes: auto } }';
    const top = repository({
      'live/blue/irsa.yaml': specOf('blue', '{ engine: { name: opentofu, version: "1.10.2" } }'),
      'live/called/irsa.yaml': specOf('called', '{ layout: module }'),
      'live/new/irsa.yaml': specOf('new', '{}', NEW).replace('owner: none', 'owner: terraform'),
      'live/unit/irsa.yaml': specOf('unit', '{ layout: module, caller: terragrunt }', '{ dependency: ../eks }'),
    });
    const { code, told } = await generate('--atlantis', join(top, 'atlantis.yaml'), `${top}/live/*/irsa.yaml`);
    // It is no spec.
    expect({ code, told }).toMatchObject({ code: 0, told: expect.stringMatching(/ files of 4 specs\.$/) });
    const projects = projectsIn(top);
    const own = ['*.tf*', '.terraform.lock.hcl'];
    expect(projects).toEqual([
      {
        name: 'live/blue',
        dir: 'live/blue',
        terraform_distribution: 'opentofu',
        terraform_version: 'v1.10.2',
        autoplan: { when_modified: own },
      },
      { name: 'live/called', dir: 'live/called', autoplan: { when_modified: [...own, 'irsa-module/*.tf*'] } },
      { name: 'live/new', dir: 'live/new', autoplan: { when_modified: own } },
      {
        name: 'live/new/irsa-kubernetes',
        dir: 'live/new/irsa-kubernetes',
        autoplan: { when_modified: own },
        execution_order_group: 1,
        depends_on: ['live/new'],
      },
      {
        name: 'live/unit',
        dir: 'live/unit',
        autoplan: { when_modified: ['terragrunt.hcl', ...own, 'irsa-module/*.tf*'] },
        workflow: 'terragrunt',
      },
    ]);
    for (const project of projects) {
      expect(PROJECT_KEYS).toEqual(expect.arrayContaining(Object.keys(project)));
      expect(encodeURIComponent(project.name.replaceAll('/', '-'))).toBe(project.name.replaceAll('/', '-'));
      expect(Object.keys(filesIn(join(top, project.dir))).length).toBeGreaterThan(0);
    }
  });

  test('belongs to the specs that it was made of: the same run finds it unchanged, another one does not touch it', async () => {
    const top = repository({ 'live/blue/irsa.yaml': specOf('blue'), 'live/green/irsa.yaml': specOf('green'), 'irsa.yaml': specOf('top') });
    const all = ['--atlantis', join(top, 'atlantis.yaml'), `${top}/live/*/irsa.yaml`];
    expect((await generate(...all)).code).toBe(0);
    expect(readFileSync(join(top, 'atlantis.yaml'), 'utf8')).toMatch(
      /^# Generated by create-irsa from all of live\/\*\/irsa\.yaml\.\n.* run `create-irsa generate --atlantis atlantis\.yaml 'live\/\*\/irsa\.yaml'`;/,
    );
    expect((await generate('--check', ...all)).code).toBe(0);
    const before = filesIn(top);
    expect(await generate('--atlantis', join(top, 'atlantis.yaml'), `${top}/live/blue`)).toMatchObject({
      code: 3,
      told: expect.stringContaining('another spec writes it'),
    });
    expect(filesIn(top)).toEqual(before);

    // A spec beside it leaves it alone.
    expect((await generate(top)).code).toBe(0);
    expect((await generate('--check', top)).told).not.toContain('atlantis');

    writeFileSync(join(top, 'live/green/irsa.yaml'), specOf('green', '{ directory: infra }'));
    expect(await generate('--check', ...all)).toMatchObject({ code: 1, told: expect.stringContaining('atlantis.yaml') });
  });

  test('never overwrites an atlantis.yaml of the user, nor leaves a half fleet beside it', async () => {
    const top = repository({ 'live/blue/irsa.yaml': specOf('blue'), 'atlantis.yaml': 'version: 3\n' });
    const before = filesIn(top);
    expect((await generate('--force', '--atlantis', join(top, 'atlantis.yaml'), `${top}/live/*`)).code).toBe(3);
    expect(filesIn(top)).toEqual(before);
  });

  test('refuses what Atlantis would misread', async () => {
    const top = repository({ 'live/[blue]/irsa.yaml': specOf('blue') });
    const elsewhere = repository({});
    expect((await generate('--atlantis', join(top, 'atlantis.yaml'), join(top, 'live/[blue]'))).told).toContain('as a pattern');
    expect((await generate('--atlantis', join(elsewhere, 'atlantis.yaml'), join(top, 'live/[blue]'))).told).toContain(
      'outside of the repository',
    );
  });
});

test('two specs of a fleet never share a workspace of HCP Terraform', async () => {
  const cloud = (name: string) => `{ cloud: { organization: acme, workspace: "${name}" } }`;
  const top = repository({ 'live/a/irsa.yaml': specOf('a', cloud('irsa')), 'live/b/irsa.yaml': specOf('b', cloud('irsa')) });
  expect(await generate(`${top}/live/*`)).toMatchObject({
    code: 2,
    told: expect.stringMatching(/would both\s+keep their state in app\.terraform\.io\/acme\/irsa\./),
  });
  writeFileSync(join(top, 'live/b/irsa.yaml'), specOf('b', cloud('irsa-{group}')));
  expect((await generate(`${top}/live/*`)).code).toBe(0);
});
