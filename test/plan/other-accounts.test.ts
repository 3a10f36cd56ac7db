/** Roles of other accounts: what the pods' own role may do, and what stands in the root of the other account. */
import { describe, expect, test } from '@jest/globals';
import { emitTerraform } from '../../src/emit/terraform/emit-terraform.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { AssumedRole, Spec } from '../../src/spec/spec.ts';
import { aCluster, anAddOn, anApp, anAssumedRole, aSpec, blocksOfKind, planOf, problemsOf, someFacts } from '../support/a-spec.ts';

const OTHER = '222222222222';
const reports = `arn:aws:iam::${OTHER}:role/data/reports`;

const assumed = anAssumedRole;
const direct = (more: Partial<AssumedRole> = {}) => assumed({ via: 'direct', ...more });
const production = aCluster('production', { accountId: '111122223333' });
const nothing = { grants: [] } as const;

const rootOf = (plan: Plan, accountId = OTHER): string => {
  const account = plan.otherAccounts.find((other) => other.accountId === accountId);
  return account === undefined
    ? ''
    : emitTerraform(account.root)
        .map(({ content }) => content)
        .join('\n');
};
const specOf = (apps: Spec['apps'], more: Partial<Spec> = {}) => aSpec({ clusters: [production], apps, ...more });
const ownStatements = (plan: Plan) =>
  (plan.workloads[0]?.roles[0]?.permissions.policies ?? [])
    .flatMap(({ statements }) => statements)
    .filter(({ sid }) => !sid?.startsWith('S3'));

describe('the role of pods that assume others', () => {
  test('may assume exactly those, and no more than each entry asks for', () => {
    const ledger = `arn:aws:iam::333333333333:role/ledger`;
    const audit = `arn:aws:iam::333333333333:role/audit`;
    const plan = planOf(
      specOf([
        anApp('web', {
          assumeRoles: [
            assumed(),
            assumed({ role: ledger, profile: 'ledger', sessionTags: ['project'] }),
            assumed({ role: audit, profile: 'audit', sourceIdentity: true }),
            direct({ role: 'arn:aws:iam::444444444444:role/direct', profile: 'direct' }),
          ],
        }),
      ]),
    );
    expect(ownStatements(plan)?.map(({ actions, resources }) => [actions, resources])).toEqual([
      [['sts:AssumeRole'], [reports, ledger, audit]],
      [['sts:TagSession'], [ledger]],
      [['sts:SetSourceIdentity'], [audit]],
    ]);
  });

  test('may not assume what is trusted directly', () => {
    expect(ownStatements(planOf(specOf([anApp('web', { assumeRoles: [direct()] })])))).toEqual([]);
  });

  test('has these statements beside the module of an add-on too, and for eksctl', () => {
    const dns = anAddOn('external-dns', { options: { hostedZones: ['Z0123456789ABC'] }, assumeRoles: [assumed()] });
    const spec = aSpec({ clusters: [production], addOns: [dns], outputs: ['eksctl', 'terraform'] });
    expect(blocksOfKind(planOf(spec), 'policy-document')[0]?.statements[0]?.actions).toEqual(['sts:AssumeRole']);
    const eksctl = planOf({ ...spec, outputs: ['eksctl'] }).eksctl[0]?.accounts[0]?.config;
    expect(JSON.stringify(eksctl)).toContain(`"Action":["sts:AssumeRole"],"Resource":["${reports}"]`);
  });
});

