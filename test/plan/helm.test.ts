import { describe, expect, test } from '@jest/globals';
import { aCluster, anAddOn, aSpec, blocksOfKind, planOf, problemsOf } from '../support/a-spec.ts';

const dns = anAddOn('external-dns', { options: { hostedZones: ['Z0123456789ABC'] } });
const withAccount = aCluster('production', { accountId: '111122223333' });

describe('Helm values', () => {
  test('hold the role’s ARN where the account is given', () => {
    const { helm } = planOf(aSpec({ clusters: [withAccount], addOns: [dns] }));
    expect(helm).toMatchObject([
      {
        path: 'irsa/helm/external-dns.values.yaml',
        values: {
          map: {
            provider: { map: { name: 'aws' } },
            serviceAccount: {
              map: {
                create: true,
                name: 'external-dns',
                annotations: { map: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/production-external-dns' } },
              },
            },
          },
        },
      },
    ]);
  });

  test('come from Terraform where it is not, and the file says how', () => {
    const plan = planOf(aSpec({ addOns: [dns] }));
    expect(plan.helm[0]?.comments.join(' ')).toContain('terraform output -json irsa_helm_values');
    expect(JSON.stringify(plan.helm[0]?.values)).not.toContain('role-arn');
    expect(JSON.stringify(blocksOfKind(plan, 'output-helm-values'))).toContain('module.irsa_external_dns.iam_role_arn');
  });

  test('hold a placeholder where one is asked for', () => {
    const plan = planOf(aSpec({ addOns: [dns], helm: { roleArn: 'placeholder' } }));
    expect(JSON.stringify(plan.helm)).toContain('arn:aws:iam::${ACCOUNT_ID}:role/production-external-dns');
  });

  test('need the account where the literal ARN is asked for', () => {
    expect(problemsOf(aSpec({ addOns: [dns], helm: { roleArn: 'literal' } }))).toEqual(['account-id-needed']);
  });

  test('say where the VPC is written that pods cannot ask for, and how it is found', () => {
    const controller = anAddOn('aws-load-balancer-controller', { options: { targetGroupBindingOnly: false } });
    const found = (more: Partial<typeof withAccount>) => {
      const { helm, nextSteps } = planOf(aSpec({ clusters: [{ ...withAccount, ...more }], addOns: [controller] }));
      const steps = nextSteps.filter(({ command }) => command?.includes('resourcesVpcConfig.vpcId'));
      return { comments: helm[0]?.comments.filter((line) => line.includes('VPC')), steps: steps.map(({ text }) => text) };
    };
    expect(found({})).toEqual({
      comments: [expect.stringContaining('say it by clusters.production.vpcId.')],
      steps: [expect.stringContaining('write its id at clusters.production.vpcId. This finds it.')],
    });
    expect(found({ vpcId: 'vpc-0123456789abcdef0' })).toEqual({ comments: [], steps: [] });
  });

  test('have a folder for each of several clusters', () => {
    const plan = planOf(aSpec({ clusters: [withAccount, aCluster('staging', { accountId: '111122223333' })], addOns: [dns] }));
    expect(plan.helm.map((f) => f.path)).toEqual([
      'irsa/helm/production/external-dns.values.yaml',
      'irsa/helm/staging/external-dns.values.yaml',
    ]);
  });

  test('say the VPC to pods that cannot ask for it, or that it is not known', () => {
    const controller = anAddOn('aws-load-balancer-controller', { options: { targetGroupBindingOnly: false } });
    const file = (more: Parameters<typeof aCluster>[1], helm: { roleArn?: 'terraform' } = {}) =>
      planOf(aSpec({ clusters: [aCluster('production', { accountId: '111122223333', ...more })], addOns: [controller], helm })).helm[0]!;
    expect(file({ vpcId: 'vpc-01234567' }).values).toMatchObject({ map: { vpcId: 'vpc-01234567' } });
    const unknown = 'say it by clusters.production.vpcId';
    expect(file({ vpcId: 'vpc-01234567' }).comments.join()).not.toContain(unknown);
    expect(file({}).comments.join()).toContain(unknown);
    // Terraform learns it, a file does not.
    expect(file({ from: { kind: 'data' } }).comments.join()).toContain(unknown);
    expect(file({ from: { kind: 'data' } }, { roleArn: 'terraform' }).comments.join()).not.toContain(unknown);
  });

  test('leave the ServiceAccount to Terraform where Terraform owns it', () => {
    const plan = planOf(
      aSpec({
        clusters: [withAccount],
        addOns: [anAddOn('external-dns', { options: dns.options, serviceAccount: { owner: 'terraform' } })],
      }),
    );
    expect(JSON.stringify(plan.helm[0]?.values)).toContain('"create":false');
    expect(blocksOfKind(plan, 'service-account')).toHaveLength(1);
  });
});
