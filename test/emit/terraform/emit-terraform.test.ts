import { describe, expect, test } from '@jest/globals';
import { parse } from '@cdktn/hcl2json';
import { contractOf } from '../../../src/catalog/modules/contracts.ts';
import { emitTerraform } from '../../../src/emit/terraform/emit-terraform.ts';
import type { Block } from '../../../src/plan/terraform/blocks.ts';
import { ref, text } from '../../../src/iam/text.ts';
import { judged } from '../../support/terraform/available.ts';
import { everyBlock, vendored } from '../../support/terraform-plan.ts';
import { fmtDiff } from './fmt.ts';

const printed = (...blocks: Block[]): string =>
  emitTerraform({ directory: '.', format: 'hcl', files: [{ name: 'x.tf', blocks }] })[0]?.content ?? '';

const lines = (strings: TemplateStringsArray): string =>
  `${strings.raw[0]
    ?.replace(/^\n/, '')
    .replace(/\n\s*$/, '')
    .replaceAll(/^ {6}/gm, '')}\n`;

describe('files', () => {
  test('lie in the directory of the plan, one for each', () => {
    const files = [{ name: 'irsa-x.tf', blocks: [] }];
    const pathIn = (directory: string) => emitTerraform({ directory, format: 'hcl', files }).map((file) => file.path);
    expect(pathIn('.')).toEqual(['irsa-x.tf']);
    expect(pathIn('./infra/eks/')).toEqual(['infra/eks/irsa-x.tf']);
    expect(emitTerraform(everyBlock).map((file) => file.path)).toEqual(everyBlock.files.map((file) => file.name));
  });

  test('hold blocks with one blank line between them', () => {
    expect(
      printed({ kind: 'data-partition', label: 'irsa' }, { kind: 'data-region', comments: ['Why.'], label: 'irsa', provider: 'aws.use1' }),
    ).toBe(lines`
      data "aws_partition" "irsa" {}

      # Why.
      data "aws_region" "irsa" {
        provider = aws.use1
      }
    `);
  });

  test('wrap comments and let nothing out of them', () => {
    const comments = [`one\nresource "x" "y" {}\r\n\u0085two\u202e ${'word '.repeat(30)}`, ''];
    expect(printed({ kind: 'data-partition', comments, label: 'irsa' })).toBe(lines`
      # one resource "x" "y" {} two word word word word word word word word word word word word word
      # word word word word word word word word word word word word word word word word word
      data "aws_partition" "irsa" {}
    `);
  });
});

