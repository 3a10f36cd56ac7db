/**
 * The AWS config file of pods that assume more than one role: a profile for each beside the one that
 * the ServiceAccount names. https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
 */
import { text, type Text } from '../iam/text.ts';
import type { AssumedRole, Spec, WorkloadSpec } from '../spec/spec.ts';
import { onlyDirect } from './assumed-roles.ts';

/** Where EKS mounts the token. https://github.com/aws/amazon-eks-pod-identity-webhook */
const TOKEN_FILE = '/var/run/secrets/eks.amazonaws.com/serviceaccount/token';

/** Where the ConfigMap is mounted, and the file in it. */
export const CONFIG_FOLDER = '/etc/aws';
export const CONFIG_FILE = 'config';

export const configMapName = ({ id }: Pick<WorkloadSpec, 'id'>): string => `${id}-aws-config`;

/** The profile that pods use unless they say otherwise; absent: the role that the ServiceAccount names. */
export const defaultProfile = (workload: WorkloadSpec): string | undefined => profiles(workload).find((role) => role.default)?.profile;

/** Roles beside the one that the ServiceAccount names, or EKS assumes for the pods. */
export const profiles = (workload: WorkloadSpec): readonly AssumedRole[] =>
  workload.assumeRoles.filter((role) => role !== onlyDirect(workload) && role.via !== 'target');

/**
 * The file, line by line; nothing where the ServiceAccount's role is all there is.
 *
 * @param own the ARN of the role that the ServiceAccount names
 */
export function awsConfig(workload: WorkloadSpec, own: Text): readonly Text[] | undefined {
  const roles = profiles(workload);
  if (roles.length === 0) return undefined;
  const session = `role_session_name = ${workload.id.slice(0, 64)}`;
  const byToken = [`web_identity_token_file = ${TOKEN_FILE}`, session];
  if (workload.identity === 'pod-identity') {
    const [first = '', ...lines] = roles.flatMap((role) => ['', ...profile(role, [BY_ASSOCIATION, session])]).slice(1);
    return [first, ...lines];
  }
  return [
    '# The role that the ServiceAccount names.',
    '[default]',
    text`role_arn = ${own}`,
    ...byToken,
    ...roles.flatMap((role) => ['', ...profile(role, role.via === 'chain' ? ['source_profile = default', session] : byToken)]),
  ];
}

/** What the agent hands out is what SDKs know as that of a container. */
const BY_ASSOCIATION = 'credential_source = EcsContainer';

const profile = ({ profile: name, via, role, externalId, region }: AssumedRole, source: readonly string[]): string[] => [
  via === 'chain'
    ? '# A chained session lasts an hour at most, whatever the roles allow; SDKs renew it.'
    : '# By the same token: its account trusts the cluster.',
  `[profile ${name}]`,
  `role_arn = ${role}`,
  ...source,
  ...(externalId === undefined ? [] : [`external_id = ${externalId}`]),
  ...(region === undefined ? [] : ['# AWS_REGION of the container, which EKS sets, comes before it.', `region = ${region}`]),
];

export const workloadSpec = (spec: Spec, id: string): WorkloadSpec => {
  const found = [...spec.addOns, ...spec.apps].find((workload) => workload.id === id);
  if (found === undefined) throw new Error(`${id} was planned without a spec`);
  return found;
};
