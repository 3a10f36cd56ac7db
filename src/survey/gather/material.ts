/** What an edge has read of a repository: all that the inventory is made of. */
import type { Reading } from '../code/scope.ts';
import type { Tree, TreeBlock } from '../code/tree.ts';
import type { At } from '../found.ts';
import type { Terragrunt } from '../inventory.ts';

/** A folder with configuration files of Terraform or OpenTofu, or one that Terragrunt fills. */
export interface TerraformFolder {
  /** Relative to the scanned folder; `.` for itself. */
  readonly folder: string;
  /** In the order of its files, overrides applied. */
  readonly blocks: readonly TreeBlock[];
  readonly openTofu: boolean;
  readonly lockedProviders: Readonly<Record<string, string>>;
  /** Label of a module call → what `terraform init` has installed for it. */
  readonly installed: ReadonlyMap<string, string>;
  readonly terragrunt?: Terragrunt;
}

/** One document of a YAML file. */
export interface YamlDocument {
  readonly file: string;
  readonly tree: Tree;
  readonly at: At;
}

export interface Material {
  readonly folders: readonly TerraformFolder[];
  readonly documents: readonly YamlDocument[];
  readonly reading: Reading;
}
