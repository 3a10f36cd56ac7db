/** `create-irsa diff plan.json`, of plans that the real terraform has made: of roles of ours and of anybody's. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { execute } from '../../src/cli/execute.ts';
import type { DiffJson } from '../../src/cli/json-shapes.ts';
import { silentTerminal } from '../support/silent-terminal.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { judged } from '../support/terraform/available.ts';
import { applyOnly, judge, planOnly } from '../support/terraform/judge.ts';

const ISSUER = 'oidc.eks.us-east-1.amazonaws.com/id/AAAA';
const PROVIDER = `arn:aws:iam::123456789012:oidc-provider/${ISSUER}`;

const spec = (access: string, more = ''): string => `version: 1
terraform: { modules: { iam: 5 }, serviceAccounts: none }
clusters:
  production: { region: us-east-1, from: { literal: { oidcProviderArn: "${PROVIDER}" } } }
apps:
  orders:
    namespace: shop
    grants:
      - sqs: { queue: orders, access: ${access} }
${more}`;

/** As people write it. */
const own = (condition: string, actions: string): string => `
resource "aws_iam_openid_connect_provider" "other" {
  url            = "https://${ISSUER}B"
  client_id_list = ["sts.amazonaws.com"]
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.other.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "${ISSUER}B:aud"
      values   = ["sts.amazonaws.com"]
    }
${condition}
  }
}

resource "aws_iam_role" "legacy" {
  name               = "legacy"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "legacy" {
  role = aws_iam_role.legacy.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ${actions}, Resource = "arn:aws:s3:::legacy/*" }]
  })
}
`;
const SUB = `    condition {
      test     = "StringEquals"
      variable = "${ISSUER}B:sub"
      values   = ["system:serviceaccount:shop:legacy"]
    }`;

async function written(dir: string, text: string, terraform: string): Promise<void> {
  writeFileSync(join(dir, 'irsa.yaml'), text);
  writeFileSync(join(dir, 'own.tf'), terraform);
  const terminal = silentTerminal();
  if ((await execute(['generate', dir], terminal)) !== 0) throw new Error(terminal.told.join('\n'));
}

async function diffOf(plan: unknown, ...flags: string[]): Promise<{ readonly code: number; readonly answer: DiffJson }> {
  const file = join(temporaryFolder(), 'plan.json');
  writeFileSync(file, JSON.stringify(plan));
  let data = '';
  const code = await execute(['diff', file, '--json', ...flags], { ...silentTerminal(), print: (text) => void (data += text) });
  return { code, answer: JSON.parse(data) as DiffJson };
}

const rulesOf = ({ gained }: DiffJson['roles'][number]): string[] => gained.flatMap(({ rules }) => rules);

judged('a plan', () => {
  test('says what each role gains and loses, from the first apply on', async () => {
    const dir = temporaryFolder();
    const keep = temporaryFolder();
    await written(dir, spec('consume'), own(SUB, '"s3:Get*"'));
    const first = await judge(dir, { ...applyOnly, keep });
    expect(first.failure).toBeUndefined();
    const made = (await diffOf(first.plan)).answer;
    expect(made.roles.map(({ role, status, severity }) => [role, status, severity])).toEqual([
      ['legacy', 'added', 'note'],
      ['production-orders', 'added', 'note'],
    ]);
    // The provider of the one is made in the same apply, and with it what its trust policy will name.
    expect(made.roles[0]?.gained).toMatchObject([
      { kind: 'trust', subjects: ['system:serviceaccount:shop:legacy'], principals: ['Federated <known after apply>'] },
      { kind: 'allow', actions: ['s3:Get*'], resources: ['arn:aws:s3:::legacy/*'] },
    ]);
    // The policy of the other goes through the module's map of policies to its attachment.
    expect(made.roles[1]?.gained).toMatchObject([
      { kind: 'trust', subjects: ['system:serviceaccount:shop:orders'], principals: [`Federated ${PROVIDER}`] },
      { kind: 'allow', actions: expect.arrayContaining(['sqs:ReceiveMessage']), resources: ['arn:aws:sqs:us-east-1:123456789012:orders'] },
    ]);

    const same = await judge(dir, { ...planOnly, keep });
    expect(await diffOf(same.plan)).toMatchObject({ code: 0, answer: { roles: [], unchanged: 2 } });

    await written(
      dir,
      spec('produce', '    managedPolicies: [arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess]\n'),
      own('', '["s3:GetObject", "s3:*"]'),
    );
    const second = await judge(dir, { ...planOnly, keep });
    expect(second.failure).toBeUndefined();
    const { code, answer } = await diffOf(second.plan, '--fail-on', 'new-wildcard,widened-trust,cross-account');
    expect({ code, failed: answer.failed }).toEqual({ code: 1, failed: ['new-wildcard', 'widened-trust'] });
    const [legacy, orders] = answer.roles;
    expect([legacy?.key, rulesOf(legacy!)]).toEqual(['aws_iam_role.legacy', ['trust-no-sub', 'trust-condition-lost', 'wildcard-action']]);
    expect(legacy?.lost).toEqual([]);
    expect(orders?.gained.map(({ kind }) => kind)).toEqual(['allow', 'managed-policy']);
    expect(orders?.gained[0]).toMatchObject({ actions: ['sqs:SendMessage'] });
    expect(orders?.lost).toMatchObject([{ kind: 'allow', actions: expect.arrayContaining(['sqs:ReceiveMessage']) }]);
  });
});
