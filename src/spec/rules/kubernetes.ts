/** Names of Kubernetes. https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
import { hyphenated, matches } from './rule.ts';

const label = '[a-z0-9]([a-z0-9-]*[a-z0-9])?';
export const namespacePattern = new RegExp(`^(?=.{1,63}$)${label}$`);
/** They are there before anything of ours, or belong to Kubernetes itself. */
export const systemNamespaces: readonly string[] = ['kube-system', 'default', 'kube-public', 'kube-node-lease'];
export const serviceAccountPattern = new RegExp(`^(?=.{1,253}$)${label}(\\.${label})*$`);
/** `irsa-<id>.tf` is one of our own files. */
// prettier-ignore
export const reservedIds: readonly string[] = [
  'cluster', 'namespaces', 'variables', 'outputs', 'versions', 'providers', 'module', 'cloud', 'moved',
];
export const workloadIdPattern = new RegExp(`^(?=.{1,40}$)${label}$`);

/** As container runtimes read it: no spaces and no upper case in the name. https://github.com/distribution/reference */
export const imagePattern = /^[a-z0-9][\w.-]*(:\d+)?(\/[a-z0-9][a-z0-9._-]*)*(:\w[\w.-]{0,127})?(@sha256:[0-9a-f]{64})?$/;
export const image = matches(
  imagePattern,
  'a container image, which is a name in lower case with an optional registry, tag and digest',
  'Write it as `docker pull` takes it, such as registry.example.com/shop/orders:1.4.2.',
);
export const containerNamePattern = new RegExp(`^(?=.{1,63}$)${label}$`);
export const containerName = matches(
  containerNamePattern,
  'the name of a container: it takes 1 to 63 lower-case letters, digits and hyphens, and begins and ends with a letter or digit',
  hyphenated(containerNamePattern, 'Write it as the Deployment has it.'),
);

export const namespace = matches(
  namespacePattern,
  'a namespace: names take 1 to 63 lower-case letters, digits and hyphens, and begin and end with a letter or digit',
  hyphenated(namespacePattern, 'Write it as `kubectl get namespaces` shows it.'),
);

export const serviceAccount = matches(
  serviceAccountPattern,
  "a ServiceAccount's name: it takes up to 253 lower-case letters, digits, hyphens and dots, and begins and ends with a letter or digit",
  hyphenated(serviceAccountPattern, 'Write it as `kubectl get serviceaccounts` shows it.'),
);

/** Helm's own limit is 53, so that the names of a chart's resources fit into 63. */
export const releasePattern = new RegExp(`^(?=.{1,53}$)${label}$`);
export const release = matches(
  releasePattern,
  'the name of a Helm release: it takes 1 to 53 lower-case letters, digits and hyphens',
  hyphenated(releasePattern, 'Write it as `helm list` shows it.'),
);

/** One release of a chart. https://helm.sh/docs/topics/charts/#charts-and-versioning */
export const chartVersion = matches(
  /^v?\d+\.\d+\.\d+(-[\w.-]+)?(\+[\w.-]+)?$/,
  'the version of a chart, such as 1.19.0',
  'Name one version; a range would be another chart on every apply.',
);

/** https://docs.aws.amazon.com/eks/latest/userguide/updating-an-add-on.html */
export const eksAddOnVersion = matches(
  /^(v\d+\.\d+\.\d+-eksbuild\.\d+|most-recent)$/,
  'the version of an EKS add-on, such as v1.48.0-eksbuild.1 or most-recent',
  '`aws eks describe-addon-versions --addon-name <name>` lists them.',
);

/** Files, labels and roles carry the name, so it is shorter than Kubernetes' own. */
export const workloadId = matches(
  workloadIdPattern,
  'a name for an app: names take 1 to 40 lower-case letters, digits and hyphens, and begin and end with a letter or digit',
  hyphenated(workloadIdPattern, 'Choose a name such as my-app.'),
);
