/** Charts and EKS add-ons that Terraform installs: what they are given, and by which provider. */
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { exampleWithoutOutput, generateInto, temporaryFolder, writeFiles } from '../support/generate.ts';
import { judged } from '../support/terraform/available.ts';
import { resources, type State } from '../support/terraform/evaluate.ts';
import { judge, planOnly } from '../support/terraform/judge.ts';

const vars = { vpc_id: 'vpc-0123456789abcdef0', subnet_ids: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'] };
const ARN = 'arn:aws:iam::123456789012:role/production-';

const valuesOf = (state: State | undefined, address: string): Readonly<Record<string, unknown>> =>
  resources(state).find((resource) => resource.address === address)?.values ?? {};

judged('what Terraform installs', () => {
  test.each(['hcl', 'json'] as const)('is given its role, as %s', async (format) => {
    const dir = exampleWithoutOutput('07-installed-by-terraform');
    await generateInto(dir, { format });
    const { failure, versions, state } = await judge(dir, { apply: true, vars });
    expect(failure).toBeUndefined();
    expect(versions['helm']).toBe('2.17.0');

    const dns = valuesOf(state, 'helm_release.irsa_external_dns');
    const [own, ours] = (dns['values'] as string[]).map((text) => parse(text) as unknown);
    expect(own).toMatchObject({ policy: 'sync' });
    expect(ours).toMatchObject({
      serviceAccount: { create: true, name: 'external-dns', annotations: { 'eks.amazonaws.com/role-arn': `${ARN}external-dns` } },
    });
    const controller = valuesOf(state, 'helm_release.irsa_aws_load_balancer_controller');
    expect(parse(String(controller['values']))).toMatchObject({ clusterName: 'production', vpcId: vars.vpc_id });

    const ebs = valuesOf(state, 'aws_eks_addon.irsa_aws_ebs_csi_driver');
    expect(ebs).toMatchObject({ cluster_name: 'production', service_account_role_arn: `${ARN}aws-ebs-csi-driver` });
    expect(ebs['addon_version']).toBe(valuesOf(state, 'data.aws_eks_addon_version.irsa_aws_ebs_csi_driver')['version']);
  });

  test('is installed in each cluster by the provider that speaks to it', async () => {
    const dir = writeFiles(temporaryFolder(), {
      'irsa.yaml': `version: 1
primary: blue
clusters:
  blue: { region: us-east-1, from: { data: true } }
  green: { region: us-east-1, from: { data: true } }
terraform: { kubernetesAuth: token }
addOns:
  external-dns: { hostedZones: [Z0123456789ABC], serviceAccount: { owner: terraform }, install: { version: 1.19.0 } }
`,
    });
    await generateInto(dir);
    const { failure, versions, plan } = await judge(dir, planOnly);
    expect(failure).toBeUndefined();
    expect(versions['helm']).toBe('3.1.1');
    const providers = (plan?.configuration.root_module.resources ?? [])
      .filter(({ address }) => /^(helm_release|kubernetes_service_account_v1)/.test(address))
      .map(({ address, provider_config_key: key }) => [address, key]);
    expect(Object.fromEntries(providers)).toEqual({
      'helm_release.irsa_external_dns': 'helm',
      'helm_release.irsa_external_dns_green': 'helm.irsa_green',
      'kubernetes_service_account_v1.irsa_external_dns': 'kubernetes',
      'kubernetes_service_account_v1.irsa_external_dns_green': 'kubernetes.irsa_green',
    });
  });
});
