/** The modules that the generated files call, by their release lines. */
import type { ModuleName } from '../spec/spec.ts';

export interface Family {
  readonly name: ModuleName | 'vpc';
  readonly registry: string;
  /** Lines in order of preference where nobody decides. */
  readonly lines: readonly number[];
  /** Absent: the module itself. */
  readonly submodule?: (line: number) => string;
}

/** 5.x first: the line most repositories hold. */
export const IAM: Family = {
  name: 'iam',
  registry: 'terraform-aws-modules/iam/aws',
  lines: [5, 6],
  submodule: (line) => (line === 5 ? 'iam-role-for-service-accounts-eks' : 'iam-role-for-service-accounts'),
};
export const POD_IDENTITY: Family = { name: 'pod-identity', registry: 'terraform-aws-modules/eks-pod-identity/aws', lines: [2, 1] };
export const EKS: Family = { name: 'eks', registry: 'terraform-aws-modules/eks/aws', lines: [21, 20], submodule: () => 'karpenter' };
export const CLUSTER: Family = { name: 'eks', registry: EKS.registry, lines: EKS.lines };
/** Each line needs the AWS provider that the cluster's line needs. */
export const VPC: Family = { name: 'vpc', registry: 'terraform-aws-modules/vpc/aws', lines: [6, 5] };

export const addressOf = ({ registry, submodule }: Family, line: number): string =>
  submodule === undefined ? registry : `${registry}//modules/${submodule(line)}`;

export const lineOf = (version: string): number => Number(version.split('.')[0]);
