/** What emitters return: files as values. Paths are relative to the folder of irsa.yaml, with `/`. */
export interface OutFile {
  readonly path: string;
  /** Without the ownership header: that is added, with its checksum, by `emit/header.ts`. */
  readonly content: string;
  /** How the file's comments are written, for the header; JSON carries it in a `//` key. */
  readonly comments: 'hash' | 'slashes' | 'json' | 'html';
  readonly executable?: true;
}

export type FileSet = readonly OutFile[];
