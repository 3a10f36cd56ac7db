/** ServiceAccounts, associations, pods and nodes, wherever they are written. */
import { describe, expect, test } from '@jest/globals';
import { edgesFrom, inventoryOf, spelled } from '../support/surveyed.ts';

const ROLE = `resource "aws_iam_role" "orders" {
  name               = "orders"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = "x" }, Condition = { StringEquals = { "x:sub" = "system:serviceaccount:shop:orders" } } }] })
}
`;

const ANNOTATED =
  'metadata:\n  name: orders\n  namespace: shop\n  annotations:\n    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/orders\n';

describe('a ServiceAccount', () => {
  test('of Terraform', async () => {
    const inventory = await inventoryOf({
      'main.tf': `${ROLE}resource "kubernetes_service_account_v1" "orders" {
  metadata {
    name        = "orders"
    namespace   = "shop"
    annotations = { "eks.amazonaws.com/role-arn" = aws_iam_role.orders.arn }
  }
}
`,
    });
    expect(inventory.serviceAccounts).toMatchObject([
      { form: 'terraform', name: 'orders', namespace: 'shop', created: true, roleArn: { at: { line: 9 } } },
    ]);
    expect(edgesFrom(inventory, '#kubernetes_service_account_v1.orders')).toEqual(['service-account-role #aws_iam_role.orders']);
    expect(edgesFrom(inventory, '#aws_iam_role.orders')).toContain('role-service-account #kubernetes_service_account_v1.orders');
  });

  test('of manifests: several documents, and lists', async () => {
    const inventory = await inventoryOf({
      'main.tf': ROLE,
      'k8s/all.yaml': `apiVersion: v1
kind: ServiceAccount
${ANNOTATED}---
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: ServiceAccount
    metadata: { name: other, annotations: { eks.amazon.com/role-arn: typo } }
`,
    });
    expect(inventory.serviceAccounts.map(({ id, at, roleArn }) => [id, at.line, roleArn?.at.line])).toEqual([
      ['k8s/all.yaml#ServiceAccount/shop/orders', 1, 7],
      ['k8s/all.yaml#ServiceAccount//other', 12, undefined],
    ]);
    expect(inventory.serviceAccounts[1]?.annotations).toMatchObject([{ key: 'eks.amazon.com/role-arn', value: 'typo' }]);
    expect(edgesFrom(inventory, 'k8s/all.yaml#ServiceAccount/shop/orders')).toEqual(['service-account-role #aws_iam_role.orders']);
  });

  test('of values of a chart, and of a chart below it', async () => {
    const { serviceAccounts } = await inventoryOf({
      'values.yaml':
        'serviceAccount:\n  create: false\n  name: orders\ngrafana:\n  serviceAccount:\n    annotations:\n      eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/grafana\n',
    });
    expect(serviceAccounts.map(({ id, created, of, name }) => [id, created, of, name])).toEqual([
      ['values.yaml#serviceAccount', false, undefined, 'orders'],
      ['values.yaml#grafana.serviceAccount', true, 'grafana', undefined],
    ]);
  });

  test.each([
    [
      'yamlencode',
      'values = [yamlencode({ serviceAccount = { name = "orders", annotations = { "eks.amazonaws.com/role-arn" = aws_iam_role.orders.arn } } })]',
    ],
    [
      'a heredoc',
      'values = [<<-YAML\n    serviceAccount:\n      name: orders\n      annotations:\n        eks.amazonaws.com/role-arn: ${aws_iam_role.orders.arn}\n  YAML\n  ]',
    ],
    [
      'blocks',
      'set {\n    name  = "serviceAccount.name"\n    value = "orders"\n  }\n  set {\n    name  = "serviceAccount.annotations.eks\\\\.amazonaws\\\\.com/role-arn"\n    value = aws_iam_role.orders.arn\n  }',
    ],
    [
      'a list',
      'set = [{ name = "serviceAccount.name", value = "orders" }, { name = "serviceAccount.annotations.eks\\\\.amazonaws\\\\.com/role-arn", value = aws_iam_role.orders.arn }]',
    ],
    ['a template in a file', 'values = [templatefile("${path.module}/values.yaml", { role = aws_iam_role.orders.arn })]'],
  ])('of a helm_release by %s', async (_, lines) => {
    const inventory = await inventoryOf({
      'main.tf': `${ROLE}resource "helm_release" "orders" {\n  chart     = "orders"\n  namespace = "shop"\n  ${lines}\n}\n`,
      'values.yaml': lines.includes('templatefile')
        ? 'serviceAccount:\n  name: orders\n  annotations:\n    eks.amazonaws.com/role-arn: ${role}\n'
        : '',
    });
    expect(inventory.serviceAccounts).toMatchObject([
      { form: 'helm-release', name: 'orders', namespace: 'shop', of: 'orders', created: true },
    ]);
    expect(edgesFrom(inventory, '#helm_release.orders/serviceAccount')).toEqual(['service-account-role #aws_iam_role.orders']);
  });

  test('of an EKS add-on, by a resource, by the module and by EKS Blueprints', async () => {
    const inventory = await inventoryOf({
      'main.tf': `${ROLE}resource "aws_eks_addon" "cni" {
  addon_name               = "vpc-cni"
  service_account_role_arn = aws_iam_role.orders.arn
}
module "eks" {
  source = "terraform-aws-modules/eks/aws"
  addons = {
    aws-ebs-csi-driver = { service_account_role_arn = aws_iam_role.orders.arn }
    coredns            = {}
    aws-efs-csi-driver = { pod_identity_association = [{ role_arn = aws_iam_role.orders.arn, service_account = "efs-csi-controller-sa" }] }
  }
}
module "blueprints" {
  source     = "aws-ia/eks-blueprints-addons/aws"
  eks_addons = { adot = { service_account_role_arn = aws_iam_role.orders.arn } }
}
`,
    });
    expect(inventory.serviceAccounts.map(({ of }) => of)).toEqual(['vpc-cni', 'aws-ebs-csi-driver', 'adot']);
    expect(inventory.associations).toMatchObject([{ form: 'eks-add-on', serviceAccount: 'efs-csi-controller-sa' }]);
    expect(inventory.edges.filter(({ to }) => to === '#aws_iam_role.orders').map(({ kind }) => kind)).toEqual([
      'service-account-role',
      'service-account-role',
      'association-role',
      'service-account-role',
    ]);
  });

  test('whose role is nowhere in the repository', async () => {
    const inventory = await inventoryOf({ 'sa.yaml': `apiVersion: v1\nkind: ServiceAccount\n${ANNOTATED}` });
    expect(edgesFrom(inventory, 'sa.yaml#ServiceAccount/shop/orders')).toEqual([
      'service-account-role ? arn:aws:iam::111122223333:role/orders',
    ]);
  });
});

