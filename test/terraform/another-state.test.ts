/** Roles whose state is in another root, taken over as docs/adopt.md says it: with the blocks that stand there. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { generateInto, temporaryFolder, writeFiles } from '../support/generate.ts';
import { changes, type Plan, type State } from '../support/terraform/evaluate.ts';
import { appliedForReal } from '../support/terraform/moto.ts';
import { inPhases } from '../support/terraform/phases.ts';
import { moduleKinds } from '../support/terraform/services.ts';

const DOCS = readFileSync(fileURLToPath(new URL('../../docs/adopt.md', import.meta.url)), 'utf8');
const [, SECTION = ''] = DOCS.split('## A role whose state is elsewhere');

/** What the section says in that language, in order. */
const told = (language: string): string[] =>
  [...SECTION.matchAll(/^( *)```(\w+)\n([^]*?)^ *```$/gm)].flatMap(([, indent = '', of, text = '']) =>
    of === language ? [text.replaceAll(new RegExp(`^${indent}`, 'gm'), '')] : [],
  );

const ISSUER = 'oidc.eks.us-east-1.amazonaws.com/id/AAAA';
const PROVIDER = `arn:aws:iam::123456789012:oidc-provider/${ISSUER}`;

const POLICY = `resource "aws_iam_policy" "orders_data" {
  name   = "orders-data"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::orders/*" }] })
}
`;

/** Its trust asks for no audience: that is what is changed in place. */
const ELSEWHERE = `${POLICY}
resource "aws_iam_role" "orders" {
  name        = "orders"
  description = "Orders of the shop"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "${PROVIDER}" }
      Condition = { StringEquals = { "${ISSUER}:sub" = "system:serviceaccount:shop:orders" } }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "orders_data" {
  role       = aws_iam_role.orders.name
  policy_arn = aws_iam_policy.orders_data.arn
}
`;

const SPEC = `version: 1
terraform: { modules: { iam: 5 } }
outputs: [terraform]
clusters:
  production: { region: us-east-1, from: { literal: { oidcProviderArn: "${PROVIDER}" } } }
`;

const root = (files: Readonly<Record<string, string>>): string => writeFiles(temporaryFolder(), files);

/** All but what is as it was. */
const changed = (plan: Plan): Record<string, string> => ({ ...changes(plan) });

const imported = (plan: Plan): string[] =>
  (plan.resource_changes ?? []).flatMap(({ address, change }) => ('importing' in change ? [address] : [])).sort();

/** Arguments of one object that are not as they were. */
const differing = (plan: Plan, at: string): string[] => {
  const { before, after } = plan.resource_changes?.find(({ address }) => address === at)?.change ?? {};
  const was = (before ?? {}) as Readonly<Record<string, unknown>>;
  return Object.entries(after ?? {}).flatMap(([name, value]) => (JSON.stringify(was[name]) === JSON.stringify(value) ? [] : [name]));
};

const roleIdOf = (state: State | undefined): unknown => JSON.stringify(state).match(/"unique_id":"(\w+)"/)?.[1];

