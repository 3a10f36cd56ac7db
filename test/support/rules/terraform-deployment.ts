/** Deployments that Terraform makes, as checkov's rules on pods read them. */
import type { Workload } from './checkov-kubernetes.ts';
import type { Body, TerraformModule } from './terraform-module.ts';

/** Nested blocks that are objects in Kubernetes, and not lists. */
const OBJECTS = new Set([
  'metadata',
  'spec',
  'template',
  'selector',
  'security_context',
  'seccomp_profile',
  'capabilities',
  'resources',
  'liveness_probe',
  'readiness_probe',
]);

const NAMES: Readonly<Record<string, string>> = {
  container: 'containers',
  host_pid: 'hostPID',
  host_ipc: 'hostIPC',
  automount_service_account_token: 'automountServiceAccountToken',
};

const camel = (name: string): string => NAMES[name] ?? name.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());

function toKubernetes(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => toKubernetes(item));
    return OBJECTS.has(key) ? items[0] : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [camel(name), toKubernetes(inner, name)]));
}

interface Object {
  readonly metadata?: { readonly namespace?: string };
  readonly spec?: { readonly template?: { readonly spec?: Workload['pod'] } };
}

export const deploymentsOf = ({ blocks, bodies }: TerraformModule): Workload[] =>
  blocks
    .filter(({ type, labels }) => type === 'resource' && /^kubernetes_(deployment|service_account|namespace)(_v1)?$/.test(labels[0] ?? ''))
    .map(({ at, file, line, labels }) => {
      const { metadata, spec } = toKubernetes(bodies.get(at) as Body) as Object;
      const pod = spec?.template?.spec;
      return {
        file,
        line,
        at,
        kind: labels[0]?.startsWith('kubernetes_namespace') ? 'Namespace' : 'Deployment',
        namespace: metadata?.namespace,
        ...(pod === undefined ? {} : { pod }),
      };
    });
