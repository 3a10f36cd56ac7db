/** What a Terraform file says, the same whether it was written in HCL or in JSON, detached from any parser. */
import type { Reference } from '../../plan/repo-facts.ts';

export type Literal = string | number | boolean;

/** UTF-16 offsets into the text without BOM: what a patch of the user's file would be made with. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Expression {
  readonly line: number;
  /** As written; in JSON without the `${}` around it. */
  readonly text: string;
  /** Known without evaluating anything. */
  readonly literal?: Literal;
  /** Of an object, or of a nested block. */
  readonly fields?: Fields;
}

export type Fields = ReadonlyMap<string, Expression>;

export interface Block {
  readonly type: string;
  readonly labels: readonly string[];
  readonly line: number;
  readonly range: Range;
  /** Arguments and nested blocks by name; of several nested blocks of one name, the first. Empty where nobody asked. */
  readonly fields: Fields;
  /** By argument or nested block, whether it refers to anything or not; only where they are asked for. */
  readonly references?: ReadonlyMap<string, readonly Reference[]>;
}

/** Whether anybody needs the fields of such a block: most of a repository is only its addresses. */
export type Wanted = (type: string, labels: readonly string[]) => boolean;

export interface ReadOptions {
  readonly wanted: Wanted;
  /** Also what blocks refer to. */
  readonly references?: boolean;
}

/** The blocks of one file, or where it stops being Terraform. 1-based. */
export type ReadFile = { readonly blocks: readonly Block[] } | { readonly broken: { readonly line: number; readonly column: number } };

/** Fields of fields are as deep as any fact lies: `terraform` > `required_providers` > `aws` > `source`. */
export const DEPTH = 3;
