import { describe, expect, test } from '@jest/globals';
import { ref, text } from '../../src/iam/text.ts';
import type { RepoFacts } from '../../src/plan/repo-facts.ts';
import type { BlockKind, BlockOf, TerraformPlan } from '../../src/plan/terraform/blocks.ts';
import type { AddOnSpec, NewCluster } from '../../src/spec/spec.ts';
import { aCluster, anAddOn, aSpec, blocksOfKind, planOf, someFacts } from '../support/a-spec.ts';
import { at, byData, controller, dns, ebs, eksModule, inData, inModule, install } from '../support/installed.ts';

describe('a chart that Terraform installs', () => {
  test('is a release of the version that is said, with the role in its values', () => {
    const [release, ...others] = blocksOfKind(planOf(inData(dns())), 'helm-release');
    expect(others).toEqual([]);
    expect(release).toEqual({
      kind: 'helm-release',
      label: 'irsa_external_dns',
      name: 'external-dns',
      repository: 'https://kubernetes-sigs.github.io/external-dns/',
      chart: 'external-dns',
      version: '1.19.0',
      namespace: 'external-dns',
      createNamespace: true,
      valuesFiles: [],
      values: {
        map: {
          provider: { map: { name: 'aws' } },
          serviceAccount: {
            map: {
              create: true,
              name: 'external-dns',
              annotations: { map: { 'eks.amazonaws.com/role-arn': ref('module.irsa_external_dns.iam_role_arn') } },
            },
          },
        },
      },
      dependsOn: [ref('module.irsa_external_dns')],
    });
  });

  test('has no values elsewhere, where a second installer would find them', () => {
    const plan = planOf(inData(dns(), controller));
    expect(plan.helm).toEqual([]);
    expect(blocksOfKind(plan, 'output-helm-values')).toEqual([]);
    const handed = planOf(inData(dns(), { ...controller, install: undefined } as unknown as AddOnSpec));
    expect(handed.helm.map(({ path }) => path)).toEqual(['irsa/helm/aws-load-balancer-controller.values.yaml']);
  });

  test('keeps its values where Terraform is not written', () => {
    const plan = planOf({ ...inData(dns()), outputs: ['helm'], helm: { roleArn: 'placeholder' } });
    expect(plan.helm).toHaveLength(1);
  });

  test('waits for the namespace that Terraform makes, and makes none that is there', () => {
    const made = planOf({ ...inData(dns()), namespaces: [{ name: 'external-dns', create: true }] });
    expect(blocksOfKind(made, 'helm-release')[0]).toMatchObject({
      namespace: ref('kubernetes_namespace_v1.irsa_external_dns.metadata[0].name'),
    });
    expect(blocksOfKind(made, 'helm-release')[0]).not.toHaveProperty('createNamespace');
    const there = planOf({ ...inData(dns()), namespaces: [{ name: 'external-dns', create: false }] });
    expect(blocksOfKind(there, 'helm-release')[0]).not.toHaveProperty('createNamespace');
    expect(blocksOfKind(planOf(inData(controller)), 'helm-release')[0]).not.toHaveProperty('createNamespace');
  });

  test('takes values of one’s own first, from the folder of the root', () => {
    const spec = inData(dns({ install: install({ values: ['./values/dns.yaml', '../shared.yaml'] }) }));
    expect(blocksOfKind(planOf(spec), 'helm-release')[0]?.valuesFiles).toEqual([
      text`${ref('path.module')}/values/dns.yaml`,
      text`${ref('path.module')}/../shared.yaml`,
    ]);
  });

  test('has the name of the release that is said, and its own ServiceAccount all the same', () => {
    const [release] = blocksOfKind(planOf(inData(dns({ release: 'dns' }))), 'helm-release');
    expect(release?.name).toBe('dns');
    expect(JSON.stringify(release?.values)).toContain('"name":"external-dns"');
  });

  test('leaves the ServiceAccount to its owner, who comes first', () => {
    const [release] = blocksOfKind(planOf(inData(dns({ serviceAccount: { owner: 'terraform' } }))), 'helm-release');
    expect(release?.values).toMatchObject({ map: { serviceAccount: { map: { create: false, name: 'external-dns' } } } });
    expect(release?.dependsOn).toContainEqual(ref('kubernetes_service_account_v1.irsa_external_dns'));
    const [annotated] = blocksOfKind(planOf(inData(dns({ serviceAccount: { owner: 'annotate' } }))), 'helm-release');
    expect(annotated?.dependsOn).toContainEqual(ref('kubernetes_annotations.irsa_external_dns'));
  });

  test('waits for the policies of a role that no module makes', () => {
    const karpenter = anAddOn('karpenter', {
      options: { nodeRole: 'nodes', queue: 'interruptions', instanceProfiles: true },
      serviceAccount: { audience: 'karpenter.example.com' },
      install: install({ version: '1.6.0' }),
    });
    const spec = { ...inData(karpenter), terraform: { ...inData().terraform, modules: { iam: { line: 6 } } } };
    expect(blocksOfKind(planOf(spec), 'helm-release')[0]?.dependsOn).toEqual([ref('aws_iam_role_policy_attachment.irsa_karpenter')]);
  });

  test('waits for the nodes of a cluster that is made in this root', () => {
    expect(blocksOfKind(planOf(inModule(dns()), someFacts(eksModule())), 'helm-release')[0]?.dependsOn).toEqual([
      ref('module.eks'),
      ref('module.irsa_external_dns'),
    ]);
  });

  test('waits for the Load Balancer Controller, whose webhook would refuse its Services', () => {
    const plan = planOf(inData(dns(), controller, ebs()));
    const awaited = (label: string) =>
      [...blocksOfKind(plan, 'helm-release'), ...blocksOfKind(plan, 'eks-add-on')]
        .find((block) => block.label === label)
        ?.dependsOn.filter((address) => JSON.stringify(address).includes('helm_release'));
    expect(awaited('irsa_external_dns')).toEqual([ref('helm_release.irsa_aws_load_balancer_controller')]);
    expect(awaited('irsa_aws_ebs_csi_driver')).toEqual([ref('helm_release.irsa_aws_load_balancer_controller')]);
    expect(awaited('irsa_aws_load_balancer_controller')).toEqual([]);
  });

  test('is told the VPC that pods cannot ask for', () => {
    const vpcOf = (spec: ReturnType<typeof aSpec>, facts: Partial<RepoFacts> = {}) =>
      (blocksOfKind(planOf(spec, someFacts(facts)), 'helm-release')[0]?.values as { map: Record<string, unknown> } | undefined)?.map[
        'vpcId'
      ];
    expect(vpcOf(inData(controller))).toEqual(ref('data.aws_eks_cluster.irsa_production.vpc_config[0].vpc_id'));
    expect(vpcOf(inModule(controller), eksModule({ vpcId: 'module.vpc.vpc_id' }))).toEqual(ref('module.vpc.vpc_id'));
    expect(vpcOf(inModule(controller), eksModule({ vpcId: 'vpc-01234567' }))).toBe('vpc-01234567');
    expect(vpcOf(inModule(controller), eksModule({ vpcId: 'var.create ? module.vpc.vpc_id : var.vpc_id' }))).toBeUndefined();
    const said = { ...inModule(controller), clusters: [aCluster('production', { vpcId: { ref: 'local.vpc_id' } })] };
    expect(vpcOf(said)).toEqual(ref('local.vpc_id'));
  });

  test('is installed in each cluster, by the provider that speaks to it', () => {
    const two = aSpec({ primary: 'blue', clusters: [byData('blue'), byData('green', { region: 'eu-west-1' })], addOns: [dns()] });
    const plan = planOf(two);
    expect(blocksOfKind(plan, 'helm-release').map(({ label, provider }) => [label, provider])).toEqual([
      ['irsa_external_dns', undefined],
      ['irsa_external_dns_green', 'helm.irsa_green'],
    ]);
    expect(blocksOfKind(plan, 'provider-helm-3').map(({ alias }) => alias)).toEqual([undefined, 'irsa_green']);
    expect(blocksOfKind(plan, 'provider-kubernetes')).toEqual([]);
  });

  test('leaves the provider of a retired cluster, by which it is removed', () => {
    const spec = aSpec({ primary: 'blue', clusters: [byData('blue'), byData('green', { retired: true })], addOns: [dns()] });
    const plan = planOf(spec);
    expect(blocksOfKind(plan, 'helm-release').map(({ label }) => label)).toEqual(['irsa_external_dns']);
    expect(blocksOfKind(plan, 'provider-helm-3').map(({ alias }) => alias)).toEqual([undefined, 'irsa_green']);
  });

  test('of a share group has one role and a release in each cluster', () => {
    const spec = aSpec({
      shareRoles: [{ name: 'production', clusters: ['blue', 'green'] }],
      clusters: [byData('blue'), byData('green')],
      addOns: [dns()],
    });
    const releases = blocksOfKind(planOf(spec), 'helm-release');
    expect(releases).toHaveLength(2);
    for (const { values } of releases) expect(JSON.stringify(values)).toContain('module.irsa_external_dns.iam_role_arn');
  });

  test('takes a label that is free in the root', () => {
    const plan = planOf(inData(dns(), controller), someFacts({ addresses: ['helm_release.irsa_aws_load_balancer_controller'] }));
    expect(blocksOfKind(plan, 'helm-release').map(({ label }) => label)).toEqual([
      'irsa_external_dns',
      'irsa_aws_load_balancer_controller_2',
    ]);
    expect(blocksOfKind(plan, 'helm-release')[0]?.dependsOn).toContainEqual(ref('helm_release.irsa_aws_load_balancer_controller_2'));
  });
});

