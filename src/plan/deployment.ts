/** A Deployment that an app may start from: what its pods need to use their role, and nothing else. */
import type { Value } from '../iam/text.ts';
import type { AppSpec, DeploymentSpec } from '../spec/spec.ts';
import type { Manifest } from './plan.ts';

/** Image, probes, resources and configuration are the app's own affair, so a kustomize patch adds them. */
export function deployment(
  { id, namespace, serviceAccount }: AppSpec,
  { image, replicas, fsGroup, skipContainers }: DeploymentSpec,
): Manifest {
  const labels: Value = { map: { 'app.kubernetes.io/name': id } };
  // https://github.com/aws/amazon-eks-pod-identity-webhook#eks-walkthrough
  const annotations: Value = { map: { 'eks.amazonaws.com/skip-containers': skipContainers.join(',') } };
  return {
    comments: [
      `${id}: what its pods need to use their role. Ports, probes and resources are added by a patch in a kustomization of yours.`,
      'EKS mounts the token when a pod starts, and sets AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE (with AWS_REGION, AWS_DEFAULT_REGION and AWS_STS_REGIONAL_ENDPOINTS) in its containers. Set none of them here, nor AWS_ACCESS_KEY_ID, which the SDKs would take instead.',
      ...(fsGroup === undefined ? [] : [`fsGroup ${fsGroup}: lets a container that does not run as root read the token.`]),
    ],
    value: {
      map: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { map: { name: id, namespace, labels } },
        spec: {
          map: {
            replicas,
            selector: { map: { matchLabels: labels } },
            template: {
              map: {
                metadata: { map: { labels, ...(skipContainers.length === 0 ? {} : { annotations }) } },
                spec: {
                  map: {
                    serviceAccountName: serviceAccount.name ?? id,
                    ...(fsGroup === undefined ? {} : { securityContext: { map: { fsGroup } } }),
                    containers: [{ map: { name: id, image } }],
                  },
                },
              },
            },
          },
        },
      },
    },
  };
}
