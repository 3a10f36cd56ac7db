/** The ARN of a role in files that are read before Terraform has made it, or without Terraform. */
import { error, type Problem } from '../problem.ts';
import type { Spec } from '../spec/spec.ts';
import type { PlannedCluster } from './clusters.ts';
import { partitionOf } from '../iam/partition.ts';
import type { PlannedRole } from './plan.ts';

/** What the webhook reads on a ServiceAccount. https://github.com/aws/amazon-eks-pod-identity-webhook */
export const ROLE_ARN = 'eks.amazonaws.com/role-arn';

/** Stands for the account, as Flux and envsubst substitute variables. Argo CD, Helm and kustomize substitute none. */
export const PLACEHOLDER = '${ACCOUNT_ID}';

export const placeholderArn = ({ path, name }: PlannedRole, { spec }: PlannedCluster): string =>
  `arn:${partitionOf(spec.region)}:iam::${PLACEHOLDER}:role${path}${name}`;

export const holdsPlaceholder = (written: unknown): boolean => JSON.stringify(written).includes(PLACEHOLDER);

const ASKED = 'account="$(aws sts get-caller-identity --query Account --output text)"';

/**
 * A command that knows the account. Where AWS says it, and does not answer, nothing is done: an ARN without an account
 * would go as far as the pods.
 *
 * @param command made of the account as a shell spells it
 */
export const withAccount = ({ spec: { accountId } }: PlannedCluster, command: (account: string) => string): string =>
  accountId === undefined ? `${ASKED} && ${command('"$account"')}` : command(accountId);

/** A command with a shell's filter that fills the placeholder in, and leaves all other variables alone. */
export const fillIn = (cluster: PlannedCluster, command: (filter: string) => string): string =>
  withAccount(cluster, (account) => command(`ACCOUNT_ID=${account} envsubst '${PLACEHOLDER}'`));

/** As a static file says it: literal where the account is given, a placeholder where one is asked for, else not at all. */
export const staticArn = (spec: Spec, role: PlannedRole, cluster: PlannedCluster): PlannedRole['arn'] =>
  spec.helm.roleArn === 'placeholder' && role.maker !== 'other-account' ? placeholderArn(role, cluster) : role.arn;

/** A file of this kind cannot be written, with the ways out that it has. */
export const arnUnknown = (what: string, { spec }: PlannedCluster, besides: string): Problem =>
  error(
    'account-id-needed',
    ['clusters', spec.key],
    `${what} hold the ARNs of roles, and the account of ${spec.key} is not given, so they are not known before Terraform runs.`,
    `Set accountId: "<12 digits>" here, or ${besides}, or write helm: { roleArn: placeholder } for \${ACCOUNT_ID}, which Flux or envsubst fills in.`,
  );