describe('in a cluster that is made here', () => {
  const made: NewCluster = {
    kubernetesVersion: '1.33',
    network: { kind: 'given', vpcId: 'vpc-01234567', subnetIds: ['subnet-01234567', 'subnet-89abcdef'] },
    nodes: 'auto',
    addOns: [],
    endpointPublicAccess: true,
  };
  const spec = (...addOns: AddOnSpec[]) => aSpec({ clusters: [aCluster('production', { from: { kind: 'new', cluster: made } })], addOns });
  const later = <K extends BlockKind>(root: TerraformPlan | undefined, kind: K) =>
    (root?.files.flatMap(({ blocks }) => blocks) ?? []).filter((block): block is BlockOf<K> => block.kind === kind);

  test('an EKS add-on comes after the cluster and its role, without a cycle', () => {
    const plan = planOf(spec(ebs({ version: 'most-recent' })));
    expect(blocksOfKind(plan, 'eks-add-on')[0]).toMatchObject({
      clusterName: ref('module.irsa_production.cluster_name'),
      dependsOn: [ref('module.irsa_production'), ref('module.irsa_aws_ebs_csi_driver')],
    });
    expect(blocksOfKind(plan, 'data-eks-add-on-version')[0]?.kubernetesVersion).toBe('1.33');
    // Nothing that the cluster or the role is made of names the add-on.
    const others = plan.terraform?.files.flatMap(({ blocks }) => blocks).filter(({ kind }) => kind !== 'eks-add-on');
    expect(JSON.stringify(others)).not.toContain('aws_eks_addon.');
    expect(plan.kubernetesRoot).toBeUndefined();
  });

  test('a chart is in the second root, with a provider of its own there', () => {
    const plan = planOf(spec(dns({ install: install({ values: ['values/dns.yaml'] }) }), controller));
    expect(blocksOfKind(plan, 'helm-release')).toEqual([]);
    const [release, first] = later(plan.kubernetesRoot, 'helm-release');
    expect(release).toMatchObject({
      label: 'irsa_external_dns',
      valuesFiles: [text`${ref('path.module')}/../values/dns.yaml`],
      dependsOn: [ref('helm_release.irsa_aws_load_balancer_controller')],
    });
    expect(JSON.stringify(release?.values)).toContain('data.aws_iam_role.irsa_external_dns.arn');
    expect(first?.values).toMatchObject({ map: { vpcId: ref('data.aws_eks_cluster.irsa_production.vpc_config[0].vpc_id') } });
    expect(later(plan.kubernetesRoot, 'provider-helm-3')).toHaveLength(1);
    expect(later(plan.kubernetesRoot, 'required-providers')[0]?.providers.map(({ name }) => name)).toEqual(['aws', 'helm']);
    expect(blocksOfKind(plan, 'required-providers')[0]?.providers.map(({ name }) => name)).toEqual(['aws']);
  });

  test('a chart asks for no helm in the first root’s required_providers', () => {
    const facts = someFacts({ hasRequiredProviders: true, requiredProviders: { aws: { version: '~> 6.0', at } } });
    expect(JSON.stringify(planOf(spec(dns()), facts).nextSteps)).not.toContain('Name provider helm');
  });
});
