/** What an app of `format: cdktf` is made of, as scripts/app-sources.mjs takes it from our own sources. */

export interface AppSources {
  /** Of each package that this program is built and tested with. */
  readonly versions: Readonly<Record<string, string>>;
  /** Files that are the same in every app: path → text. */
  readonly texts: Readonly<Record<string, string>>;
  readonly files: readonly SourceFile[];
}

/** A file of TypeScript in pieces. Paths are those in the app. */
export interface SourceFile {
  readonly path: string;
  /** The comment on the file itself, or nothing. */
  readonly about: string;
  readonly imports: readonly Import[];
  readonly declarations: readonly Declaration[];
}

export interface Import {
  readonly from: { readonly file: string } | { readonly package: string };
  /** As the file calls it, and as the import says so. */
  readonly names: readonly { readonly name: string; readonly text: string; readonly isType: boolean }[];
}

export interface Declaration {
  readonly name: string;
  /** With its comments. */
  readonly text: string;
  /** A blank line stands before it. */
  readonly spaced: boolean;
  /** Names of its file that it mentions. */
  readonly uses: readonly string[];
  readonly alternatives?: Alternatives;
}

/** A declaration that lists what there is: members of a union, or properties of an object. */
export interface Alternatives {
  /** The text up to the first of them. */
  readonly open: string;
  readonly items: readonly Alternative[];
}

export interface Alternative {
  /** Of a property; a union's member itself. */
  readonly key: string;
  readonly text: string;
  /** The one name that it mentions. */
  readonly uses: string;
}
