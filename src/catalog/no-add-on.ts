/** Names that people look for among the add-ons, and why none of them is one. */

export interface NoAddOn {
  readonly names: readonly [string, ...string[]];
  readonly because: 'needs-no-role' | 'no-canned-policy' | 'end-of-life';
  /** After the name: one sentence, and what to do instead. */
  readonly says: string;
  readonly fix: string;
  readonly link: string;
}

const EKS_ADD_ONS = 'https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html';

const clusterOnly = (names: NoAddOn['names'], does: string, link = EKS_ADD_ONS): NoAddOn => ({
  names,
  because: 'needs-no-role',
  says: `needs no IAM role: it ${does}, and calls no AWS service.`,
  fix: 'Install it without a role.',
  link,
});

/** What it may do is what its users ask of it. */
function asApp(names: NoAddOn['names'], keys: string, link: string, more = ''): NoAddOn {
  return {
    names,
    because: 'no-canned-policy',
    says: 'is no add-on with a policy of its own: it makes whatever its users ask for, so any policy of ours would grant too little or too much.',
    fix: `Write it as an app, such as apps: { ${names[0]}: { ${keys}, statements: […] } }, with what yours has to make.${more}`,
    link,
  };
}

export const noAddOns: readonly NoAddOn[] = [
  clusterOnly(['coredns', 'core-dns'], 'answers DNS queries from what the Kubernetes API tells it'),
  clusterOnly(['kube-proxy'], 'writes the network rules of its node'),
  clusterOnly(['metrics-server'], 'gathers metrics from the kubelets'),
  clusterOnly(['kube-state-metrics'], 'counts the objects of the Kubernetes API'),
  clusterOnly(['snapshot-controller', 'csi-snapshot-controller'], 'leaves snapshots to the CSI drivers, which have roles of their own'),
  {
    names: ['eks-pod-identity-agent', 'pod-identity-agent'],
    because: 'needs-no-role',
    says: 'needs no IAM role of its own: it uses that of the node, which needs eks-auth:AssumeRoleForPodIdentity.',
    fix: 'Attach AmazonEKSWorkerNodePolicy to the node role, which has that action.',
    link: 'https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html',
  },
  {
    names: ['secrets-store-csi-driver-provider-aws', 'secrets-store-csi-driver', 'secrets-provider-aws'],
    because: 'needs-no-role',
    says: 'needs no IAM role of its own: it reads secrets with the role of the ServiceAccount whose pod mounts them.',
    fix: 'Grant secretsmanager, or ssm:GetParameters in statements, to each app whose pods mount them. Where such an app has its role by EKS Pod Identity, say usePodIdentity: "true" in the parameters of its SecretProviderClass: the provider asks for IRSA otherwise.',
    link: 'https://github.com/aws/secrets-store-csi-driver-provider-aws#usage',
  },
  asApp(
    ['crossplane', 'provider-aws', 'crossplane-provider-aws'],
    'namespace: crossplane-system, serviceAccount: { name: provider-aws, owner: none }',
    'https://docs.upbound.io/providers/provider-aws/authentication/',
    ' Crossplane makes the ServiceAccount, with a hash in its name, which no role admits: give it this name and the annotation by serviceAccountTemplate.metadata of a DeploymentRuntimeConfig.',
  ),
  asApp(
    ['gitlab-runner'],
    'namespace: gitlab-runner, serviceAccount: { name: gitlab-runner, owner: annotate }',
    'https://docs.gitlab.com/runner/executors/kubernetes/',
  ),
  asApp(
    ['actions-runner-controller', 'gha-runner-scale-set', 'github-runner'],
    'namespace: arc-runners, serviceAccount: arc-runner',
    'https://docs.github.com/en/actions/concepts/runners/actions-runner-controller',
  ),
  asApp(
    ['atlantis'],
    'namespace: atlantis, serviceAccount: { name: atlantis, owner: annotate }',
    'https://www.runatlantis.io/docs/provider-credentials',
  ),
  {
    names: ['adot', 'adot-collector', 'aws-otel', 'opentelemetry-operator'],
    because: 'no-canned-policy',
    says: 'is no add-on with one role: each of its collectors (adot-col-prom-metrics, adot-col-otlp-ingest, adot-col-container-logs) has a ServiceAccount of its own, and sends what its pipelines say to where they say; its operator needs none.',
    fix: 'Write each collector as an app, such as apps: { adot: { namespace: opentelemetry-operator-system, serviceAccount: { name: adot-col-prom-metrics, owner: none }, statements: […] } }, and put the ARN of its role into the annotations of that collector in the configuration of the EKS add-on. With EKS Pod Identity, name the roles in the associations of the EKS add-on instead, which takes them from v0.94.1 on.',
    link: 'https://aws-otel.github.io/docs/getting-started/adot-eks-add-on/config-prometheus-metrics',
  },
  {
    names: ['appmesh-controller', 'aws-app-mesh', 'app-mesh', 'appmesh'],
    because: 'end-of-life',
    says: 'is of AWS App Mesh, which AWS ended on 30 September 2026.',
    fix: 'Use aws-gateway-api-controller (Amazon VPC Lattice) or a mesh that needs no AWS service.',
    link: 'https://docs.aws.amazon.com/app-mesh/latest/userguide/what-is-app-mesh.html',
  },
];

export const findNoAddOn = (name: string): NoAddOn | undefined => noAddOns.find(({ names }) => names.includes(name));
