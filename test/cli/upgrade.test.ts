/** `create-irsa upgrade`: what is on disk against what this version writes, told by what roles may do. */
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { rolesOfFiles } from '../../src/access/of-files.ts';
import { rolesOfPlan } from '../../src/access/of-plan.ts';
import type { RolePermissions } from '../../src/access/role-permissions.ts';
import { differences } from '../../src/access/difference.ts';
import { withHeader } from '../../src/emit/header.ts';
import { sha256 } from '../../src/repo/digest.ts';
import { execute } from '../../src/cli/execute.ts';
import { planSpec, prepare, readSpec } from '../../src/cli/generation.ts';
import type { DiffJson } from '../../src/cli/json-shapes.ts';
import { readTerraform } from '../../src/cli/upgrade/read-terraform.ts';
import { withApp, withCluster } from '../support/problem-examples/example.ts';
import { runExample, type Told } from '../support/problem-examples/run-example.ts';
import { examplesDir } from '../support/generate.ts';
import { silentTerminal } from '../support/silent-terminal.ts';
import { filesIn, temporaryFolder } from '../support/temporary-folder.ts';

const EXAMPLES = [
  '01-quick-start',
  '02-seven-patterns-iam5',
  '03-seven-patterns-iam6',
  '12-cross-account',
  '14-migrate-keep-role/3-dual',
  '16-pod-identity',
  '17-pod-identity-cross-account',
];

async function sourceOf(example: string) {
  const source = readSpec(join(examplesDir, example));
  if ('code' in source) throw new Error(source.message);
  return source;
}

/** The roles that generated files make, by folder and file, as they are in either syntax. */
async function written(example: string, format: 'hcl' | 'json'): Promise<readonly RolePermissions[]> {
  const { changes, problems } = await prepare(await sourceOf(example), { format, out: temporaryFolder() });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const files = changes.filter(({ path }) => /\.tf(\.json)?$/.test(path) && !path.startsWith('tests/'));
  const blocks = await Promise.all(
    files.map(async ({ path, ours = '' }) => ({ folder: dirname(path), blocks: await readTerraform(path, ours) })),
  );
  const folders = [...new Set(blocks.map(({ folder }) => folder))];
  return folders.flatMap((folder) =>
    rolesOfFiles(blocks.filter((one) => one.folder === folder).flatMap((one) => one.blocks)).map((role) => ({
      ...role,
      key: `${folder}/${role.key}`,
    })),
  );
}

const byName = (roles: readonly RolePermissions[]) =>
  Object.fromEntries(
    roles
      .map(({ name, trust, permits, managedPolicies, boundary, associations }) => {
        const actions = permits.map(({ allows, action, conditions }) =>
          JSON.stringify([allows, action, conditions.map(({ operator }) => operator)]),
        );
        const subjects = trust.flatMap(({ conditions }) =>
          conditions.filter(({ key }) => key.endsWith(':sub')).flatMap(({ values }) => values),
        );
        return [
          name.replace(/^.*\//, ''),
          {
            actions: [...new Set(actions)].sort(),
            subjects: [...new Set(subjects)].sort(),
            managed: managedPolicies.length,
            boundary: boundary !== undefined,
            associations: associations.length,
          },
        ] as const;
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

describe.each(EXAMPLES)('%s', (example) => {
  test('its files say of roles what its plan says', async () => {
    const { value: planned } = await planSpec(await sourceOf(example));
    const roles = planned === undefined ? [] : rolesOfPlan(planned.plan, planned.spec);
    expect(roles.length).toBeGreaterThan(0);
    expect(byName(await written(example, 'hcl'))).toEqual(byName(roles));
  });

  test('HCL and JSON say the same', async () => {
    const [hcl, json] = [await written(example, 'hcl'), await written(example, 'json')];
    expect(differences(hcl, json).filter(({ status }) => status !== 'unchanged')).toEqual([]);
  });
});

type Files = Readonly<Record<string, string>>;
const upgrade = (files: Files, before: readonly string[], ...flags: readonly string[]): Promise<Told> =>
  runExample({ argv: ['upgrade', ...flags], files, before });

/** What another version has written. */
const OLDER = `resource "aws_iam_policy" "irsa_my_app" {
  name   = "production-my-app"
  policy = data.aws_iam_policy_document.irsa_my_app.json
}

data "aws_iam_policy_document" "irsa_my_app" {
  statement {
    actions   = ["s3:*"]
    resources = ["*"]
  }
}

module "irsa_my_app" {
  source  = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks"
  version = "5.60.0"

  role_name        = "production-my-app"
  role_policy_arns = { irsa = aws_iam_policy.irsa_my_app.arn }
  oidc_providers = {
    production = { provider_arn = data.aws_iam_openid_connect_provider.irsa_production.arn, namespace_service_accounts = ["shop:my-app"] }
  }
}
`;

test('says what would change, and how to take it, and writes nothing', async () => {
  const older = withHeader({ path: 'irsa-my-app.tf', content: OLDER, comments: 'hash' }, 'irsa.yaml', sha256);
  const files = { 'irsa.yaml': withApp('', 'toolVersion: 0.0.9\n'), 'irsa-my-app.tf': older };
  const folder = temporaryFolder(files);
  let data = '';
  const terminal = { ...silentTerminal(), print: (text: string) => void (data += text) };
  expect(await execute(['upgrade', folder, '--json'], terminal)).toBe(0);
  const { base, accept, roles } = JSON.parse(data) as DiffJson & { readonly accept: string };
  expect([base, accept]).toEqual(['what create-irsa 0.0.9 wrote', `create-irsa generate --upgrade ${folder}`]);
  expect(roles).toMatchObject([{ role: 'production-my-app', status: 'changed', lost: [{ actions: ['s3:*'], resources: ['*'] }] }]);
  expect(filesIn(folder)).toEqual(files);
  const told = await upgrade(files, []);
  expect(told.data).toMatch(/Nothing was written\. To take it: create-irsa generate --upgrade\n$/);
  expect(told.data).toContain('irsa-my-app.tf');
});

test('what is as this version writes it is not spoken of', async () => {
  const { code, data } = await upgrade({ 'irsa.yaml': withCluster('outputs: [helm]\n') }, []);
  expect([code, data]).toEqual([
    0,
    'irsa.yaml against the files on disk\nno roles, then or now\n\nEvery file is as this version writes it.\n',
  ]);
});
