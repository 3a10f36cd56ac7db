/** The command itself, in a folder of a test. */
import { inJson } from './in-json.ts';

export interface Migrated {
  readonly code: number;
  readonly told: string;
  readonly answer: {
    readonly roles: readonly {
      readonly workload: string;
      readonly group: string;
      readonly says: string;
      readonly expects: readonly { readonly action: string; readonly address: string }[];
    }[];
    readonly patches: readonly {
      readonly file: string;
      readonly why: string;
      readonly lines: readonly string[];
      readonly diff?: readonly string[];
    }[];
    readonly nodeRoles?: readonly {
      readonly role: string;
      readonly policies: readonly {
        readonly policy: string;
        readonly status: string;
        readonly left: readonly string[];
        readonly says: string;
      }[];
    }[];
    readonly dwellers?: readonly { readonly namespace: string; readonly serviceAccount: string; readonly says: string }[];
    readonly steps?: readonly { readonly text: string; readonly command?: string }[];
    readonly problems: readonly { readonly code: string; readonly message: string; readonly fix: string }[];
  };
}

/** `create-irsa migrate <words> --json` */
export const migrate = (...words: readonly string[]): Promise<Migrated> => inJson<Migrated['answer']>('migrate', ...words);
