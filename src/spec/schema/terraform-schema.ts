/** What Terraform the files are written for. */
import * as z from 'zod/mini';
import type { ModuleName } from '../spec.ts';
import { defaultWorkspace, workspace, workspacePattern } from '../rules/naming.ts';
import { oneOf } from '../rules/rule.ts';
import {
  directory,
  engineVersion,
  engineVersionPattern,
  exactVersion,
  exactVersionPattern,
  hclFile,
  hclFilePattern,
  hostname,
  hostnamePattern,
  isLocalSource,
  isRemoteSource,
  moduleSource,
  organization,
  organizationPattern,
  project,
  projectPattern,
} from '../rules/terraform.ts';
import { choice, either, map, may, must, text } from './fields.ts';
import type { Finding, Schema } from './fields.ts';
import { ownerSchema } from './workload-schema.ts';

const moduleLines: Readonly<Record<ModuleName, readonly number[]>> = {
  iam: [5, 6],
  eks: [20, 21],
  'pod-identity': [1, 2],
};

const moduleTitles: Readonly<Record<ModuleName, string>> = {
  iam: 'terraform-aws-modules/iam/aws',
  eks: 'terraform-aws-modules/eks/aws',
  'pod-identity': 'terraform-aws-modules/eks-pod-identity/aws',
};

const engines = ['terraform', 'opentofu'];

export function terraformSchema(): Schema {
  const modules = () =>
    map(
      Object.fromEntries(
        (Object.keys(moduleLines) as ModuleName[]).map((name) => [
          name,
          may(`Line of ${moduleTitles[name]}, or one release of it and where it comes from.`, () => moduleSchema(name), {
            examples: [moduleLines[name][0]],
          }),
        ]),
      ),
      'a map such as { iam: 5, eks: 21 }',
    );
  const engineText = () => text('a version such as 1.9.8', { code: 'invalid-version', rule: engineVersion, pattern: engineVersionPattern });
  return map(
    {
      modules: may('Release lines of the modules; default: what the repository uses, else the newest that fit together.', modules),
      pin: may('How module versions are written: exact, or pessimistic (~>).', () => choice(['exact', 'pessimistic']), {
        default: 'exact',
      }),
      engine: may(
        'terraform or opentofu, with a version if you like.',
        () =>
          either(
            [
              choice(engines),
              map(
                { name: must('Its name.', choice(engines)), version: may('Its version, in quotes.', engineText, { examples: ['1.9.8'] }) },
                '{ name: terraform, version: "1.9.8" }',
              ),
            ],
            'terraform, opentofu, or { name: terraform, version: "1.9.8" }',
          ),
        { default: 'terraform' },
      ),
      layout: may(
        'root: the files belong to a root module. module: they are a child module, in irsa-module/, and its caller.',
        () => choice(['root', 'module']),
        { default: 'root' },
      ),
      caller: may(
        'For layout: module. Who calls the child module: a module block, a Terragrunt unit, or a root run with a tfvars file.',
        callerSchema,
        {
          default: 'module',
        },
      ),
      cloud: may('The workspace of HCP Terraform, or of Terraform Enterprise, that holds the state of the root.', cloudSchema, {
        examples: [{ organization: 'acme', workspace: 'irsa-{group}' }],
      }),
      format: may(
        'hcl for people, json (.tf.json) for machines, cdktf for an app of CDK for Terraform in irsa/cdktf.',
        () => choice(['hcl', 'json', 'cdktf']),
        { default: 'hcl' },
      ),
      cdktf: may('The package that an app of format cdktf is built on: cdktf, or its successor cdktn.', () => choice(['cdktf', 'cdktn']), {
        default: 'cdktf',
      }),
      serviceAccounts: may('Who makes the ServiceAccounts of apps, where they do not say so themselves.', ownerSchema, {
        default: 'terraform',
      }),
      directory: may(
        'The root module that the .tf files go to, seen from this file; an app of cdktf is a root of its own.',
        () => text('a folder seen from this file, such as .', { code: 'invalid-directory', rule: directory }),
        {
          default: '.',
        },
      ),
      kubernetesAuth: may('How a Kubernetes provider of ours would log in.', () => choice(['exec', 'token']), { default: 'exec' }),
    },
    'a map such as { modules: { iam: 5 }, format: hcl }',
  );
}

const callers = ['module', 'terragrunt', 'tfvars'];

