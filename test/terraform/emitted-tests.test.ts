/**
 * The tests that are emitted, by `terraform test` itself: they pass over what is generated, and each
 * edit that lets somebody else take a role makes them fail, with the role and the reason.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { thorough } from '../support/cases.ts';
import { generateInto, temporaryFolder, writeFiles } from '../support/generate.ts';
import { judgedWithModules } from '../support/terraform/available.ts';
import { awsProviders, terraformTest, type TestRun } from '../support/terraform/test-command.ts';

// Three runs, each of which starts the AWS provider, besides init.
jest.setTimeout(400_000);

const PASSED: TestRun = { passed: true, runs: { service_accounts: 'pass', roles: 'pass', trust: 'pass' }, failures: [], errors: [] };

/** Two clusters that share roles, one by itself, add-ons that Terraform installs, and one app for each way to spoil its trust. */
const specOf = (line: number, eks: number) => `version: 1
terraform: { modules: { iam: ${line}, eks: ${eks} } }
outputs: [terraform, tests]
clusters:
  blue: { region: us-east-1, from: { data: true }, accountId: "444455556666" }
  green: { region: us-east-1, from: { variables: true }, accountId: "444455556666" }
  far: { region: eu-west-1, oidcProvider: create, from: { data: true }, accountId: "444455556666" }
primary: shop
shareRoles: [{ name: shop, clusters: [blue, green] }]
addOns:
  karpenter: { clusters: [far] }
  external-dns: { clusters: [blue], hostedZones: [Z0123456789ABC], install: { version: 1.19.0 } }
  aws-ebs-csi-driver: { clusters: [far], installer: eks-addon, install: true }
apps:
  steady: { namespace: shop, serviceAccount: steady, managedPolicies: [arn:aws:iam::aws:policy/ReadOnlyAccess] }
  wide: { namespace: shop, serviceAccount: wide, clusters: [blue], managedPolicies: [arn:aws:iam::aws:policy/ReadOnlyAccess] }
  second: { namespace: shop, serviceAccount: second, clusters: [blue], managedPolicies: [arn:aws:iam::aws:policy/ReadOnlyAccess] }
  strange: { namespace: shop, serviceAccount: strange, clusters: [blue], managedPolicies: [arn:aws:iam::aws:policy/ReadOnlyAccess] }
  vault:
    namespace: shop
    serviceAccount: { name: vault, audience: "https://vault.example" }
    clusters: [far]
    managedPolicies: [arn:aws:iam::aws:policy/ReadOnlyAccess]
  bluer: { namespace: shop, serviceAccount: bluer, clusters: [blue], managedPolicies: [arn:aws:iam::aws:policy/ReadOnlyAccess] }
`;

const POD_APP = 'namespace: shop, serviceAccount: { owner: none }, managedPolicies: [arn:aws:iam::aws:policy/ReadOnlyAccess]';

// An association without session tags needs an AWS provider of 6.x.
const BARE = `  bare: { ${POD_APP}, podIdentity: { disableSessionTags: true } }\n`;

/** The same of EKS Pod Identity, one role also by tokens. */
const podSpecOf = (line: number) => `version: 1
identity: pod-identity
terraform: { modules: { iam: ${line === 1 ? 5 : 6}, eks: ${line === 1 ? 20 : 21}, pod-identity: ${line} } }
outputs: [terraform, tests]
clusters:
  blue: { region: us-east-1, from: { data: true }, accountId: "444455556666", podIdentityAgent: existing }
  green: { region: us-east-1, from: { variables: true }, accountId: "444455556666", podIdentityAgent: existing }
primary: shop
shareRoles: [{ name: shop, clusters: [blue, green] }]
addOns:
  aws-ebs-csi-driver: { installer: eks-addon, install: true }
apps:
  steady: { ${POD_APP} }
${line === 1 ? '' : BARE}  wide: { ${POD_APP}, clusters: [blue] }
  loose: { ${POD_APP}, clusters: [blue] }
  strange: { ${POD_APP}, clusters: [blue] }
  both: { ${POD_APP}, clusters: [blue], identity: irsa, migration: { phase: dual, role: keep } }
`;

