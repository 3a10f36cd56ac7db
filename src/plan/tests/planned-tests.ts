/** `tests/irsa.tftest.hcl`, decided: what stands in for the world, and what each role must be. */
import type { Value } from '../../iam/text.ts';
import type { Subject } from '../../catalog/add-on.ts';
import type { Condition } from '../pod-trust.ts';
import type { Entry } from '../terraform/block-parts.ts';

/** Terraform that reads the file: runs share a state since then. https://github.com/hashicorp/terraform/pull/36185 */
export const TESTS_NEED = '1.11.0';

/** What is not asked of AWS, nor made, but made up. */
export interface StandIn {
  readonly of: 'data' | 'resource' | 'module';
  readonly target: string;
  /** Attributes of it, or outputs of a module. */
  readonly values: Readonly<Record<string, Value>>;
}

export interface TestedStatement {
  readonly providerArn: string;
  readonly subject: Subject;
  readonly audience: string;
}

/** Of EKS Pod Identity. */
export interface TestedPodStatement {
  readonly subject: Subject;
  readonly conditions: readonly Condition[];
}

export interface TestedRole {
  /** `external-dns in production` */
  readonly title: string;
  /** `module.irsa_external_dns`, or the role itself where no module makes it. */
  readonly owner: string;
  /** `this`, `controller`: the role's label within the module. */
  readonly inModule?: string;
  readonly arn: string;
  readonly trust: readonly TestedStatement[];
  readonly podTrust?: TestedPodStatement;
}

/** A ServiceAccount that the root makes or annotates. */
export interface TestedServiceAccount {
  readonly address: string;
  /** Where the annotations stand in it. */
  readonly annotations: 'metadata[0].annotations' | 'annotations';
  readonly subject: Subject;
  readonly role: TestedRole;
}

export interface PlannedTests {
  /** The root, relative to the folder of irsa.yaml. */
  readonly directory: string;
  /** Configurations of the AWS provider, the default one first. */
  readonly aws: readonly { readonly alias?: string; readonly region: string }[];
  /** Aliases of mocked Kubernetes providers; undefined is the default one. */
  readonly kubernetes: readonly (string | undefined)[];
  readonly variables: readonly Entry<Value>[];
  /** Variables of the root that only its owner has values for. */
  readonly asked: readonly string[];
  readonly standIns: readonly StandIn[];
  readonly roles: readonly TestedRole[];
  readonly serviceAccounts: readonly TestedServiceAccount[];
}

/** The address of the role itself. */
export const roleAddress = ({ owner, inModule }: Pick<TestedRole, 'owner' | 'inModule'>): string =>
  inModule === undefined ? owner : `${owner}.aws_iam_role.${inModule}`;
