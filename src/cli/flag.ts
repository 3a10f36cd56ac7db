/** What is said of a flag. */
export interface Flag {
  readonly name: string;
  readonly short?: string;
  /** What stands for the value in `--help`; absent for a switch. */
  readonly value?: string;
  /** All that it may be, where `value` does not spell them out; of a LIST, its entries. */
  readonly values?: readonly string[];
  readonly repeatable?: true;
  /** Where the answer goes in irsa.yaml; `*` stands for the name that the flag carries. */
  readonly path?: string;
  readonly help: string;
  readonly example?: string;
}

export interface FlagGroup {
  readonly title: string;
  readonly flags: readonly Flag[];
}
