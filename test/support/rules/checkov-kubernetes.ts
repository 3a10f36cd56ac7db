/** checkov's policies on pods and what runs them, over manifests and over the Deployments that Terraform makes. */
import type { Finding, Rule } from './rule.ts';

interface Container {
  readonly name?: string;
  readonly image?: string;
  readonly imagePullPolicy?: string;
  readonly livenessProbe?: unknown;
  readonly readinessProbe?: unknown;
  readonly resources?: { readonly requests?: Readonly<Record<string, unknown>>; readonly limits?: Readonly<Record<string, unknown>> };
  readonly env?: readonly { readonly valueFrom?: { readonly secretKeyRef?: unknown } }[];
  readonly securityContext?: {
    readonly privileged?: boolean;
    readonly allowPrivilegeEscalation?: boolean;
    readonly readOnlyRootFilesystem?: boolean;
    readonly runAsNonRoot?: boolean;
    readonly runAsUser?: number;
    readonly seccompProfile?: { readonly type?: string };
    readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  };
}

interface PodSpec {
  readonly automountServiceAccountToken?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly hostNetwork?: boolean;
  readonly containers?: readonly Container[];
  readonly securityContext?: Container['securityContext'];
}

export interface Workload {
  readonly file: string;
  readonly line: number;
  readonly at: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly pod?: PodSpec;
}

type Check = (workload: Workload) => string | undefined;

const ofPod =
  (fault: (pod: PodSpec) => string | undefined): Check =>
  ({ pod }) =>
    pod === undefined ? undefined : fault(pod);

const ofContainers = (good: (container: Container, pod: PodSpec) => unknown, message: string): Check =>
  ofPod((pod) => ((pod.containers ?? []).every((c) => Boolean(good(c, pod))) ? undefined : message));

const context = <K extends keyof NonNullable<Container['securityContext']>>(c: Container, pod: PodSpec, key: K) =>
  c.securityContext?.[key] ?? pod.securityContext?.[key];

const CHECKS: Readonly<Record<string, Check>> = {
  CKV_K8S_8: ofContainers((c) => c.livenessProbe, 'no liveness probe'),
  CKV_K8S_9: ofContainers((c) => c.readinessProbe, 'no readiness probe'),
  CKV_K8S_10: ofContainers((c) => c.resources?.requests?.['cpu'], 'requests no CPU'),
  CKV_K8S_11: ofContainers((c) => c.resources?.limits?.['cpu'], 'no limit of CPU'),
  CKV_K8S_12: ofContainers((c) => c.resources?.requests?.['memory'], 'requests no memory'),
  CKV_K8S_13: ofContainers((c) => c.resources?.limits?.['memory'], 'no limit of memory'),
  CKV_K8S_14: ofContainers(
    (c) => /:(?!latest$)[\w.-]+(@|$)/.test(c.image ?? '') || c.image?.includes('@sha256:'),
    'an image without a fixed tag',
  ),
  CKV_K8S_15: ofContainers((c) => c.imagePullPolicy === 'Always', 'does not pull its image always'),
  CKV_K8S_16: ofContainers((c) => c.securityContext?.privileged !== true, 'a privileged container'),
  CKV_K8S_17: ofPod((pod) => (pod.hostPID ? 'shares the process ids of its host' : undefined)),
  CKV_K8S_18: ofPod((pod) => (pod.hostIPC ? 'shares the IPC of its host' : undefined)),
  CKV_K8S_19: ofPod((pod) => (pod.hostNetwork ? 'shares the network of its host' : undefined)),
  CKV_K8S_20: ofContainers((c) => c.securityContext?.allowPrivilegeEscalation === false, 'may escalate privileges'),
  CKV_K8S_21: ({ namespace, kind }) =>
    kind !== 'Namespace' && (namespace === undefined || namespace === 'default') ? 'in the default namespace' : undefined,
  CKV_K8S_22: ofContainers((c) => c.securityContext?.readOnlyRootFilesystem === true, 'may write to its root file system'),
  CKV_K8S_23: ofContainers(
    (c, pod) => context(c, pod, 'runAsNonRoot') === true || (context(c, pod, 'runAsUser') ?? 0) > 0,
    'may run as root',
  ),
  CKV_K8S_25: ofContainers((c) => (c.securityContext?.capabilities?.add ?? []).length === 0, 'adds capabilities'),
  CKV_K8S_28: ofContainers((c) => c.securityContext?.capabilities?.drop?.some((d) => d === 'ALL' || d === 'NET_RAW'), 'keeps NET_RAW'),
  CKV_K8S_29: ofPod((pod) => (pod.securityContext === undefined ? 'its pods have no security context' : undefined)),
  CKV_K8S_30: ofContainers((c) => c.securityContext, 'a container has no security context'),
  CKV_K8S_31: ofContainers((c, pod) => context(c, pod, 'seccompProfile')?.type === 'RuntimeDefault', 'no seccomp profile'),
  CKV_K8S_35: ofContainers((c) => !(c.env ?? []).some((e) => e.valueFrom?.secretKeyRef), 'has secrets in its environment'),
  CKV_K8S_37: ofContainers((c) => c.securityContext?.capabilities?.drop?.includes('ALL'), 'keeps capabilities'),
  CKV_K8S_38: ofPod((pod) => (pod.automountServiceAccountToken === false ? undefined : 'mounts the token of its ServiceAccount')),
  CKV_K8S_40: ofContainers((c, pod) => (context(c, pod, 'runAsUser') ?? 0) >= 10_000, 'may run as a user of the host'),
  CKV_K8S_43: ofContainers((c) => c.image?.includes('@sha256:'), 'an image without a digest'),
};

const POLICIES = 'https://www.checkov.io/5.Policy%20Index/kubernetes.html';

export const checkovKubernetes: readonly Rule<readonly Workload[]>[] = Object.entries(CHECKS).map(([id, check]) => ({
  id,
  link: POLICIES,
  check: (workloads) =>
    workloads.flatMap((workload): Finding[] => {
      const message = check(workload);
      return message === undefined ? [] : [{ file: workload.file, line: workload.line, at: workload.at, message }];
    }),
}));