describe('an expert would have written', () => {
  test('a role by iam 5.x', () => {
    const role: Block = {
      kind: 'role-iam-5',
      comments: ['External DNS: changes records of the zones named here.'],
      label: 'irsa_external_dns',
      source: 'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks',
      version: '5.60.0',
      name: 'production-external-dns',
      description: 'For pods of external-dns:external-dns (External DNS)',
      inputs: [
        { key: 'attach_external_dns_policy', value: true },
        {
          key: 'external_dns_hosted_zone_arns',
          value: [text`arn:${ref('data.aws_partition.irsa.partition')}:route53:::hostedzone/Z0123456789ABC`],
        },
      ],
      policies: [{ key: 'own', value: ref('aws_iam_policy.irsa_external_dns.arn') }],
      oidcProviders: [{ key: 'production', providerArn: ref('module.eks.oidc_provider_arn'), subjects: ['external-dns:external-dns'] }],
      tags: [{ key: 'team', value: 'platform' }],
    };
    expect(printed(role)).toBe(
      lines`
      # External DNS: changes records of the zones named here.
      module "irsa_external_dns" {
        source  = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks"
        version = "5.60.0"
        # checkov:skip=CKV_TF_1: a registry source names a release by its version, not a commit

        role_name        = "production-external-dns"
        role_description = "For pods of external-dns:external-dns (External DNS)"

        attach_external_dns_policy    = true
        external_dns_hosted_zone_arns = ["arn:\${data.aws_partition.irsa.partition}:route53:::hostedzone/Z0123456789ABC"]

        role_policy_arns = {
          own = aws_iam_policy.irsa_external_dns.arn
        }

        oidc_providers = {
          production = {
            provider_arn               = module.eks.oidc_provider_arn
            namespace_service_accounts = ["external-dns:external-dns"]
          }
        }

        tags = {
          team = "platform"
        }
      }
    `.replaceAll('\\$', '$'),
    );
  });

  test('a role by iam 6.x, with its exact name', () => {
    const role: Block = {
      kind: 'role-iam-6',
      label: 'irsa_my_app',
      source: 'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts',
      version: '6.5.0',
      awsProvider: 'aws.use1',
      name: 'production-my-app',
      description: 'For pods of production:my-app-sa',
      policyName: 'production-my-app',
      permissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary',
      inputs: [],
      policies: [],
      oidcProviders: [
        { key: 'blue', providerArn: ref('module.blue.oidc_provider_arn'), subjects: ['production:my-app-sa'] },
        { key: 'green', providerArn: ref('module.green.oidc_provider_arn'), subjects: ['production:my-app-sa'] },
      ],
      tags: [],
    };
    expect(printed(role)).toBe(lines`
      module "irsa_my_app" {
        source  = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts"
        version = "6.5.0"
        # checkov:skip=CKV_TF_1: a registry source names a release by its version, not a commit

        providers = {
          aws = aws.use1
        }

        name                 = "production-my-app"
        use_name_prefix      = false
        description          = "For pods of production:my-app-sa"
        permissions_boundary = "arn:aws:iam::111122223333:policy/boundary"
        policy_name          = "production-my-app"

        oidc_providers = {
          blue = {
            provider_arn               = module.blue.oidc_provider_arn
            namespace_service_accounts = ["production:my-app-sa"]
          }
          green = {
            provider_arn               = module.green.oidc_provider_arn
            namespace_service_accounts = ["production:my-app-sa"]
          }
        }
      }
    `);
  });

  test('a policy with policy variables', () => {
    const document: Block = {
      kind: 'policy-document',
      label: 'irsa_my_app',
      statements: [
        {
          comments: ['Only below the prefix.'],
          sid: 'Objects',
          effect: 'Allow',
          actions: ['s3:GetObject', 's3:PutObject'],
          resources: [text`${ref('aws_s3_bucket.orders.arn')}/\${aws:PrincipalTag/team}/*`],
          principals: [],
          conditions: [{ test: 'Bool', variable: 'aws:SecureTransport', values: ['true'] }],
        },
      ],
    };
    expect(printed(document)).toBe(
      lines`
      data "aws_iam_policy_document" "irsa_my_app" {
        statement {
          # Only below the prefix.
          sid    = "Objects"
          effect = "Allow"
          actions = [
            "s3:GetObject",
            "s3:PutObject",
          ]
          resources = ["\${aws_s3_bucket.orders.arn}/$\${aws:PrincipalTag/team}/*"]

          condition {
            test     = "Bool"
            variable = "aws:SecureTransport"
            values   = ["true"]
          }
        }
      }
    `.replaceAll('\\$', '$'),
    );
  });

  test('a ServiceAccount', () => {
    const account: Block = {
      kind: 'service-account',
      label: 'irsa_my_app',
      name: 'my-app-sa',
      namespace: ref('kubernetes_namespace_v1.irsa_production.metadata[0].name'),
      annotations: [{ key: 'eks.amazonaws.com/role-arn', value: ref('module.irsa_my_app.iam_role_arn') }],
    };
    expect(printed(account)).toBe(lines`
      resource "kubernetes_service_account_v1" "irsa_my_app" {
        metadata {
          name      = "my-app-sa"
          namespace = kubernetes_namespace_v1.irsa_production.metadata[0].name

          annotations = {
            "eks.amazonaws.com/role-arn" = module.irsa_my_app.iam_role_arn
          }
        }
      }
    `);
  });

  test('a Kubernetes provider that asks the aws command for a token', () => {
    const provider: Block = {
      kind: 'provider-kubernetes',
      host: ref('module.eks.cluster_endpoint'),
      certificateAuthority: ref('module.eks.cluster_certificate_authority_data'),
      exec: { clusterName: ref('module.eks.cluster_name'), region: 'us-east-1' },
    };
    expect(printed(provider)).toBe(lines`
      provider "kubernetes" {
        host                   = module.eks.cluster_endpoint
        cluster_ca_certificate = base64decode(module.eks.cluster_certificate_authority_data)

        exec {
          api_version = "client.authentication.k8s.io/v1beta1"
          command     = "aws"
          args        = ["eks", "get-token", "--cluster-name", module.eks.cluster_name, "--region", "us-east-1"]
        }
      }
    `);
  });

  test('Helm values as an output', () => {
    const output: Block = {
      kind: 'output-helm-values',
      label: 'irsa_helm_values',
      description: 'Helm values, by add-on.',
      charts: [{ key: 'external-dns', value: { map: { serviceAccount: { map: { name: 'external-dns' } } } } }],
    };
    expect(printed(output)).toBe(lines`
      output "irsa_helm_values" {
        description = "Helm values, by add-on."
        value = {
          external-dns = yamlencode({
            serviceAccount = {
              name = "external-dns"
            }
          })
        }
      }
    `);
  });
});

