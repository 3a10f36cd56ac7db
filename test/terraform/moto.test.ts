/** The real AWS provider makes roles in moto, and IAM gives back the trust policies that were meant. */
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { appliedForReal, applyForReal, type Aws } from '../support/terraform/moto.ts';
import { moduleKinds } from '../support/terraform/services.ts';

const real = fileURLToPath(new URL('configurations/real/', import.meta.url));

const createCluster = (aws: Aws) =>
  aws([
    'eks',
    'create-cluster',
    '--name',
    'production',
    '--role-arn',
    'arn:aws:iam::123456789012:role/cluster',
    '--resources-vpc-config',
    'subnetIds=subnet-1,subnet-2',
  ]);

appliedForReal('applied for real', () => {
  test.each(moduleKinds)('with %s modules, roles admit one ServiceAccount each, and a second plan is empty', async (modules) => {
    let issuer = '';
    const { failure, roles, settled } = await applyForReal(real, {
      modules,
      prepare: createCluster,
      inspect: async (aws) => {
        const { cluster } = (await aws(['eks', 'describe-cluster', '--name', 'production'])) as {
          cluster: { identity: { oidc: { issuer: string } } };
        };
        issuer = cluster.identity.oidc.issuer.replace('https://', '');
      },
    });
    expect(failure).toBeUndefined();
    expect(settled).toBe(true);

    const admits = (subject: string) => [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${issuer}` },
        Condition: { StringEquals: { [`${issuer}:sub`]: `system:serviceaccount:${subject}`, [`${issuer}:aud`]: 'sts.amazonaws.com' } },
      },
    ];
    expect(roles['production-external-dns']?.AssumeRolePolicyDocument.Statement).toEqual(admits('external-dns:external-dns'));
    expect(roles['production-karpenter']?.AssumeRolePolicyDocument.Statement).toEqual(admits('kube-system:karpenter'));
    expect(roles['production-external-dns']?.attachedPolicies).toEqual([
      expect.stringMatching(/^arn:aws:iam::123456789012:policy\/AmazonEKS_/),
      'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
    ]);
  });
});
