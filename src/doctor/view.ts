/** What the links of the chain look at: one ServiceAccount, or one pod, and all that belongs to it. */
import { parseArn } from '../iam/arn.ts';
import { STS_AUDIENCE } from '../iam/audience.ts';
import type { SdkName } from '../catalog/sdks.ts';
import type { SeenAssociation, SeenNode, SeenPod, SeenRole, SeenServiceAccount, World } from './world.ts';

export const ROLE_ANNOTATION = 'eks.amazonaws.com/role-arn';

export interface Subject {
  readonly namespace: string;
  /** Of the ServiceAccount. */
  readonly name: string;
  /** Only this one. */
  readonly pod?: string;
}

export interface Sdk {
  readonly name: SdkName;
  readonly version: string;
}

export interface View {
  readonly world: World;
  readonly subject: Subject;
  readonly serviceAccount: SeenServiceAccount | undefined;
  readonly association: SeenAssociation | undefined;
  /** How new pods come by their role: an association wins over an annotation. */
  readonly way: 'irsa' | 'pod-identity' | 'none';
  /** ARN that annotation or association names. */
  readonly roleArn: string | undefined;
  readonly role: SeenRole | undefined;
  readonly audience: string;
  /** Without `https://`. */
  readonly issuer: string | undefined;
  /** Of the ServiceAccount, without those that have ended; or only the one that is asked about, as that of a Job that has failed. */
  readonly pods: readonly SeenPod[];
  readonly sdk: Sdk | undefined;
}

export const bareIssuer = (issuer: string): string => issuer.replace(/^https:\/\//, '');

export const nodeOf = ({ nodes }: World, { node }: SeenPod): SeenNode | undefined => nodes.find(({ name }) => name === node);

/** https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html: Linux nodes of EC2, and hybrid ones. */
export const takesPodIdentity = (node: SeenNode | undefined): boolean =>
  node === undefined || (node.kind !== 'fargate' && node.os !== 'windows');

export function viewOf(world: World, subject: Subject, sdk?: Sdk): View {
  const is = (one: { readonly namespace: string }, name: string) => one.namespace === subject.namespace && name === subject.name;
  const serviceAccount = world.serviceAccounts.find((one) => is(one, one.name));
  const association = world.associations?.find((one) => is(one, one.serviceAccount));
  const annotated = serviceAccount?.annotations[ROLE_ANNOTATION];
  const roleArn = association?.role ?? annotated;
  const pods = world.pods.filter(
    (pod) => is(pod, pod.serviceAccount) && (subject.pod === undefined ? !hasEnded(pod) : pod.name === subject.pod),
  );
  return {
    world,
    subject,
    serviceAccount,
    association,
    way: association !== undefined ? 'pod-identity' : annotated !== undefined ? 'irsa' : 'none',
    roleArn,
    role: roleArn === undefined ? undefined : world.roles.find(({ arn }) => arn === roleArn),
    audience: serviceAccount?.annotations['eks.amazonaws.com/audience'] ?? STS_AUDIENCE,
    issuer: world.cluster.issuer === undefined ? undefined : bareIssuer(world.cluster.issuer),
    pods,
    sdk,
  };
}

/** https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase */
export const hasEnded = ({ phase }: SeenPod): boolean => phase === 'Succeeded' || phase === 'Failed';

export const nameOfSubject = ({ namespace, name, pod }: Subject): string =>
  pod === undefined ? `${namespace}:${name}` : `${namespace}/${pod}`;

/** The name of a role, without its path. */
export const roleName = (arn: string): string => (parseArn(arn)?.resource ?? arn).split('/').at(-1) ?? arn;

/** `orders-1, orders-2 and 3 more` */
export function some(names: readonly string[], most = 3): string {
  const rest = names.length - most;
  return rest > 0 ? `${names.slice(0, most).join(', ')} and ${rest} more` : names.join(', ');
}
