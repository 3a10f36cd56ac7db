/** A Deployment that an app may start from: what its pods need to use their role, and nothing else. */
import { usesPodIdentity } from './assumed-roles.ts';
import type { Value } from '../iam/text.ts';
import type { AppSpec, DeploymentSpec } from '../spec/spec.ts';
import { CONFIG_FILE, CONFIG_FOLDER, configMapName, defaultProfile, profiles } from './aws-config.ts';
import type { Manifest } from './plan.ts';

/** What checkov asks of every Deployment and only its app can answer; the rest it finds as it wants it. https://www.checkov.io/2.Basics/Suppressing%20and%20Skipping%20Policies.html */
const LEFT_TO_THE_APP: readonly (readonly [policies: readonly string[], reason: string])[] = [
  [['CKV_K8S_8', 'CKV_K8S_9'], 'probes are added by a patch, since they know the app'],
  [['CKV_K8S_10', 'CKV_K8S_11', 'CKV_K8S_12', 'CKV_K8S_13'], 'resources are added by a patch, since they are measured'],
  [['CKV_K8S_15'], 'when to pull is left to the cluster; an image named by its digest is never stale'],
  [['CKV_K8S_22', 'CKV_K8S_23', 'CKV_K8S_40'], 'what the image runs as, and writes, is decided where it is built'],
];

const skipped = (): Record<string, Value> =>
  Object.fromEntries(
    LEFT_TO_THE_APP.flatMap(([policies, reason]) => policies.map((policy) => `${policy}=${reason}`)).map((skip, i) => [
      `checkov.io/skip${i + 1}`,
      skip,
    ]),
  );

/** Beside the role of its ServiceAccount. */
function ofProfiles(app: AppSpec): { readonly container: Record<string, Value>; readonly pod: Record<string, Value> } {
  if (profiles(app).length === 0) return { container: {}, pod: {} };
  const profile = defaultProfile(app);
  const env = { AWS_CONFIG_FILE: `${CONFIG_FOLDER}/${CONFIG_FILE}`, ...(profile === undefined ? {} : { AWS_PROFILE: profile }) };
  return {
    container: {
      env: Object.entries(env).map(([name, value]) => ({ map: { name, value } })),
      volumeMounts: [{ map: { name: 'aws-config', mountPath: CONFIG_FOLDER, readOnly: true } }],
    },
    pod: { volumes: [{ map: { name: 'aws-config', configMap: { map: { name: configMapName(app) } } } }] },
  };
}

/** Image, probes, resources and configuration are the app's own affair, so a kustomize patch adds them. */
export function deployment(app: AppSpec, { image, replicas, fsGroup, skipContainers }: DeploymentSpec): Manifest {
  const { id, namespace, serviceAccount } = app;
  const { container, pod } = ofProfiles(app);
  const labels: Value = { map: { 'app.kubernetes.io/name': id } };
  // https://github.com/aws/amazon-eks-pod-identity-webhook#eks-walkthrough
  const annotations: Value = { map: { 'eks.amazonaws.com/skip-containers': skipContainers.join(',') } };
  return {
    comments: [
      `${id}: what its pods need to use their role. Ports, probes and resources are added by a patch in a kustomization of yours.`,
      usesPodIdentity(app)
        ? 'EKS sets AWS_CONTAINER_CREDENTIALS_FULL_URI and AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE (with AWS_REGION and AWS_DEFAULT_REGION) in its containers when a pod starts. Set none of them here, nor AWS_ACCESS_KEY_ID, AWS_ROLE_ARN or AWS_WEB_IDENTITY_TOKEN_FILE, which the SDKs would take instead.'
        : 'EKS mounts the token when a pod starts, and sets AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE (with AWS_REGION, AWS_DEFAULT_REGION and AWS_STS_REGIONAL_ENDPOINTS) in its containers. Set none of them here, nor AWS_ACCESS_KEY_ID, which the SDKs would take instead.',
      'automountServiceAccountToken: the token for AWS is another one, mounted all the same; set it to true for an app that uses the Kubernetes API.',
      ...(fsGroup === undefined ? [] : [`fsGroup ${fsGroup}: lets a container that does not run as root read the token.`]),
    ],
    value: {
      map: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { map: { name: id, namespace, labels, annotations: { map: skipped() } } },
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
                    automountServiceAccountToken: false,
                    securityContext: {
                      map: { ...(fsGroup === undefined ? {} : { fsGroup }), seccompProfile: { map: { type: 'RuntimeDefault' } } },
                    },
                    containers: [
                      {
                        map: {
                          name: id,
                          image,
                          ...container,
                          securityContext: { map: { allowPrivilegeEscalation: false, capabilities: { map: { drop: ['ALL'] } } } },
                        },
                      },
                    ],
                    ...pod,
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
