/** The command itself, in a folder of a test. */
import { execute } from '../../src/cli/execute.ts';
import { plain } from '../../src/cli/style.ts';

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
export async function migrate(...words: readonly string[]): Promise<Migrated> {
  let [told, data] = ['', ''];
  const code = await execute(['migrate', ...words, '--json'], {
    style: { ...plain, width: 1000 },
    interactive: false,
    plain: false,
    tell: (lines) => void (told += `${lines.join('\n')}\n`),
    progress: () => undefined,
    print: (text) => void (data += text),
  });
  return { code, told, answer: JSON.parse(data) as Migrated['answer'] };
}
