/** Which migration, and what it has to know: the same as its flags say. */
import type { Path } from '../../problem.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import type { Asker, Choice } from '../asker.ts';
import { answerAt } from '../draft.ts';
import { workloadsOf } from './identity.ts';

export interface MigrationFlag {
  readonly name: string;
  /** Empty for a switch. */
  readonly value: string;
}

export interface MigrationWish {
  readonly target: string;
  readonly flags: readonly MigrationFlag[];
}

/** One that there is, and what it does. */
export interface MigrationKind {
  readonly name: string;
  readonly does: string;
}

/** Thrown by the wizard: the user wants no other answer, but one step of a migration. */
export class Migrating extends Error {
  readonly wish: MigrationWish;

  constructor(wish: MigrationWish) {
    super(`migrate ${wish.target}`);
    this.wish = wish;
  }
}

/** As it stands in a list. */
export const choiceOf = ({ name, does }: MigrationKind): { readonly name: string; readonly note: string } => ({
  name: does.charAt(0).toUpperCase() + does.slice(1),
  note: name,
});

const flag = (name: string, value = ''): MigrationFlag => ({ name, value });

/**
 * @throws Interrupted if the user leaves
 * @throws Back if the user wants the question before
 */
export async function askMigration(
  draft: SpecInput,
  asker: Asker,
  kinds: readonly MigrationKind[],
  chosen?: string,
): Promise<MigrationWish> {
  const target =
    chosen ??
    (await asker.select({
      message: 'What is to be migrated?',
      choices: kinds.map((kind) => ({ value: kind.name, ...choiceOf(kind) })),
    }));
  const way = await askWay(draft, target, asker);
  const which = target === 'pod-identity' ? await askWorkloads(draft, way, asker) : [];
  const state = await askState(target, asker);
  return { target, flags: [...way, ...which, ...state] };
}

/** Nobody is asked who has not begun: there is only one way. */
async function askWay(draft: SpecInput, target: string, asker: Asker): Promise<readonly MigrationFlag[]> {
  if (!isUnderWay(draft, target)) return [];
  return asker.select<readonly MigrationFlag[]>({
    message: 'It is under way. Where to?',
    choices: [
      ...(target === 'pod-identity' ? [{ value: [], name: 'On by one phase', description: 'once the phase before is applied' }] : []),
      { value: [flag('finish')], name: 'To its end', description: 'all is applied: what was only there for the way goes' },
      { value: [flag('rollback')], name: 'Back by one phase', description: 'by the same moves the other way round' },
    ],
  });
}

function isUnderWay(draft: SpecInput, target: string): boolean {
  if (target === 'iam-6') return answerAt(draft, ['terraform', 'modules', 'iam', 'from']) !== undefined;
  return target === 'pod-identity' && workloadsOf(draft).some((path) => isMoving(draft, path));
}

const isMoving = (draft: SpecInput, path: Path): boolean => answerAt(draft, [...path, 'migration']) !== undefined;

async function askWorkloads(draft: SpecInput, way: readonly MigrationFlag[], asker: Asker): Promise<readonly MigrationFlag[]> {
  const workloads = workloadsOf(draft);
  const picked =
    workloads.length < 2
      ? []
      : await asker.pick({
          message: 'Only some of them?',
          hint: 'With none picked, all that are furthest behind go.',
          choices: workloads.map((path) => ({ value: String(path[1]), name: String(path[1]), ...phaseOf(draft, path) })),
        });
  const begin = way.length === 0 && workloads.some((path) => !isMoving(draft, path) && isMeant(path, picked));
  return [...picked.map((id) => flag('workload', id)), ...(begin ? [flag('role', await askRole(asker))] : [])];
}

const isMeant = (path: Path, picked: readonly string[]): boolean => picked.length === 0 || picked.includes(String(path[1]));

function phaseOf(draft: SpecInput, path: Path): { readonly note?: string } {
  const phase = answerAt(draft, [...path, 'migration', 'phase']);
  return typeof phase === 'string' ? { note: `in phase ${phase}` } : {};
}

const askRole = async (asker: Asker): Promise<string> =>
  asker.select({
    message: 'What becomes of the roles of those that begin?',
    choices: [
      { value: 'keep', name: 'They stay', description: 'the same ARN: bucket policies, keys and other accounts may name it' },
      {
        value: 'new',
        name: 'New ones beside them',
        description: 'plain modules in the end; whoever names the old ARN must learn the new one',
      },
    ],
  });

/** Where what is applied is read: names of policies have a suffix that only the state and AWS know. */
async function askState(target: string, asker: Asker): Promise<readonly MigrationFlag[]> {
  const ways: readonly Choice<'terraform' | 'file' | 'live' | 'none'>[] = [
    { value: 'terraform', name: 'Run terraform for me', description: '`terraform show -json` in the root module; nothing is changed' },
    { value: 'file', name: 'In a file', description: 'what `terraform show -json` printed' },
    ...(target === 'pod-identity' ? [] : [{ value: 'live' as const, name: 'Ask AWS', description: 'by your AWS CLI; nothing is changed' }]),
    { value: 'none', name: 'Nothing is applied yet', description: 'or the way asks for no state' },
  ];
  const from = await asker.select({ message: 'Where is what is applied?', choices: ways });
  if (from === 'none') return [];
  if (from !== 'file') return [flag(from)];
  const file = await asker.input({
    message: 'Which file?',
    default: 'state.json',
    check: (text) => (text.trim() === '' ? 'Name the file, such as state.json.' : undefined),
  });
  return [flag('state', file.trim())];
}
