/** Tokens for another audience than that of STS: provider, trust and annotation say it, and nobody else is admitted. */
import { describe, expect, test } from '@jest/globals';
import { evaluateTrust, type TrustPolicy } from '../../src/iam/trust.ts';
import { generate, generateInto, temporaryFolder } from '../support/generate.ts';
import { judgedWithModules } from '../support/terraform/available.ts';
import { trustPolicies } from '../support/terraform/evaluate.ts';
import { judge } from '../support/terraform/judge.ts';

const issuer = 'oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF';
const providerArn = `arn:aws:iam::111122223333:oidc-provider/${issuer}`;
const audience = 'https://gateway.example.com';

const spec = (cluster: string, owner = 'none') => `version: 1
clusters:
  production: { region: us-east-1, accountId: "111122223333", ${cluster} }
outputs: [terraform, manifests]
apps:
  gateway:
    namespace: edge
    serviceAccount: { name: gateway, owner: ${owner}, audience: "${audience}" }
    grants: [{ s3: { bucket: my-bucket, access: read } }]
    managedPolicies: ["arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess"]
`;
const known = `from: { literal: { oidcProviderArn: "${providerArn}" } }`;
const token = (more: { audience?: string; subject?: string } = {}) => ({
  issuer,
  providerArn,
  subject: 'system:serviceaccount:edge:gateway',
  audience,
  ...more,
});

judgedWithModules('another audience', (modules) => {
  test.each(['hcl', 'json'] as const)('is what the role trusts, and nothing else, in %s', async (format) => {
    const dir = temporaryFolder();
    await generateInto(dir, { format, spec: spec(known) });
    const { failure, plan } = await judge(dir, { plan: true, modules, account: '111122223333' });
    expect(failure).toBeUndefined();
    const policies = Object.values(trustPolicies(plan)) as TrustPolicy[];
    expect(policies).toHaveLength(1);
    const admits = (more?: Parameters<typeof token>[0]) => evaluateTrust(policies[0]!, token(more)).admitted;
    expect(admits()).toBe(true);
    expect(admits({ audience: 'sts.amazonaws.com' })).toBe(false);
    expect(admits({ subject: 'system:serviceaccount:edge:other' })).toBe(false);
  });
});

describe('another audience', () => {
  test('is a client of the provider that is made here, beside that of STS, and annotated', async () => {
    const { files } = await generate(temporaryFolder(), { spec: spec('oidcProvider: create, from: { data: true }', 'manifests') });
    expect(files['irsa-cluster.tf']).toMatch(/client_id_list\s+= \[\s*"sts\.amazonaws\.com",\s*"https:\/\/gateway\.example\.com",?\s*\]/);
    expect(files['irsa/kubernetes/serviceaccounts.yaml']).toContain(`eks.amazonaws.com/audience: ${audience}`);
    expect(files['irsa-gateway.tf']).not.toContain('module ');
  });

  test('has to be added to a provider that exists', async () => {
    const { plan } = await generate(temporaryFolder(), { spec: spec(known) });
    const command = `aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${providerArn} --client-id ${audience}`;
    expect(plan.nextSteps.map((s) => s.command)).toContain(command);
    expect(plan.nextSteps.map((s) => s.text).join()).toContain(`and eks.amazonaws.com/audience = "${audience}"`);
  });

  test('is refused for roles that modules make', async () => {
    const addOn = `version: 1
clusters: { production: { region: us-east-1 } }
addOns: { cluster-autoscaler: { serviceAccount: { audience: "${audience}" } } }
`;
    await expect(generate(temporaryFolder(), { spec: addOn })).rejects.toThrow(
      /addOns\.cluster-autoscaler\.serviceAccount\.audience audience-of-module/,
    );
  });

  test('is an identifier or a URL', async () => {
    for (const wrong of ['two words', '$(id)', '${x}', 'a\\nb', '']) {
      const text = spec(known).replace(audience, wrong);
      await expect(generate(temporaryFolder(), { spec: text })).rejects.toThrow('invalid-audience');
    }
  });
});
