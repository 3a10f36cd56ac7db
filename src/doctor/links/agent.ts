/** The agent of EKS Pod Identity, and where it can be. */
import { NODE_ROLE, POD_IDENTITY, POD_IDENTITY_AGENT } from '../pages.ts';
import { hasEnded, nodeOf, ROLE_ANNOTATION, roleName, some, takesPodIdentity, type View } from '../view.ts';
import type { SeenNode, SeenPod } from '../world.ts';
import { link, type Found } from './link.ts';

const causes = {
  'pod-identity-unsupported-node': {
    severity: 'error',
    means: 'The pod runs on Fargate or Windows, where EKS Pod Identity is not; and an association keeps IRSA away from it.',
    link: POD_IDENTITY,
  },
  'agent-missing': {
    severity: 'error',
    means: 'There are associations, and no agent of EKS Pod Identity that would serve them.',
    link: POD_IDENTITY_AGENT,
  },
  'agent-not-ready': {
    severity: 'error',
    means: 'The agent of EKS Pod Identity is not ready on the node of the pod.',
    link: POD_IDENTITY_AGENT,
  },
  'node-role-without-eks-auth': {
    severity: 'warning',
    means: 'The role of the node seems not to allow eks-auth:AssumeRoleForPodIdentity, which the agent needs.',
    link: NODE_ROLE,
  },
  'both-ways-differ': {
    severity: 'warning',
    means: 'Annotation and association name two roles; for new pods the association wins.',
    link: 'https://github.com/aws/amazon-eks-pod-identity-webhook/issues/264',
  },
  'both-ways': {
    severity: 'note',
    means: 'The ServiceAccount has annotation and association; for new pods the association wins.',
    link: 'https://github.com/aws/amazon-eks-pod-identity-webhook/issues/264',
  },
} as const;

export const agentLink = link({ name: 'agent', needs: ['service-account'], causes, look });

function look(view: View): readonly Found<typeof causes>[] {
  const { way, pods, world } = view;
  if (way !== 'pod-identity') return [];
  const [supported, unsupported] = [
    pods.filter((pod) => takesPodIdentity(nodeOf(world, pod))),
    pods.filter((pod) => !takesPodIdentity(nodeOf(world, pod))),
  ];
  return [
    ...(unsupported.length === 0
      ? []
      : [
          {
            code: 'pod-identity-unsupported-node' as const,
            message: 'EKS Pod Identity does not reach the nodes that the pods are on.',
            evidence: [`pods: ${some(unsupported.map(({ name, node }) => `${name} on ${node}`))}`],
            fix: 'Keep such workloads on IRSA: delete the association, annotate the ServiceAccount, restart them.',
          },
        ]),
    ...ofAgent(view, supported),
    ...bothWays(view),
  ];
}

function ofAgent({ world }: View, pods: readonly SeenPod[]): readonly Found<typeof causes>[] {
  const { agent, cluster } = world;
  // Nodes of Auto Mode have it built in; beside them, such a cluster may have nodes that need the add-on.
  const served = pods.filter((pod) => (cluster.autoMode ? isOther(nodeOf(world, pod)) : nodeOf(world, pod)?.kind !== 'auto'));
  if (agent === undefined || (cluster.autoMode && served.length === 0)) return [];
  const install = `aws eks create-addon --cluster-name ${cluster.name} --region ${cluster.region} --addon-name eks-pod-identity-agent`;
  if (!agent.there) {
    return [
      {
        code: 'agent-missing',
        message: 'The agent of EKS Pod Identity is not installed.',
        evidence: ['no DaemonSet eks-pod-identity-agent in kube-system'],
        fix: 'Install the add-on, before any association is made.',
        commands: [install],
        ofAll: true,
      },
    ];
  }
  const waiting = served.filter((pod) => pod.node !== undefined && !hasEnded(pod) && !agent.readyOn.includes(pod.node));
  return waiting.length > 0 ? [notReady(world, waiting)] : nodeRoles(world, served);
}

const isOther = (node: SeenNode | undefined): boolean => node !== undefined && node.kind !== 'auto';

function notReady({ pods }: View['world'], waiting: readonly SeenPod[]): Found<typeof causes> {
  const nodes = [...new Set(waiting.map(({ node }) => node ?? ''))];
  const rivals = pods.filter(
    ({ node, containers, namespace }) =>
      nodes.includes(node ?? '') && namespace !== 'kube-system' && containers.some(({ hostPorts = [] }) => hostPorts.includes(80)),
  );
  return {
    code: 'agent-not-ready',
    message: 'The agent of EKS Pod Identity is not ready on nodes of these pods.',
    evidence: [
      `nodes: ${some(nodes)}`,
      `pods: ${some(waiting.map(({ name }) => name))}`,
      ...(rivals.length === 0
        ? []
        : [`host port 80 there, which the agent needs: ${some(rivals.map(({ namespace, name }) => `${namespace}/${name}`))}`]),
    ],
    fix:
      rivals.length === 0
        ? 'See why its pod there is not ready: tolerations, IPv6, or a node that is too full.'
        : 'Give the other pod another host port.',
    commands: [
      'kubectl -n kube-system get pods -l app.kubernetes.io/name=eks-pod-identity-agent -o wide',
      'kubectl -n kube-system describe daemonset eks-pod-identity-agent',
    ],
  };
}

/** https://docs.aws.amazon.com/eks/latest/userguide/security-iam-awsmanpol.html */
const WITH_EKS_AUTH = /:policy\/(?:AmazonEKSWorkerNodePolicy|AmazonEKSWorkerNodeMinimalPolicy)$/;

function nodeRoles(world: View['world'], pods: readonly SeenPod[]): readonly Found<typeof causes>[] {
  const arns = new Set(pods.flatMap((pod) => nodeOf(world, pod)?.role ?? []));
  return world.roles.flatMap((role) => {
    // What policies of their own say is not seen.
    const isOpen = role.attached === undefined || (role.inline ?? []).length > 0 || role.attached.some((arn) => !/:iam::aws:/.test(arn));
    if (!arns.has(role.arn) || isOpen || role.attached?.some((arn) => WITH_EKS_AUTH.test(arn))) return [];
    return [
      {
        code: 'node-role-without-eks-auth' as const,
        message: `The node role ${roleName(role.arn)} has no policy that lets the agent ask EKS Auth.`,
        evidence: [`attached: ${some(role.attached?.map((arn) => arn.split('/').at(-1) ?? arn) ?? [])}`],
        fix: 'Attach AmazonEKSWorkerNodePolicy to the role of the nodes.',
        ofAll: true as const,
      },
    ];
  });
}

function bothWays({ serviceAccount, association }: View): readonly Found<typeof causes>[] {
  const annotated = serviceAccount?.annotations[ROLE_ANNOTATION];
  if (annotated === undefined || association === undefined) return [];
  const evidence = [`annotation: ${annotated}`, `association: ${association.role}`];
  return annotated === association.role
    ? [
        {
          code: 'both-ways',
          message: 'The ServiceAccount has annotation and association of one role.',
          evidence,
          fix: 'Take the annotation away once all pods were restarted.',
        },
      ]
    : [
        {
          code: 'both-ways-differ',
          message: 'Annotation and association name two roles; pods change over when they restart.',
          evidence,
          fix: 'Decide for one, and take the other away.',
        },
      ];
}
