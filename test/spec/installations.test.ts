import { describe, expect, test } from '@jest/globals';
import { codesOf, problemsOf, specOf, withApp, withCluster } from './reading.ts';

const dns = (keys: string): string => withCluster(`addOns:\n  external-dns: { hostedZones: [Z0123456789ABC], ${keys} }\n`);
const cloudwatch = (keys: string): string => withCluster(`addOns:\n  amazon-cloudwatch-observability: { ${keys} }\n`);
const ebs = (keys: string): string => withCluster(`addOns:\n  aws-ebs-csi-driver: { installer: eks-addon, ${keys} }\n`);
const installOf = (text: string) => specOf(text).addOns[0]?.install;

describe('an add-on that Terraform installs', () => {
  test('says which version, and where values of one’s own are', () => {
    expect(installOf(dns('install: { version: 1.19.0, values: [values/dns.yaml] }'))).toEqual({
      version: '1.19.0',
      values: ['values/dns.yaml'],
      overwrite: false,
    });
  });

  test('may say nothing but true where it is an EKS add-on', () => {
    expect(installOf(ebs('install: true'))).toEqual({ values: [], overwrite: false });
    expect(installOf(ebs('install: false'))).toBeUndefined();
    expect(installOf(ebs('install: { version: most-recent, overwrite: true }'))).toEqual({
      version: 'most-recent',
      values: [],
      overwrite: true,
    });
  });

  test.each([
    [
      'a chart without a version',
      dns('install: true'),
      '5:59 chart-version-missing: A chart without a version is the newest one at each apply, so nobody reviews what changes. Write install: { version: "<version>" }; `helm show chart external-dns --repo https://kubernetes-sigs.github.io/external-dns/` shows the newest one.',
    ],
    [
      'a range of versions',
      dns('install: { version: "~1.19" }'),
      'invalid-version: "~1.19" is not the version of a chart, such as 1.19.0.',
    ],
    ['a number for a version', dns('install: { version: 1.19 }'), 'should be a version in quotes, such as "1.19.0", but is 1.19'],
    ['a version of EKS for a chart', dns('install: { version: most-recent }'), 'invalid-version'],
    [
      'a version of a chart for EKS',
      ebs('install: { version: 2.48.0 }'),
      'is not the version of an EKS add-on, such as v1.48.0-eksbuild.1 or most-recent',
    ],
    [
      'two configurations of an EKS add-on',
      ebs('install: { values: [a.yaml, b.yaml] }'),
      'invalid-installation: An EKS add-on takes one configuration',
    ],
    [
      'a chart that shall overwrite',
      dns('install: { version: 1.19.0, overwrite: true }'),
      'invalid-installation: overwrite is for EKS add-ons',
    ],
    [
      'a file by an absolute path',
      dns('install: { version: 1.19.0, values: [/etc/passwd] }'),
      'invalid-values-file: "/etc/passwd" is not a file seen from this one.',
    ],
    ['a folder', dns('install: { version: 1.19.0, values: [values/] }'), 'invalid-values-file'],
    [
      'what EKS Blueprints installs',
      withCluster('addOns: { cluster-autoscaler: { installer: blueprints, install: { version: 9.0.0 } } }'),
      'invalid-installation: The module of EKS Blueprints installs cluster-autoscaler, and two releases of one chart would fight.',
    ],
    ['apps', withApp('install: true'), '"install" is not a key of apps.my-app'],
  ])('is refused: %s', (_, text, says) => {
    expect(problemsOf(text).join('\n')).toContain(says);
  });

  test('is told of where no Terraform is written', () => {
    expect(codesOf(`${ebs('install: true')}outputs: [helm]\n`)).toEqual(['install-not-written']);
  });
});

test('a chart that cannot annotate its ServiceAccount is not installed by Terraform, which its EKS add-on is', () => {
  expect(codesOf(cloudwatch('install: { version: "6.4.0" }'))).toEqual(['invalid-installation']);
  expect(codesOf(cloudwatch('installer: eks-addon, install: true'))).toEqual([]);
});

describe('the owner of a ServiceAccount', () => {
  test.each([
    ['of an EKS add-on is the add-on', ebs('serviceAccount: { owner: terraform }'), ['owner-of-another']],
    ['of an EKS add-on may be nobody of ours', ebs('serviceAccount: { owner: none }'), []],
    [
      'of an EKS add-on that Terraform installs is the add-on',
      ebs('install: true, serviceAccount: { owner: annotate }'),
      ['owner-of-another'],
    ],
    ['of a chart is no EKS add-on', dns('serviceAccount: { owner: eks-addon }'), ['owner-of-another']],
    ['of an app is no EKS add-on', withApp('serviceAccount: { owner: eks-addon }'), ['owner-of-another']],
    ['of a chart that cannot annotate is not the chart', cloudwatch('serviceAccount: { owner: chart }'), ['owner-of-another']],
    ['of a chart that makes it anyway is not Terraform', cloudwatch('serviceAccount: { owner: terraform }'), ['owner-of-another']],
    ['of a chart that cannot annotate may be nobody of ours', cloudwatch('serviceAccount: { owner: none }'), []],
    ['of a chart that cannot annotate is no EKS add-on', cloudwatch('serviceAccount: { owner: eks-addon }'), ['owner-of-another']],
    ['of apps by default is no EKS add-on', `${withApp('tags: {}')}terraform: { serviceAccounts: eks-addon }\n`, ['owner-of-another']],
  ])('%s', (_, text, codes) => {
    expect(codesOf(text)).toEqual(codes);
  });
});

describe('the VPC of a cluster', () => {
  const cluster = (keys: string): string => `version: 1\nclusters:\n  production: { region: us-east-1, ${keys} }\n`;

  test('is an id or a reference', () => {
    expect(specOf(cluster('vpcId: vpc-0123456789abcdef0')).clusters[0]?.vpcId).toBe('vpc-0123456789abcdef0');
    expect(specOf(cluster('vpcId: { ref: module.vpc.vpc_id }')).clusters[0]?.vpcId).toEqual({ ref: 'module.vpc.vpc_id' });
    expect(codesOf(cluster('vpcId: my-vpc'))).toEqual(['invalid-vpc-id']);
  });

  test('of a new one is said once, and its providers are in a root of their own', () => {
    const made =
      'from: { new: { kubernetesVersion: "1.33", vpcId: vpc-01234567, subnetIds: [subnet-01234567, subnet-89abcdef], nodes: auto } }';
    expect(codesOf(cluster(`${made}, vpcId: vpc-01234567`))).toEqual(['two-networks']);
    expect(codesOf(cluster(`${made}, providers: { helm: helm.blue, kubernetes: kubernetes.blue }`))).toEqual([
      'provider-of-new-cluster',
      'provider-of-new-cluster',
    ]);
  });
});
