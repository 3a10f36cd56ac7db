/** Which cluster of EKS the context of kubectl leads to, as its kubeconfig says. Pure. */
import { items, loose, string, strings } from '../../spec/loose.ts';

export interface ToldCluster {
  readonly name?: string;
  readonly region?: string;
  /** With which kubectl itself signs in. */
  readonly profile?: string;
}

/** @param config what `kubectl config view --minify -o json` prints */
export function clusterOfContext(config: unknown): ToldCluster {
  const [cluster] = items(loose(config)['clusters']).map(loose);
  const [user] = items(loose(config)['users']).map(loose);
  const { exec } = loose(user?.['user']);
  const words = strings(loose(exec)['args']);
  const after = (...names: readonly string[]) => {
    const at = words.findIndex((word) => names.includes(word));
    return at < 0 ? undefined : words[at + 1];
  };
  const named = string(cluster?.['name']) ?? '';
  // `aws eks update-kubeconfig` names it by its ARN, eksctl by name and region.
  const [, byArn, arnName] = /^arn:[^:]+:eks:([^:]+):\d{12}:cluster\/(.+)$/.exec(named) ?? [];
  const [, eksctlName, byEksctl] = /^(.+)\.([a-z0-9-]+)\.eksctl\.io$/.exec(named) ?? [];
  const [, byServer] = /\.([a-z0-9-]+)\.eks\.amazonaws\.com/.exec(string(loose(cluster?.['cluster'])['server']) ?? '') ?? [];
  const profile = items(loose(exec)['env'])
    .map(loose)
    .find((variable) => variable['name'] === 'AWS_PROFILE')?.['value'];
  return defined({
    name: arnName ?? after('--cluster-name', '-i', '--cluster-id') ?? eksctlName,
    region: byArn ?? after('--region') ?? byEksctl ?? byServer,
    profile: typeof profile === 'string' ? profile : after('--profile'),
  });
}

const defined = (told: Readonly<Record<keyof ToldCluster, string | undefined>>): ToldCluster =>
  Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
