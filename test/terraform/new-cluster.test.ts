/** Clusters made here: both roots, of both lines of the eks module, planned by the real terraform. */
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { generateInto, temporaryFolder, writeFiles } from '../support/generate.ts';
import { judged, judgedWithModules } from '../support/terraform/available.ts';
import { resources } from '../support/terraform/evaluate.ts';
import { waitsFor, type Graph } from '../support/terraform/graph.ts';
import { judge } from '../support/terraform/judge.ts';

interface Case {
  readonly line: 20 | 21;
  readonly iam: 5 | 6;
  readonly nodes: string;
  readonly network: string;
}

const groups =
  '{ default: { instanceTypes: [m6i.large], min: 2, max: 4 }, own: { selfManaged: true, instanceTypes: [m7g.large], min: 0, max: 9 } }';
const given = 'vpcId: vpc-0123456789abcdef0, subnetIds: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]';
const made = 'vpc: { cidr: 10.0.0.0/16, zones: [us-east-1a, us-east-1b, us-east-1c] }';

const modulesWithRoles = [
  'irsa_production',
  ...[
    'aws_load_balancer_controller',
    'aws_ebs_csi_driver',
    'external_dns',
    'cluster_autoscaler',
    'karpenter',
    'external_secrets',
    'orders',
  ].map((id) => `irsa_${id}`),
];

/** With every add-on, some of them installed, so that a cycle between the cluster and any role would show. */
const specOf = ({ line, iam, nodes, network }: Case): string => `version: 1
terraform: { modules: { eks: ${line}, iam: ${iam} } }
clusters:
  production:
    region: us-east-1
    from: { new: { kubernetesVersion: "1.33", ${network}, nodes: ${nodes} } }
namespaces: { shop: { create: true } }
addOns:
  aws-load-balancer-controller: { install: { version: 1.13.4 } }
  aws-ebs-csi-driver: { installer: eks-addon, install: { version: most-recent } }
  external-dns: { hostedZones: [Z0123456789ABC], install: { version: 1.19.0 } }
  cluster-autoscaler: {}
  karpenter: {}
  external-secrets: { secrets: [shop/*] }
apps:
  orders: { namespace: shop, grants: [{ sqs: { queue: orders, access: consume } }] }
tags: { team: platform }
`;

async function generated(of: Case, format: 'hcl' | 'json' = 'hcl'): Promise<string> {
  const dir = writeFiles(temporaryFolder(), { 'irsa.yaml': specOf(of) });
  await generateInto(dir, { format });
  return dir;
}

judgedWithModules('a new cluster', (modules) => {
  describe.each<Case>([
    { line: 20, iam: 5, nodes: groups, network: given },
    { line: 20, iam: 5, nodes: 'auto', network: given },
    { line: 21, iam: 5, nodes: groups, network: given },
    { line: 21, iam: 6, nodes: 'auto', network: given },
  ])('of eks $line with iam $iam and nodes $nodes', (of) => {
    test.each(['hcl', 'json'] as const)(
      'is planned together with every role, as %s',
      async (format) => {
        const { failure, plan } = await judge(await generated(of, format), { plan: true, modules });
        expect(failure).toBeUndefined();
        const made = resources(plan).filter(({ mode }) => mode === 'managed');
        const roles = made.flatMap(({ type, address }) => (type === 'aws_iam_role' ? [address.split('.')[1]] : []));
        expect(new Set(roles)).toEqual(new Set(modulesWithRoles));
        expect(made.map(({ address }) => address)).toContain('aws_eks_addon.irsa_aws_ebs_csi_driver');
        const templates = made.filter(({ type }) => type === 'aws_launch_template');
        // A double has none.
        expect(templates).toHaveLength(modules === 'real' && of.nodes === groups ? 2 : 0);
        for (const { values } of templates) {
          expect(values?.['metadata_options']).toMatchObject([{ http_tokens: 'required', http_put_response_hop_limit: 1 }]);
        }
      },
      240_000,
    );
  });
});

judgedWithModules('the network of a new cluster', (modules) => {
  const before = async (line: 20 | 21, iam: 5 | 6): Promise<(id: string) => string[]> => {
    const cluster = `region: us-east-1, from: { new: { kubernetesVersion: "1.33", ${given}, nodes: ${groups} } }`;
    const dir = writeFiles(temporaryFolder(), {
      'irsa.yaml': `version: 1
terraform: { modules: { eks: ${line}, iam: ${iam} } }
clusters: { production: { ${cluster} } }
addOns:
  vpc-cni: { installer: eks-addon, install: { version: most-recent } }
  aws-ebs-csi-driver: { installer: eks-addon, install: true }
`,
    });
    await generateInto(dir);
    const { failure, graph = new Map() as Graph } = await judge(dir, { plan: true, graph: true, modules });
    expect(failure).toBeUndefined();
    return (id) => [...waitsFor(graph, `aws_eks_addon.irsa_${id}`)];
  };

  test.each([
    { line: 20, iam: 5 },
    { line: 21, iam: 5 },
    { line: 21, iam: 6 },
  ] as const)(
    'waits for the cluster and its role, and for no node, with eks $line and iam $iam',
    async ({ line, iam }) => {
      const waited = await before(line, iam);
      const cni = waited('vpc_cni');
      expect(cni).toContain('module.irsa_production.aws_eks_cluster.this');
      expect(cni).toContain('module.irsa_production.aws_iam_openid_connect_provider.oidc_provider');
      expect(cni.some((address) => address.startsWith('module.irsa_vpc_cni.aws_iam_role_policy_attachment'))).toBe(true);
      expect(cni.filter((address) => /node_group|launch_template|time_sleep/.test(address))).toEqual([]);
      // All others come after the nodes, which a double does not have, and what comes with them.
      const ebs = waited('aws_ebs_csi_driver');
      expect(ebs).toContain('module.irsa_production.aws_eks_addon.this');
      expect(ebs.some((address) => address.includes('node_group'))).toBe(modules === 'real');
    },
    240_000,
  );
});

judged('what Kubernetes holds of a new cluster', () => {
  test.each(['hcl', 'json'] as const)('is planned in a root of its own, as %s', async (format) => {
    const dir = await generated({ line: 21, iam: 5, nodes: 'auto', network: given }, format);
    const { failure, diagnostics, plan } = await judge(join(dir, 'irsa-kubernetes'), { plan: true, validate: true });
    expect(failure).toBeUndefined();
    expect(diagnostics).toEqual([]);
    const charts = resources(plan).flatMap(({ type, values }) => (type === 'helm_release' ? [String(values?.['values'])] : []));
    expect(charts).toHaveLength(2);
    for (const values of charts) expect(values).toMatch(/role-arn": "arn:aws:iam::123456789012:role\/production-/);
  });
});

judged('a VPC made for a new cluster', () => {
  test.each<Case>([
    { line: 20, iam: 5, nodes: 'auto', network: made },
    { line: 21, iam: 5, nodes: 'auto', network: made },
  ])('is planned with eks $line', async (of) => {
    const { failure, versions } = await judge(await generated(of), { plan: true });
    expect(failure).toBeUndefined();
    expect(versions['aws']).toMatch(of.line === 20 ? /^5\./ : /^6\./);
  });
});
