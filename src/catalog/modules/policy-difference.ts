/**
 * Where the policy that a release of iam 5.x makes for an add-on differs from that of a release of 6.x: the plan then
 * updates it in place. 6.0 says word for word what 5.60, the last of its line, says; so the difference is what 5.x got
 * after the one release, and 6.x up to the other.
 */
import type { Value } from '../../iam/text.ts';
import { actionsAddedAfter } from './added-actions.ts';
import { compareVersions, parseVersion } from './versions.ts';

export interface ReleaseCall {
  /** Registry address. */
  readonly module: string;
  readonly version: string;
  readonly inputs: Readonly<Record<string, Value>>;
}

export interface PolicyDifference {
  /** The release of 6.x allows them, that of 5.x does not. */
  readonly actions: readonly string[];
  /** What that of 6.x says otherwise of actions that both allow. */
  readonly otherwise: readonly string[];
}

/** Other resources or conditions of the same actions, since a release of 5.x with a contract. */
const REWRITTEN: readonly {
  readonly flags: readonly string[];
  readonly since: string;
  readonly where?: (partition: string) => boolean;
  readonly says: string;
}[] = [
  {
    // https://github.com/terraform-aws-modules/terraform-aws-iam/compare/v5.47.0...v5.47.1
    flags: ['attach_ebs_csi_policy'],
    since: '5.47.1',
    where: (partition) => partition !== 'aws',
    says: 'ARNs of volumes and snapshots are of the partition',
  },
  {
    // https://github.com/terraform-aws-modules/terraform-aws-iam/compare/v5.52.1...v5.52.2
    flags: ['attach_external_secrets_policy'],
    since: '5.52.2',
    says: 'secretsmanager:BatchGetSecretValue is for *, as it knows no resources',
  },
  {
    // Before, they ended in what names of hosts do there.
    // https://github.com/terraform-aws-modules/terraform-aws-iam/compare/v6.2.2...v6.2.3
    // https://github.com/hashicorp/terraform-provider-aws/blob/v6.28.0/internal/service/meta/service_principal_data_source.go
    flags: [
      'attach_aws_gateway_controller_policy',
      'attach_fsx_lustre_csi_policy',
      'attach_fsx_openzfs_csi_policy',
      'attach_load_balancer_controller_policy',
    ],
    since: '6.2.3',
    where: (partition) => partition !== 'aws' && partition !== 'aws-us-gov',
    says: 'services go by the names that IAM has for them in this partition',
  },
];

const FIRST_OF_6 = '6.0.0';

/**
 * @param five the call of 5.x
 * @param six the call of 6.x
 */
export function policyDifference(five: ReleaseCall, six: ReleaseCall, partition: string): PolicyDifference {
  const later = actionsAddedAfter(six.module, FIRST_OF_6, six.inputs).filter(({ since }) => isReached(six.version, since));
  return {
    actions: [...actionsAddedAfter(five.module, five.version, five.inputs), ...later].map(({ action }) => action),
    otherwise: REWRITTEN.flatMap(({ flags, since, where, says }) => {
      const isAsked = flags.some((flag) => five.inputs[flag] === true) && (where?.(partition) ?? true);
      return isAsked && !isReached(five.version, since) && isReached(six.version, since) ? [says] : [];
    }),
  };
}

function isReached(version: string, since: string): boolean {
  const [is, from] = [parseVersion(version), parseVersion(since)];
  return is !== undefined && from !== undefined && compareVersions(is, from) >= 0;
}
