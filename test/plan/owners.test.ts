import { describe, expect, test } from '@jest/globals';
import type { Owner } from '../../src/spec/spec.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { emptyFacts } from '../../src/plan/repo-facts.ts';
import { formatPath } from '../../src/problem.ts';
import { aCluster, anAddOn, anApp, aSpec, planOf, problemsOf } from '../support/a-spec.ts';

const withAccount = aCluster('production', { accountId: '111122223333' });
const shared = (...owners: Owner[]) =>
  owners.map((owner, i) => anApp(`app${i}`, { shared: true, serviceAccount: { name: 'both', owner } }));

describe('a ServiceAccount of two workloads', () => {
  test.each<[Owner, Owner]>([
    ['terraform', 'terraform'],
    ['terraform', 'manifests'],
    ['annotate', 'annotate'],
    ['chart', 'terraform'],
  ])('is refused where %s and %s would write it', (one, other) => {
    const spec = aSpec({ outputs: ['terraform', 'manifests'], clusters: [withAccount], apps: shared(one, other) });
    expect(makePlan(spec, emptyFacts).problems).toMatchObject([
      {
        code: 'service-account-twice',
        path: ['apps', 'app1'],
        message: 'app0 and app1 would both write ServiceAccount shop/both, and it takes the ARN of one role.',
      },
    ]);
  });

  test('is theirs where one of them owns it', () => {
    expect(problemsOf(aSpec({ apps: shared('terraform', 'none') }))).toEqual([]);
  });

  test('is two in two clusters', () => {
    const [one, other] = shared('terraform', 'terraform');
    const apps = [
      { ...one!, clusters: ['blue'] },
      { ...other!, clusters: ['green'] },
    ];
    expect(problemsOf(aSpec({ clusters: [aCluster('blue'), aCluster('green')], apps }))).toEqual([]);
  });
});

describe('the ServiceAccount default', () => {
  const ownerOf = (owner?: Owner) =>
    planOf(aSpec({ apps: [anApp('orders', { shared: true, serviceAccount: { name: 'default', ...(owner && { owner }) } })] })).workloads[0]
      ?.roles[0]?.serviceAccounts[0]?.owner;

  test('is annotated by Terraform, since Kubernetes makes it with its namespace', () => {
    expect(ownerOf()).toBe('annotate');
    expect(ownerOf('terraform')).toBe('annotate');
  });

  test('is left to any other owner', () => {
    expect(ownerOf('none')).toBe('none');
  });
});

describe('an owner that is not among the outputs', () => {
  const told = (...spec: Parameters<typeof aSpec>) =>
    makePlan(aSpec(...spec), emptyFacts).problems.map(({ code, path }) => `${code} at ${formatPath(path)}`);
  const app = (owner?: Owner) => anApp('orders', { serviceAccount: { name: 'orders', ...(owner && { owner }) } });

  test('is told of where it is said, and where it is so by default', () => {
    const outputs = ['helm'] as const;
    expect(told({ outputs, apps: [app('terraform')] })).toEqual(['terraform-not-written at apps.orders.serviceAccount.owner']);
    expect(told({ outputs, apps: [app('annotate')] })).toEqual(['terraform-not-written at apps.orders.serviceAccount.owner']);
    expect(told({ outputs, apps: [app()] })).toEqual(['terraform-not-written at terraform.serviceAccounts']);
  });

  test('is no trouble where eksctl makes what Terraform would, or nobody is the owner', () => {
    expect(told({ outputs: ['eksctl'], clusters: [withAccount], apps: [app()] })).toEqual([]);
    expect(told({ outputs: ['helm'], apps: [app('none')] })).toEqual([]);
  });
});

describe('the next steps', () => {
  const steps = (spec: Parameters<typeof aSpec>[0]): string =>
    planOf(aSpec(spec))
      .nextSteps.map(({ text }) => text)
      .join('\n');

  test('say what a chart of one’s own has to say', () => {
    expect(steps({ apps: [anApp('orders', { serviceAccount: { name: 'orders', owner: 'chart', tokenExpiration: 3600 } })] })).toContain(
      'orders: its chart makes ServiceAccount shop/orders; set its name and the annotation eks.amazonaws.com/role-arn = the ARN in output irsa_role_arns, and eks.amazonaws.com/token-expiration = "3600" in its values.',
    );
  });

  test('say how EKS Blueprints takes the role', () => {
    expect(steps({ addOns: [anAddOn('cluster-autoscaler', { installer: 'blueprints' })] })).toContain(
      'create_role = false; there, set the annotation eks.amazonaws.com/role-arn of ServiceAccount cluster-autoscaler-sa to module.irsa_cluster_autoscaler.iam_role_arn',
    );
  });

  test('say how an EKS add-on takes the role, unless Terraform installs it', () => {
    const addOn = anAddOn('aws-ebs-csi-driver', { installer: 'eks-addon' });
    expect(steps({ addOns: [addOn] })).toContain(
      'service_account_role_arn = module.irsa_aws_ebs_csi_driver.iam_role_arn, or write install: true',
    );
    expect(steps({ addOns: [{ ...addOn, install: { values: [], overwrite: false } }] })).not.toContain('service_account_role_arn');
  });
});
