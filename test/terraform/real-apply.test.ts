/** The generator's own output, made by the real AWS provider; roles as IAM gives them back. */
import { expect, test } from '@jest/globals';
import { evaluateTrust, type TrustPolicy } from '../../src/iam/trust.ts';
import { generateInto, temporaryFolder } from '../support/generate.ts';
import { program } from '../support/program.ts';
import { appliedForReal, applyForReal, type Aws } from '../support/terraform/moto.ts';
import { moduleKinds } from '../support/terraform/services.ts';
import { run } from '../support/terraform/terraform.ts';

/** The seven patterns on the iam 5.x line; charts own the ServiceAccounts, so no API server is needed. */
const spec = `version: 1
terraform: { modules: { iam: 5 } }
clusters:
  production:
    region: us-east-1
    oidcProvider: create
    thumbprints: none
    from: { data: true }
addOns:
  aws-load-balancer-controller: {}
  aws-ebs-csi-driver: {}
  external-dns: { hostedZones: [Z0123456789ABC] }
  cluster-autoscaler: {}
  # Node role and queue that exist: moto knows no access entries, which the eks submodule makes for the node role.
  karpenter: { nodeRole: nodes, queue: interruptions }
  external-secrets: { secrets: [production/*] }
apps:
  my-app:
    namespace: shop
    serviceAccount: { name: my-app-sa, owner: chart }
    grants:
      - s3: { bucket: my-bucket, prefix: my-app/, access: read-write }
      - dynamodb: { table: orders, access: read-write, indexes: true }
    managedPolicies: [arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess]
permissionsBoundary: arn:aws:iam::123456789012:policy/boundary
rolePath: /irsa/
tags: { team: shop }
`;

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

const SUBJECTS = {
  'production-aws-load-balancer-controller': 'kube-system:aws-load-balancer-controller',
  'production-aws-ebs-csi-driver': 'kube-system:ebs-csi-controller-sa',
  'production-external-dns': 'external-dns:external-dns',
  'production-cluster-autoscaler': 'kube-system:cluster-autoscaler',
  'production-karpenter': 'kube-system:karpenter',
  'production-external-secrets': 'external-secrets:external-secrets',
  'production-my-app': 'shop:my-app-sa',
};

appliedForReal('the seven patterns, applied for real', () => {
  test.each(moduleKinds)(
    'with %s modules, each role admits its one ServiceAccount, and a second plan is empty',
    async (modules) => {
      const dir = temporaryFolder();
      await generateInto(dir, { spec });
      let issuer = '';
      let providers: unknown;
      let explained: unknown;
      const { failure, roles, settled } = await applyForReal(dir, {
        modules,
        prepare: createCluster,
        inspect: async (aws, env) => {
          const asked = ['explain', 'shop:my-app-sa', 'production-my-app', '--live', '--cluster', 'production', '--json'];
          explained = JSON.parse((await run(process.execPath, [program, ...asked], { cwd: dir, env })).stdout);
          const { cluster } = (await aws(['eks', 'describe-cluster', '--name', 'production'])) as {
            cluster: { identity: { oidc: { issuer: string } } };
          };
          issuer = cluster.identity.oidc.issuer.replace('https://', '');
          providers = await aws([
            'iam',
            'get-open-id-connect-provider',
            '--open-id-connect-provider-arn',
            `arn:aws:iam::123456789012:oidc-provider/${issuer}`,
          ]);
        },
      });
      expect(failure).toBeUndefined();
      expect(settled).toBe(true);
      expect(providers).toMatchObject({ ClientIDList: ['sts.amazonaws.com'] });
      expect(explained).toMatchObject({ admitted: true, ways: [{ role: 'production-my-app', issuer, admitted: true }] });

      const admits = (name: string, subject: string, audience = 'sts.amazonaws.com') =>
        evaluateTrust(roles[name]?.AssumeRolePolicyDocument as TrustPolicy, {
          issuer,
          subject: `system:serviceaccount:${subject}`,
          audience,
        }).admitted;
      for (const [name, subject] of Object.entries(SUBJECTS)) {
        expect([name, roles[name]?.Path]).toEqual([name, '/irsa/']);
        for (const [, other] of Object.entries(SUBJECTS))
          expect([name, other, admits(name, other)]).toEqual([name, other, other === subject]);
        expect(admits(name, subject, 'kubernetes.default.svc')).toBe(false);
        expect(roles[name]?.PermissionsBoundary?.PermissionsBoundaryArn).toBe('arn:aws:iam::123456789012:policy/boundary');
      }
      expect(roles['production-my-app']?.attachedPolicies.toSorted()).toEqual([
        'arn:aws:iam::123456789012:policy/irsa/production-my-app',
        'arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess',
      ]);
    },
    300_000,
  );
});