describe('Karpenter', () => {
  const modules = async (generation: string) => {
    const file = emitTerraform(everyBlock).find(({ path }) => path === `irsa-aws-${generation}.tf`);
    return ((await parse('x.tf', file?.content ?? '')) as { module: Record<string, [Record<string, unknown>]> }).module;
  };

  test('on eks 20 is given IRSA, no Pod Identity and exact names', async () => {
    expect((await modules('5'))['irsa_karpenter']?.[0]).toMatchObject({
      enable_irsa: true,
      enable_v1_permissions: true,
      enable_pod_identity: false,
      irsa_namespace_service_accounts: ['kube-system:karpenter'],
      iam_role_name: 'production-karpenter',
      iam_role_use_name_prefix: false,
      iam_policy_name: 'production-karpenter',
      iam_policy_use_name_prefix: false,
      node_iam_role_name: 'production-karpenter-node',
      node_iam_role_use_name_prefix: false,
      queue_name: 'production-karpenter',
      rule_name_prefix: 'production',
    });
  });

  test('on eks 21 is given a trust policy in place of the one for Pod Identity, and exact names', async () => {
    expect((await modules('6'))['irsa_karpenter_green']?.[0]).toMatchObject({
      iam_role_override_assume_policy_documents: ['${data.aws_iam_policy_document.irsa_trust.json}'],
      create_pod_identity_association: true,
      iam_role_use_name_prefix: false,
      iam_policy_use_name_prefix: false,
      node_iam_role_use_name_prefix: false,
      queue_name: 'green-karpenter',
      rule_name_prefix: 'green',
    });
  });
});

test('every module call has the inputs that its release knows, and all that it requires', async () => {
  const text = emitTerraform(everyBlock)
    .map((file) => file.content)
    .join('\n');
  const { module } = (await parse('x.tf', text)) as { module: Record<string, [{ source: string; version?: string }]> };
  expect(Object.keys(module).length).toBeGreaterThan(7);
  // Those of child modules have the inputs that we write for them.
  const calls = Object.entries(module).filter(([, [{ source }]]) => !source.startsWith('./vendor/child'));
  for (const [label, [{ source, version, ...inputs }]] of calls) {
    const release = version === undefined ? vendored[source] : { module: source, version };
    const contract = contractOf(release?.module ?? '', release?.version ?? '')?.contract;
    const known = contract?.variables ?? {};
    expect({ label, unknown: Object.keys(inputs).filter((name) => name !== 'providers' && !(name in known)) }).toEqual({
      label,
      unknown: [],
    });
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining([...(contract?.required ?? [])]));
  }
});

judged('terraform fmt', () => {
  test('changes nothing in any kind of block', () => {
    expect(fmtDiff(emitTerraform(everyBlock))).toBe('');
  });
});
