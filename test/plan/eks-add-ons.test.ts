import { describe, expect, test } from '@jest/globals';
import { ref, text } from '../../src/iam/text.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { anAddOn, aSpec, blocksOfKind, planOf, problemsOf, someFacts } from '../support/a-spec.ts';
import { at, byData, dns, ebs, eksModule, inData, inModule } from '../support/installed.ts';

describe('an EKS add-on that Terraform installs', () => {
  test('takes the role, and the version that EKS takes for the cluster', () => {
    expect(blocksOfKind(planOf(inData(ebs())), 'eks-add-on')).toEqual([
      {
        kind: 'eks-add-on',
        label: 'irsa_aws_ebs_csi_driver',
        clusterName: ref('data.aws_eks_cluster.irsa_production.name'),
        name: 'aws-ebs-csi-driver',
        roleArn: ref('module.irsa_aws_ebs_csi_driver.iam_role_arn'),
        onCreate: 'NONE',
        tags: [],
        dependsOn: [ref('module.irsa_aws_ebs_csi_driver')],
      },
    ]);
  });

  test('takes the version that is said, or the newest for the cluster’s', () => {
    const said = planOf(inData(ebs({ version: 'v1.48.0-eksbuild.1' })));
    expect(blocksOfKind(said, 'eks-add-on')[0]?.version).toBe('v1.48.0-eksbuild.1');
    expect(blocksOfKind(said, 'data-eks-add-on-version')).toEqual([]);
    const newest = planOf(inData(ebs({ version: 'most-recent' })));
    expect(blocksOfKind(newest, 'data-eks-add-on-version')).toEqual([
      {
        kind: 'data-eks-add-on-version',
        label: 'irsa_aws_ebs_csi_driver',
        addOn: 'aws-ebs-csi-driver',
        kubernetesVersion: ref('data.aws_eks_cluster.irsa_production.version'),
      },
    ]);
    expect(blocksOfKind(newest, 'eks-add-on')[0]?.version).toEqual(ref('data.aws_eks_addon_version.irsa_aws_ebs_csi_driver.version'));
  });

  test('asks EKS for the cluster’s version only where nothing here knows it', () => {
    const versionOf = (spec: ReturnType<typeof aSpec>, facts = someFacts()) =>
      blocksOfKind(planOf(spec, facts), 'data-eks-add-on-version')[0]?.kubernetesVersion;
    expect(versionOf(inModule(ebs({ version: 'most-recent' })), someFacts(eksModule()))).toEqual(ref('module.eks.cluster_version'));
    const literal = aSpec({ addOns: [ebs({ version: 'most-recent' })] });
    expect(versionOf(literal)).toEqual(ref('data.aws_eks_cluster.irsa_production.version'));
    expect(blocksOfKind(planOf(literal), 'data-eks-cluster')).toHaveLength(1);
    expect(blocksOfKind(planOf(aSpec({ addOns: [ebs()] })), 'data-eks-cluster')).toEqual([]);
  });

  test('needs no provider that speaks to Kubernetes', () => {
    const kinds = planOf(inData(ebs())).terraform?.files.flatMap(({ blocks }) => blocks.map(({ kind }) => kind));
    expect(kinds?.filter((kind) => kind.startsWith('provider'))).toEqual(['provider-aws']);
  });

  test('with an association of its own, waits for the agent that is made here', () => {
    const addOn = planOf(inData({ ...ebs(), identity: 'pod-identity' }));
    const [agent, driver] = blocksOfKind(addOn, 'eks-add-on');
    expect(agent?.name).toBe('eks-pod-identity-agent');
    expect(driver?.association).toEqual({
      serviceAccount: 'ebs-csi-controller-sa',
      roleArn: ref('module.irsa_aws_ebs_csi_driver.iam_role_arn'),
    });
    expect(driver?.dependsOn).toEqual([ref('module.irsa_aws_ebs_csi_driver'), ref('aws_eks_addon.irsa_production_pod_identity_agent')]);
  });

  test('overwrites what is there where it is told to, and takes a configuration and tags', () => {
    const spec = { ...inData(ebs({ overwrite: true, values: ['ebs.yaml'] })), tags: { team: 'platform' } };
    expect(blocksOfKind(planOf(spec), 'eks-add-on')[0]).toMatchObject({
      onCreate: 'OVERWRITE',
      configurationFile: text`${ref('path.module')}/ebs.yaml`,
      tags: [{ key: 'team', value: 'platform' }],
    });
  });

  test('speaks to each cluster by its own AWS provider', () => {
    const spec = aSpec({
      primary: 'blue',
      clusters: [byData('blue'), byData('green', { region: 'eu-west-1' })],
      addOns: [ebs({ version: 'most-recent' })],
    });
    const plan = planOf(spec);
    expect(blocksOfKind(plan, 'eks-add-on').map(({ provider }) => provider)).toEqual([undefined, 'aws.irsa_eu_west_1']);
    expect(blocksOfKind(plan, 'data-eks-add-on-version').map(({ provider }) => provider)).toEqual([undefined, 'aws.irsa_eu_west_1']);
  });
});

describe('what the root installs itself', () => {
  test('is told of, since a cluster takes it once', () => {
    const facts = someFacts({
      installed: [
        { kind: 'chart', name: 'external-dns', at },
        { kind: 'eks-add-on', name: 'aws-ebs-csi-driver', at: { file: 'eks.tf', line: 9 } },
      ],
    });
    expect(makePlan(inData(dns(), ebs()), facts).problems).toMatchObject([
      { code: 'installed-already', severity: 'warning', message: 'main.tf:4 installs external-dns already, and a cluster takes it once.' },
      { code: 'installed-already', message: 'eks.tf:9 installs aws-ebs-csi-driver already, and a cluster takes it once.' },
    ]);
    const handed = anAddOn('external-dns', { options: { hostedZones: ['Z0123456789ABC'] } });
    expect(problemsOf(inData(handed), facts)).toEqual([]);
  });
});
