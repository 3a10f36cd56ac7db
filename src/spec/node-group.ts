/** A managed node group of a new cluster. */
export interface NodeGroup {
  readonly name: string;
  readonly instanceTypes: readonly string[];
  readonly amiType: string;
  readonly min: number;
  readonly max: number;
  readonly desired: number;
}