const callerSchema = (): Schema =>
  either(
    [
      choice(callers),
      map(
        {
          name: must('Its name.', choice(callers)),
          root: may(
            'For terragrunt: the file of a folder above that the unit includes; default: root.hcl, if there is one.',
            () => text('the name of a file such as root.hcl', { code: 'invalid-path', rule: hclFile, pattern: hclFilePattern }),
            { examples: ['root.hcl'] },
          ),
        },
        '{ name: terragrunt, root: root.hcl }',
      ),
    ],
    'module, terragrunt, tfvars, or { name: terragrunt, root: root.hcl }',
  );

const cloudSchema = (): Schema =>
  map(
    {
      organization: must(
        'The organization.',
        text('the name of an organization', { code: 'invalid-workspace', rule: organization, pattern: organizationPattern }),
        { examples: ['acme'] },
      ),
      workspace: may(
        'The workspace, from {group} and {region}.',
        () =>
          text('the name of a workspace such as irsa-{group}', { code: 'invalid-workspace', rule: workspace, pattern: workspacePattern }),
        { default: defaultWorkspace },
      ),
      project: may(
        'The project in which the workspace is made; from Terraform 1.6 on.',
        () => text('the name of a project', { code: 'invalid-workspace', rule: project, pattern: projectPattern }),
        { examples: ['platform'] },
      ),
      hostname: may(
        'Of Terraform Enterprise; default: app.terraform.io.',
        () => text('a host name such as app.terraform.io', { code: 'invalid-workspace', rule: hostname, pattern: hostnamePattern }),
        { examples: ['terraform.example.com'] },
      ),
    },
    'a map such as { organization: acme }',
  );

function moduleSchema(name: ModuleName): Schema {
  const lines = moduleLines[name];
  const expected = `${oneOf(lines.map(String))}, or one release such as { version: "${lines[0]}.0.0" }`;
  const line = () => z.literal(lines as number[], { error: oneOf(lines.map(String)) });
  const object = map(
    {
      line: may('The release line; follows from version.', line),
      version: may('Exactly one release, in quotes.', () =>
        text('one release in quotes', { code: 'invalid-version', rule: exactVersion, pattern: exactVersionPattern }),
      ),
      source: may('A registry address, git::…?ref=<commit> (then without version), or a local path.', () =>
        text('a module source', { code: 'invalid-module-source', rule: moduleSource }),
      ),
      ...(name === 'iam'
        ? { from: may('While roles move: the line whose addresses the state still holds. moved blocks carry them over.', line) }
        : {}),
    },
    expected,
    (choice) => [...moduleFindings(lines, choice), ...fromFindings(choice)],
  );
  return either([line(), object], expected);
}

/** Nothing moves from a line to itself. */
const fromFindings = ({ line, version, from }: Record<string, unknown>): Finding[] =>
  from !== undefined && from === (line ?? Number(String(version).split('.')[0]))
    ? [
        {
          code: 'contradictory-module',
          message: `from names line ${String(from)}, which is the line itself.`,
          fix: 'Leave from out.',
          path: ['from'],
        },
      ]
    : [];

function moduleFindings(lines: readonly number[], { line, version, source }: Record<string, unknown>): Finding[] {
  const allowed = oneOf(lines.map(String));
  if (typeof version === 'string') {
    const major = Number(version.split('.')[0]);
    if (typeof source === 'string' && (isRemoteSource(source) || isLocalSource(source))) {
      return [
        {
          code: 'version-of-source',
          message: `Only modules of a registry have a version; ${isLocalSource(source) ? 'a local path' : 'the ref of a git source'} says it already.`,
          fix: 'Write line instead of version.',
          path: ['version'],
          onKey: true,
        },
      ];
    }
    if (typeof line === 'number' && line !== major) {
      return [
        { code: 'contradictory-module', message: `Release ${version} is not of line ${line}.`, fix: 'Leave line out.', path: ['line'] },
      ];
    }
    return exactVersionPattern.test(version) && !lines.includes(major)
      ? [
          {
            code: 'unknown-module-line',
            message: `Release ${version} is of line ${major}, which create-irsa does not know.`,
            fix: `Name a release of line ${allowed}.`,
            path: ['version'],
          },
        ]
      : [];
  }
  if (line !== undefined || version !== undefined) return [];
  return [
    {
      code: 'no-module-line',
      message: 'Neither line nor version is given, so the module’s inputs are not known.',
      fix: `Add line: ${lines.at(-1)}.`,
    },
  ];
}
