/** A node group of a new cluster. */
export interface NodeGroup {
  readonly name: string;
  /** An Auto Scaling group that EKS does not manage; then of one instance type. */
  readonly selfManaged?: true;
  readonly instanceTypes: readonly string[];
  readonly amiType: string;
  readonly min: number;
  readonly max: number;
  readonly desired: number;
}