test('an association leads to its role, its cluster and its ServiceAccount', async () => {
  const inventory = await inventoryOf({
    'main.tf': `${ROLE}module "eks" {
  source = "terraform-aws-modules/eks/aws"
}
resource "aws_eks_pod_identity_association" "orders" {
  cluster_name    = module.eks.cluster_name
  namespace       = "shop"
  service_account = "orders"
  role_arn        = aws_iam_role.orders.arn
}
`,
    'sa.yaml': 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: orders, namespace: shop }\n',
  });
  expect(edgesFrom(inventory, '#aws_eks_pod_identity_association.orders')).toEqual([
    'association-role #aws_iam_role.orders',
    'association-cluster #module.eks',
    'association-service-account sa.yaml#ServiceAccount/shop/orders',
  ]);
});

test('eksctl: the cluster, its ServiceAccounts with their roles, associations and nodes', async () => {
  const inventory = await inventoryOf({
    'cluster.yaml': `apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: { name: blue, region: us-east-1 }
iam:
  withOIDC: true
  serviceAccounts:
    - metadata: { name: external-dns, namespace: kube-system }
      wellKnownPolicies: { externalDNS: true }
      roleName: dns
    - metadata: { name: reader, namespace: shop }
      attachRoleARN: arn:aws:iam::111122223333:role/reader
  podIdentityAssociations:
    - { namespace: shop, serviceAccountName: orders, permissionPolicyARNs: ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"] }
managedNodeGroups:
  - name: main
    disablePodIMDS: true
`,
  });
  expect(inventory.clusters).toMatchObject([{ form: 'eksctl', name: 'blue', region: 'us-east-1', makesOidcProvider: true }]);
  expect(inventory.serviceAccounts.map(({ name, roleArn }) => [name, roleArn && spelled(roleArn.value)])).toEqual([
    ['external-dns', undefined],
    ['reader', 'arn:aws:iam::111122223333:role/reader'],
  ]);
  expect(inventory.roles.map(({ name, takenBy, subjects }) => [name, takenBy, subjects.map(({ subject }) => subject)])).toEqual([
    ['dns', ['web-identity'], ['system:serviceaccount:kube-system:external-dns']],
    [undefined, ['pod-identity'], []],
  ]);
  expect(inventory.policies.map(({ flag, name }) => flag ?? name)).toEqual(['wellKnownPolicies.externalDNS', 'AmazonS3ReadOnlyAccess']);
  expect(inventory.nodeGroups).toMatchObject([{ name: 'main', hopLimit: { value: 1 } }]);
});