async function generated(spec: string, format: 'hcl' | 'json' = 'hcl', own: Readonly<Record<string, string>> = {}): Promise<string> {
  const dir = writeFiles(temporaryFolder(), own);
  await generateInto(dir, { spec, format });
  return dir;
}

/** Edits a generated file as somebody would by hand. */
function edit(dir: string, file: string, ...changes: readonly (readonly [RegExp | string, string])[]): void {
  const path = join(dir, file);
  const text = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    changes.reduce((before, [from, to]) => {
      const after = before.replace(from, to);
      expect([file, from, after === before]).toEqual([file, from, false]);
      return after;
    }, text),
  );
}

judgedWithModules('emitted tests', (modules) => {
  describe.each(awsProviders)('with the AWS provider: %s', (aws) => {
    // The real one takes its time: what it shows of iam 5.x need not be shown twice on ordinary days.
    const only = aws === 'ours' && awsProviders.includes('real') && !thorough ? [[6, 21] as const] : [[5, 20] as const, [6, 21] as const];
    const lines = aws === 'real' ? [[5, 20] as const] : only;
    const formats = thorough || awsProviders.length === 1 ? (['hcl', 'json'] as const) : ([aws === 'real' ? 'hcl' : 'json'] as const);

    describe.each(lines)('over roles by iam %d.x and eks %d.x', (line, eks) => {
      test.each(formats)('pass as generated, in a root of %s', async (format) => {
        expect(await terraformTest(await generated(specOf(line, eks), format), { modules, aws })).toEqual(PASSED);
      });

      test('fail for each role that an edit opens, and for no other', async () => {
        const dir = await generated(specOf(line, eks));
        const operator = line === 5 ? 'assume_role_condition_test' : 'trust_condition_test';
        edit(
          dir,
          'irsa-wide.tf',
          ['["shop:wide"]', '["shop:*"]'],
          ['  oidc_providers = {', `  ${operator} = "StringLike"\n\n  oidc_providers = {`],
        );
        edit(dir, 'irsa-second.tf', ['["shop:second"]', '["shop:second", "shop:third"]']);
        edit(dir, 'irsa-strange.tf', [
          /provider_arn( *)= .*/,
          'provider_arn$1= "arn:aws:iam::999999999999:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/STRANGE"',
        ]);
        edit(
          dir,
          'irsa-vault.tf',
          [/\n\n {4}condition \{\n[^\n]*\n[^\n]*:aud"\n[^}]*\}/, ''],
          [/identifiers = \[(.*)\]/, 'identifiers = [$1, "arn:aws:iam::999999999999:oidc-provider/token.example"]'],
        );
        if (eks === 20) edit(dir, 'irsa-karpenter.tf', [/enable_pod_identity( *)= false/, 'enable_pod_identity$1= true']);
        else edit(dir, 'irsa-karpenter.tf', [/ *iam_role_override_assume_policy_documents.*\n/, '']);
        edit(dir, 'irsa-bluer.tf', [
          /"eks.amazonaws.com\/role-arn"( *)= .*/,
          '"eks.amazonaws.com/role-arn"$1= module.irsa_wide.iam_role_arn'.replace('iam_role_arn', line === 5 ? 'iam_role_arn' : 'arn'),
        ]);

        const { passed, runs, failures, errors } = await terraformTest(dir, { modules, aws });
        expect({ passed, runs, errors }).toEqual({
          passed: false,
          runs: { service_accounts: 'fail', roles: 'pass', trust: 'fail' },
          errors: [],
        });
        const of = (who: string) => failures.filter((message) => message.includes(who)).join('\n');
        expect(of('steady')).toBe('');
        expect(of('role of wide in')).toContain('admits StringLike system:serviceaccount:shop:*');
        expect(of('role of second in')).toContain('system:serviceaccount:shop:second, StringEquals system:serviceaccount:shop:third');
        expect(of('role of strange in')).toContain('trusts Federated arn:aws:iam::999999999999:oidc-provider');
        expect(of('role of vault in')).toContain('must ask for its audience, and asks for .');
        expect(of('role of vault in')).toContain('arn:aws:iam::999999999999:oidc-provider/token.example');
        expect(of('role of karpenter in')).toContain('Service pods.eks.amazonaws.com');
        expect(of('role of bluer in')).toBe('');
        expect(of('irsa_bluer')).toContain('names another role than the one that trusts it');
      });
    });
  });

  // The real provider at hand is of 5.x, which eks-pod-identity 2.x does not take.
  describe.each(awsProviders.map((aws) => [aws === 'real' ? 1 : 2, aws] as const))(
    'over roles by eks-pod-identity %d.x, AWS provider: %s',
    (line, aws) => {
      const runs = { roles: 'pass', trust: 'pass' };

      test.each(['hcl', 'json'] as const)('pass as generated, in a root of %s', async (format) => {
        const dir = await generated(podSpecOf(line), format);
        expect(await terraformTest(dir, { modules, aws })).toEqual({ passed: true, runs, failures: [], errors: [] });
      });

      test('fail for each role that an edit opens, and for no other', async () => {
        const dir = await generated(podSpecOf(line));
        edit(dir, 'irsa-wide.tf', [/\n {4}\{\n[^\n]*\n[^\n]*kubernetes-namespace"\n[^}]*\},/, '']);
        edit(dir, 'irsa-loose.tf', [
          /test( *)= "StringEquals"(\n[^\n]*service-account"\n *values *= )\["loose"\]/,
          'test$1= "StringLike"$2["*"]',
        ]);
        edit(dir, 'irsa-strange.tf', [
          '  trust_policy_conditions = [',
          `  trust_policy_statements = [
    {
      actions    = ["sts:AssumeRole"]
      principals = [{ type = "AWS", identifiers = ["arn:aws:iam::999999999999:root"] }]
      condition  = []
    },
  ]

  trust_policy_conditions = [`,
        ]);
        if (line === 2) edit(dir, 'irsa-bare.tf', [/\n {4}\{\n[^\n]*\n[^\n]*aws:SourceArn"\n[^\]]*\][^}]*\},/, '']);
        edit(dir, 'irsa-both.tf', [/\n {4}\{\n[^\n]*\n[^\n]*eks-cluster-arn"\n[^\]]*\][^}]*\},/, '']);

        const { passed, runs: ran, failures, errors } = await terraformTest(dir, { modules, aws });
        expect({ passed, ran, errors }).toEqual({ passed: false, ran: { ...runs, trust: 'fail' }, errors: [] });
        const of = (who: string) => failures.filter((message) => message.includes(`role of ${who} in`)).join('\n');
        for (const untouched of ['steady', 'aws-ebs-csi-driver']) expect(of(untouched)).toBe('');
        expect(of('wide')).toContain('must have one statement for its clusters and nothing beside');
        expect(of('wide')).not.toContain('kubernetes-namespace');
        expect(of('loose')).toContain('"StringLike":{"aws:RequestTag/kubernetes-service-account":"*"}');
        expect(of('strange')).toContain('trusts AWS arn:aws:iam::999999999999:root, Service pods.eks.amazonaws.com');
        if (line === 2) expect(of('bare')).toContain('"StringEquals":{"aws:SourceAccount":"444455556666"}');
        expect(of('bare')).not.toContain('SourceArn');
        expect(of('both')).toContain('must have one statement for each cluster, one for EKS Pod Identity and nothing beside');
      });
    },
  );
});