describe('the root of another account', () => {
  test('makes a role once for several workloads, with a trust statement for each and what both say of it', () => {
    const grants = [{ service: 'sqs', options: { queue: 'orders', access: 'consume' } }];
    const plan = planOf(
      specOf([
        anApp('web', { assumeRoles: [assumed({ grants, externalId: 'web' })] }),
        anApp('jobs', { assumeRoles: [assumed({ grants, externalId: 'jobs' }), assumed({ role: `${reports}-2`, profile: 'b' })] }),
      ]),
    );
    expect(plan.otherAccounts.map(({ accountId }) => accountId)).toEqual([OTHER]);
    const root = rootOf(plan);
    expect(root.match(/resource "aws_iam_role" "\w+"/g)).toEqual([
      'resource "aws_iam_role" "irsa_reports"',
      'resource "aws_iam_role" "irsa_reports_2"',
    ]);
    expect(root.match(/values {3}= \["(web|jobs)"\]/g)).toHaveLength(2);
    expect(root.match(/sid +=/g)).toHaveLength(2);
  });

  test('is one folder for each account, below the root, and has no reference to anything outside of it', () => {
    const app = anApp('web', { assumeRoles: [assumed(), assumed({ role: 'arn:aws:iam::333333333333:role/x', profile: 'x' })] });
    const plan = planOf(aSpec({ clusters: [production], apps: [app], terraform: { directory: 'infra' } }));
    expect(plan.otherAccounts.map(({ root }) => root.directory)).toEqual([
      `infra/irsa-accounts/${OTHER}`,
      'infra/irsa-accounts/333333333333',
    ]);
    expect(rootOf(plan)).not.toMatch(/module\.|data\.aws_eks|var\./);
  });

  test('has labels that do not depend on who else is there', () => {
    const labels = (roles: readonly string[]) =>
      rootOf(planOf(specOf([anApp('web', { assumeRoles: roles.map((role) => assumed({ role, profile: role.slice(-20) })) })]))).match(
        /"aws_iam_role" "\w+"/g,
      );
    const [a, b] = [`arn:aws:iam::${OTHER}:role/my-role`, `arn:aws:iam::${OTHER}:role/my.role`];
    expect(labels([a, b])).toEqual([...(labels([a]) ?? []), ...(labels([b]) ?? [])]);
    expect(new Set(labels([a, b])).size).toBe(2);
  });

  test('admits the role of each cluster, and of a share group once', () => {
    const [blue, green] = [
      aCluster('blue', { accountId: '111122223333' }),
      aCluster('green', { accountId: '444455556666', providers: { aws: 'aws.green' } }),
    ];
    const app = anApp('web', { assumeRoles: [assumed()] });
    const at = { file: 'main.tf', line: 1 };
    const facts = someFacts({
      providers: [
        { name: 'aws', at },
        { name: 'aws', alias: 'green', at },
      ],
    });
    const of = (spec: Spec) => /identifiers = (\[[^\]]*\])/s.exec(rootOf(planOf(spec, facts)))?.[1];
    expect(of(aSpec({ clusters: [blue, green], apps: [app] }))?.match(/arn[^"]+/g)).toEqual([
      'arn:aws:iam::111122223333:role/blue-web',
      'arn:aws:iam::444455556666:role/green-web',
    ]);
    const shared = aSpec({
      clusters: [blue, aCluster('teal', { accountId: '111122223333' })],
      shareRoles: [{ name: 'shop', clusters: ['blue', 'teal'] }],
      apps: [app],
    });
    expect(of(shared)?.match(/arn[^"]+/g)).toEqual(['arn:aws:iam::111122223333:role/shop-web']);
  });

  test('trusts each cluster by a provider of its own where it is direct, for the audience of its tokens', () => {
    const app = anApp('web', { ...nothing, serviceAccount: { name: 'web', owner: 'none', audience: 'vault' }, assumeRoles: [direct()] });
    const root = rootOf(planOf(aSpec({ clusters: [production, aCluster('other')], apps: [app] })));
    expect(root.match(/resource "aws_iam_openid_connect_provider" "\w+"/g)).toHaveLength(2);
    expect(root.match(/client_id_list = \["vault"\]/g)).toHaveLength(2);
    expect(root.match(/:aud"\n +values +=? \["vault"\]|:aud"\s+values\s+= \["vault"\]/g)).toHaveLength(2);
  });

  test('looks the provider up where it is there', () => {
    const root = rootOf(planOf(specOf([anApp('web', { assumeRoles: [direct({ oidcProvider: 'existing' })] })])));
    expect(root).toContain('data "aws_iam_openid_connect_provider"');
    expect(root).not.toContain('resource "aws_iam_openid_connect_provider"');
  });

  test('is not written where there is no Terraform, which is said', () => {
    const spec = specOf([anApp('web', { assumeRoles: [assumed()] })], { outputs: ['helm'] });
    expect(planOf(spec).otherAccounts).toEqual([]);
    expect(problemsOf(spec)).toContain('other-account-not-written');
  });

  test('is told where its trust policy has no room for so many workloads', () => {
    const apps = (count: number) =>
      Array.from({ length: count }, (_, i) => anApp(`app-${i}`, { assumeRoles: [assumed({ externalId: `id-${i}` })] }));
    expect(problemsOf(specOf(apps(10)))).toEqual([]);
    expect(problemsOf(specOf(apps(14)))).toEqual(['trust-too-large']);
  });

  test('is HCL beside an app of cdktf', () => {
    const plan = planOf(
      aSpec({ clusters: [production], apps: [anApp('web', { assumeRoles: [assumed()] })], terraform: { format: 'cdktf' } }),
    );
    expect(plan.otherAccounts[0]?.root.format).toBe('hcl');
  });
});