test('pods of manifests and of Terraform, and names of long-lived keys without their values', async () => {
  const inventory = await inventoryOf({
    'deploy.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: orders, namespace: shop }
spec:
  template:
    spec:
      serviceAccountName: orders
      containers:
        - name: app
          env:
            - { name: AWS_ACCESS_KEY_ID, value: AKIAIOSFODNN7EXAMPLE }
            - { name: AWS_SECRET_ACCESS_KEY, valueFrom: { secretKeyRef: { name: aws, key: secret } } }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: orders, namespace: shop }
`,
    'main.tf': `resource "kubernetes_deployment" "web" {
  metadata {
    name = "web"
  }
  spec {
    template {
      spec {
        service_account_name = "web"
        container {
          env {
            name  = "AWS_SECRET_ACCESS_KEY"
            value = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
          }
        }
      }
    }
  }
}
resource "aws_iam_access_key" "ci" {
  user = "ci"
}
`,
  });
  expect(inventory.pods.map(({ kind, serviceAccount }) => [kind, serviceAccount?.value])).toEqual([
    ['kubernetes_deployment', 'web'],
    ['Deployment', 'orders'],
  ]);
  expect(inventory.staticKeys.map(({ where, name, fromSecret }) => [where, name, fromSecret])).toEqual([
    ['pod-env', 'AWS_SECRET_ACCESS_KEY', undefined],
    ['iam-user', 'aws_iam_access_key', undefined],
    ['pod-env', 'AWS_ACCESS_KEY_ID', undefined],
    ['pod-env', 'AWS_SECRET_ACCESS_KEY', true],
  ]);
  expect(JSON.stringify(inventory)).not.toMatch(/AKIAIOSFODNN7EXAMPLE|wJalrXUtnFEMI/);
  expect(edgesFrom(inventory, 'deploy.yaml#Deployment/shop/orders')).toEqual([
    'pod-service-account deploy.yaml#ServiceAccount/shop/orders',
  ]);
});

test('nodes: hop limits and tokens of launch templates and of groups of the eks module', async () => {
  const { nodeGroups } = await inventoryOf({
    'main.tf': `resource "aws_launch_template" "nodes" {
  metadata_options {
    http_tokens                 = "optional"
    http_put_response_hop_limit = 2
  }
}
module "eks" {
  source                          = "terraform-aws-modules/eks/aws"
  eks_managed_node_group_defaults = { metadata_options = { http_put_response_hop_limit = 3 } }
  eks_managed_node_groups = {
    main = { iam_role_additional_policies = { s3 = "arn:aws:iam::aws:policy/AmazonS3FullAccess" } }
  }
}
`,
  });
  expect(nodeGroups).toMatchObject([
    { form: 'launch-template', hopLimit: { value: 2, at: { line: 4 } }, httpTokens: { value: 'optional' } },
    { form: 'module', name: 'main', hopLimit: { value: 3 }, policies: [{ value: 'arn:aws:iam::aws:policy/AmazonS3FullAccess' }] },
  ]);
});
