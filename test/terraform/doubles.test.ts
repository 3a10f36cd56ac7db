/** Our doubles keep to the contracts: every input of a release is taken, every address is one of its own. */
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { judged } from '../support/terraform/available.ts';
import { configuration } from '../support/terraform/configuration.ts';
import { resources } from '../support/terraform/evaluate.ts';
import { applyOnly, judge, planOnly } from '../support/terraform/judge.ts';
import { doubleFolder } from '../support/terraform/modules/doubles.ts';

interface Contract {
  readonly module: string;
  readonly version: string;
  readonly variables: Readonly<Record<string, { readonly type: string }>>;
  readonly outputs: readonly string[];
  readonly requiredProviders: Readonly<Record<string, string>>;
  readonly resources: readonly { readonly address: string }[];
}

const folder = fileURLToPath(new URL('../../src/catalog/modules/contracts/', import.meta.url));
const contracts = readdirSync(folder).map((file) => JSON.parse(readFileSync(folder + file, 'utf8')) as Contract);
const doubled = contracts.filter((contract) => doubleFolder(contract) !== undefined);

/** A call with all that makes a double do more: each switch on, each ARN given, and all outputs read. */
function callOf({ module, version, variables, outputs }: Contract): string {
  const given: Readonly<Record<string, unknown>> = {
    ...Object.fromEntries(Object.keys(variables).flatMap((name) => (name.startsWith('attach_') ? [[name, true]] : []))),
    name: 'double',
    role_name: 'double',
    cluster_name: 'double',
    cidr: '10.0.0.0/16',
    azs: ['us-east-1a'],
    private_subnets: ['10.0.1.0/24'],
    subnet_ids: ['subnet-0123456789abcdef0'],
    create_instance_profile: true,
    create_pod_identity_association: true,
    policies: { extra: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' },
    role_policy_arns: { extra: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' },
    iam_role_policies: { extra: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' },
    ebs_csi_kms_cmk_ids: ['arn:aws:kms:us-east-1:123456789012:key/a'],
    ebs_csi_kms_cmk_arns: ['arn:aws:kms:us-east-1:123456789012:key/a'],
    cert_manager_hosted_zone_arns: ['arn:aws:route53:::hostedzone/Z1'],
    amazon_managed_service_prometheus_workspace_arns: ['arn:aws:aps:us-east-1:123456789012:workspace/ws-1'],
    external_dns_hosted_zone_arns: ['arn:aws:route53:::hostedzone/Z1'],
    external_secrets_secrets_manager_arns: ['arn:aws:secretsmanager:us-east-1:123456789012:secret:a'],
    cluster_autoscaler_cluster_names: ['production'],
    mountpoint_s3_csi_path_arns: ['arn:aws:s3:::a/*'],
    load_balancer_controller_targetgroup_arns: ['arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/a/0123456789abcdef'],
    velero_s3_bucket_arns: ['arn:aws:s3:::a'],
    node_termination_handler_sqs_queue_arns: ['arn:aws:sqs:us-east-1:123456789012:a'],
    vpc_cni_enable_ipv4: true,
    oidc_providers: {
      blue: { provider_arn: 'arn:aws:iam::123456789012:oidc-provider/issuer/blue', namespace_service_accounts: ['a:a', 'b:b'] },
    },
  };
  const inputs = Object.entries(given).filter(([name]) => name in variables);
  return JSON.stringify({
    module: { double: { source: module, version, ...Object.fromEntries(inputs) } },
    output: Object.fromEntries(outputs.map((name) => [name, { value: `\${module.double.${name}}`, sensitive: true }])),
  });
}

judged('a double', () => {
  test('exists for both lines of roles, of Karpenter and of clusters', () => {
    expect(doubled.map(({ module, version }) => `${module}@${version}`)).toEqual(
      expect.arrayContaining([
        'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks@5.60.0',
        'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts@6.5.0',
        'terraform-aws-modules/eks/aws//modules/karpenter@20.37.2',
        'terraform-aws-modules/eks/aws//modules/karpenter@21.19.0',
        'terraform-aws-modules/eks/aws@20.37.2',
        'terraform-aws-modules/eks/aws@21.19.0',
      ]),
    );
  });

  test.each(doubled)('of $module $version applies, and has no address that the release has not', async (contract) => {
    const { failure, state } = await judge(await configuration({ 'main.tf.json': callOf(contract) }), { ...applyOnly, modules: 'doubles' });
    expect(failure).toBeUndefined();
    const made = resources(state).filter(({ mode }) => mode === 'managed');
    expect(made.length).toBeGreaterThan(0);
    const own = made.map(({ address }) => address.replace(/^module\.double\./, '').replace(/\[.*\]$/, ''));
    expect(contract.resources.map(({ address }) => address)).toEqual(expect.arrayContaining(own));
  });

  /** Releases that no one root can hold together, as they need another AWS provider. */
  const takesOnly6 = ({ requiredProviders }: Contract): boolean => requiredProviders['aws']?.startsWith('>= 6') ?? false;

  test.each([
    ['5', contracts.filter((contract) => !takesOnly6(contract))],
    ['6', contracts.filter(takesOnly6)],
  ])('or a stub stands for every release that is called beside AWS provider %s', async (major, called) => {
    expect(called.length).toBeGreaterThan(5);
    const calls = called.map(({ module, version, variables }) => {
      const required = Object.entries(variables).filter(([, variable]) => !('default' in variable));
      return { source: module, version, ...Object.fromEntries(required.map(([name]) => [name, 'given'])) };
    });
    const root = { module: Object.fromEntries(calls.map((call, i) => [`stub_${i}`, call])) };
    const { failure, modules, versions } = await judge(await configuration({ 'main.tf.json': JSON.stringify(root) }), {
      ...planOnly,
      modules: 'stubs',
    });
    expect(failure).toBeUndefined();
    expect(versions['aws']?.split('.')[0]).toBe(major);
    const installed = calls.map(({ source, version }, i) => ({ key: `stub_${i}`, source: `registry.terraform.io/${source}`, version }));
    expect(modules).toHaveLength(installed.length);
    expect(modules).toEqual(expect.arrayContaining(installed));
  });
});