appliedForReal('a role whose state is in another root', () => {
  test.each(moduleKinds)('is forgotten there and imported here, with %s modules: nothing is made or destroyed', async (modules) => {
    const [removed = ''] = told('hcl');
    const [apps = ''] = told('yaml');
    const imports = told('hcl')[1] ?? '';
    await inPhases({ modules, roles: ['orders'] }, async ({ next }) => {
      const before = await next({ dir: root({ 'main.tf': ELSEWHERE }) });
      expect(before.attached['orders']).toHaveLength(1);

      const forgotten = await next({ dir: root({ 'main.tf': POLICY + removed }) });
      expect(changed(forgotten.plan)).toEqual({ 'aws_iam_role.orders': 'forget', 'aws_iam_role_policy_attachment.orders_data': 'forget' });
      expect(forgotten.attached).toEqual(before.attached);

      // The state of both roots is one here: the policy, which the other one keeps, stays in it.
      const dir = temporaryFolder();
      await generateInto(dir, { spec: SPEC + apps });
      writeFileSync(join(dir, 'imports.tf'), imports);
      writeFileSync(join(dir, 'elsewhere.tf'), POLICY);
      const here = await next({ dir });
      expect(imported(here.plan)).toEqual([
        'module.irsa_orders.aws_iam_role.this[0]',
        'module.irsa_orders.aws_iam_role_policy_attachment.this["orders-data"]',
      ]);
      expect(changed(here.plan)).toEqual({ 'module.irsa_orders.aws_iam_role.this[0]': 'update' });
      expect(here.attached).toEqual(before.attached);
      expect(roleIdOf(here.state)).toBe(roleIdOf(before.state));

      const after = temporaryFolder();
      await generateInto(after, { spec: SPEC + apps });
      writeFileSync(join(after, 'elsewhere.tf'), POLICY);
      expect(changed((await next({ dir: after, apply: false })).plan)).toEqual({});
    });
  });

  test('and that of an add-on goes from a call of iam 5.x with its policy to line 6', async () => {
    const call = `module "dns" {
  source                        = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks"
  version                       = "~> 5.60"
  role_name                     = "dns"
  attach_external_dns_policy    = true
  external_dns_hosted_zone_arns = ["arn:aws:route53:::hostedzone/Z0123456789ABC"]
  oidc_providers                = { main = { provider_arn = "${PROVIDER}", namespace_service_accounts = ["external-dns:external-dns"] } }
}
`;
    await inPhases({ modules: 'doubles', roles: ['dns'] }, async ({ next }) => {
      const before = await next({ dir: root({ 'main.tf': call }) });
      const removed = 'removed {\n  from = module.dns\n  lifecycle {\n    destroy = false\n  }\n}\n';
      expect(Object.values(changed((await next({ dir: root({ 'main.tf': removed }) })).plan))).toEqual(['forget', 'forget', 'forget']);

      const policy = before.attached['dns']?.[0] ?? '';
      const ids = {
        'aws_iam_role.this[0]': 'dns',
        'aws_iam_policy.this[0]': policy,
        'aws_iam_role_policy_attachment.this[0]': `dns/${policy}`,
      };
      const dir = temporaryFolder();
      await generateInto(dir, {
        spec: `${SPEC.replace('iam: 5', 'iam: 6')}addOns:
  external-dns:
    hostedZones: [Z0123456789ABC]
    roleName: dns
    roleDescription: ""
    modulePolicyName: ${policy.replace(/^.*\//, '')}
    serviceAccount: { owner: none }
`,
      });
      const imports = Object.entries(ids).map(([at, id]) => `import {\n  to = module.irsa_external_dns.${at}\n  id = "${id}"\n}\n`);
      writeFileSync(join(dir, 'imports.tf'), imports.join('\n'));
      const { plan, attached } = await next({ dir });
      expect(imported(plan)).toHaveLength(3);
      expect(changed(plan)).toEqual({ 'module.irsa_external_dns.aws_iam_role.this[0]': 'update' });
      expect(differing(plan, 'module.irsa_external_dns.aws_iam_role.this[0]')).toEqual(['force_detach_policies']);
      expect(attached).toEqual(before.attached);
    });
  });

  test('would be made a second time without the import, which is why that is refused', async () => {
    const [apps = ''] = told('yaml');
    await inPhases({ modules: 'doubles', roles: ['orders'] }, async ({ next }) => {
      await next({ dir: root({ 'main.tf': ELSEWHERE }) });
      const [removed = ''] = told('hcl');
      await next({ dir: root({ 'main.tf': POLICY + removed }) });
      const dir = temporaryFolder();
      await generateInto(dir, { spec: SPEC + apps });
      writeFileSync(join(dir, 'elsewhere.tf'), POLICY);
      await expect(next({ dir })).rejects.toThrow('EntityAlreadyExists');
    });
  });
});
