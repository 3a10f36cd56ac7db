import fs from 'node:fs';
import { describe, expect, jest, test } from '@jest/globals';
import { ref, text } from '../../src/iam/text.ts';
import type { Block, TerraformPlan } from '../../src/plan/terraform/blocks.ts';
import { synthesize } from '../../src/stacks/synthesize.ts';
import { everyBlock } from '../support/terraform-plan.ts';

const plan = (...blocks: Block[]): TerraformPlan => ({ directory: '.', format: 'json', files: [{ name: 'irsa.tf', blocks }] });

const role: Block = {
  kind: 'role-iam-5',
  label: 'irsa_external_dns',
  source: 'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks',
  version: '5.60.0',
  name: 'production-external-dns',
  description: 'For pods of external-dns:external-dns',
  inputs: [
    { key: 'attach_external_dns_policy', value: true },
    {
      key: 'external_dns_hosted_zone_arns',
      value: [text`arn:${ref('data.aws_partition.irsa.partition')}:route53:::hostedzone/Z0123456789ABC`],
    },
  ],
  policies: [],
  oidcProviders: [{ key: 'production', providerArn: ref('module.eks.oidc_provider_arn'), subjects: ['external-dns:external-dns'] }],
  tags: [],
};

describe('synthesis', () => {
  test('calls a role module with exactly the inputs of the plan', async () => {
    expect(await synthesize(plan(role))).toEqual({
      module: {
        irsa_external_dns: {
          source: 'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks',
          version: '5.60.0',
          role_name: 'production-external-dns',
          role_description: 'For pods of external-dns:external-dns',
          attach_external_dns_policy: true,
          external_dns_hosted_zone_arns: ['arn:${data.aws_partition.irsa.partition}:route53:::hostedzone/Z0123456789ABC'],
          oidc_providers: {
            production: {
              provider_arn: '${module.eks.oidc_provider_arn}',
              namespace_service_accounts: ['external-dns:external-dns'],
            },
          },
        },
      },
    });
  });

  test("names a root's own provider without configuring it", async () => {
    const blocks: Block[] = [
      { ...role, awsProvider: 'aws.use1' },
      { kind: 'data-partition', label: 'irsa', provider: 'aws.use1' },
      { kind: 'namespace', label: 'irsa_shop', name: 'shop', provider: 'kubernetes.blue' },
    ];
    const synthesized = await synthesize(plan(...blocks));
    expect(Object.keys(synthesized).sort()).toEqual(['data', 'module', 'resource']);
    expect(synthesized).toMatchObject({
      module: { irsa_external_dns: { providers: { aws: 'aws.use1' } } },
      data: { aws_partition: { irsa: { provider: 'aws.use1' } } },
      resource: { kubernetes_namespace_v1: { irsa_shop: { provider: 'kubernetes.blue' } } },
    });
  });

  test('requires providers where the plan does, in its version ranges', async () => {
    const required: Block = {
      kind: 'required-providers',
      requiredVersion: '>= 1.5.7',
      providers: [{ name: 'aws', source: 'hashicorp/aws', version: '>= 6.28, < 7.0' }],
    };
    const provider: Block = { kind: 'provider-aws', region: 'us-east-1' };
    expect(await synthesize(plan(required, provider))).toEqual({
      terraform: { required_version: '>= 1.5.7', required_providers: { aws: { source: 'hashicorp/aws', version: '>= 6.28, < 7.0' } } },
      provider: { aws: [{ region: 'us-east-1' }] },
    });
    expect(await synthesize(plan(provider))).toEqual({ provider: { aws: [{ region: 'us-east-1' }] } });
  });

  test("gives blocks the plan's labels, also where types share one", async () => {
    const policy: Block = {
      kind: 'policy',
      label: 'irsa_external_dns',
      name: 'own',
      description: 'own',
      document: ref('data.aws_iam_policy_document.irsa_external_dns.json'),
      tags: [],
    };
    expect(await synthesize(plan(role, policy))).toMatchObject({
      module: { irsa_external_dns: {} },
      resource: { aws_iam_policy: { irsa_external_dns: {} } },
    });
  });

  test("drops cdktf's notes and keeps a user's tag of the same name", async () => {
    const provider: Block = {
      kind: 'oidc-provider',
      label: 'irsa',
      url: 'https://oidc.example.com',
      clientIds: ['sts.amazonaws.com'],
      tags: [{ key: '//', value: 'why not' }],
    };
    expect(await synthesize(plan(provider))).toEqual({
      resource: {
        aws_iam_openid_connect_provider: {
          irsa: { url: 'https://oidc.example.com', client_id_list: ['sts.amazonaws.com'], tags: { '//': 'why not' } },
        },
      },
    });
  });

  test('takes a map with a key fqn, and null, for what they are', async () => {
    const output: Block = { kind: 'output', label: 'irsa', description: 'x', value: { map: { fqn: null } } };
    expect(await synthesize(plan(output))).toEqual({ output: { irsa: { description: 'x', value: { fqn: null } } } });
  });

  test('gives the same text for the same plan, which it leaves as it is', async () => {
    const before = structuredClone(everyBlock);
    const first = JSON.stringify(await synthesize(everyBlock));
    expect(JSON.stringify(await synthesize(everyBlock))).toBe(first);
    expect(everyBlock).toEqual(before);
  });

  test('writes nothing', async () => {
    const writers = [jest.spyOn(fs, 'mkdirSync'), jest.spyOn(fs, 'writeFileSync'), jest.spyOn(fs, 'mkdtempSync')];
    await synthesize(everyBlock);
    for (const writer of writers) expect(writer).not.toHaveBeenCalled();
    jest.restoreAllMocks();
  });
});
