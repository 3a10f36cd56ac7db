/** What can be completed after `create-irsa`, from the tables of commands and flags and from the catalog. Pure. */
import { addOns, grants } from '../../catalog/index.ts';
import { commands, type Command } from '../commands.ts';
import type { Flag } from '../flag.ts';
import { migrations } from '../migrate/targets.ts';
import { DEEDS } from '../templates/deeds.ts';
import { KINDS } from '../add/kinds.ts';

/** What stands in a place: one of these words (or several, with commas), a folder, a file, or what nobody can guess. */
export type Offer = { readonly words: readonly string[]; readonly many?: true } | 'folders' | 'files' | 'nothing';

export interface Completion {
  readonly command: string;
  /** For words that are no flags. */
  readonly word: Offer;
  readonly flags: readonly FlagCompletion[];
}

export interface FlagCompletion {
  readonly name: string;
  readonly short?: string;
  readonly help: string;
  /** Absent: it is a switch. */
  readonly value?: Offer;
}

export const shells = ['bash', 'zsh', 'fish'] as const;

export const completions: readonly Completion[] = commands.map((command) => ({
  command: command.name,
  word: wordOf(command),
  flags: command.flags.flatMap(({ flags }) => flags).map(flagOf),
}));

/** `create` is what runs without a command; nobody types it. */
export const commandWords: readonly { readonly name: string; readonly help: string }[] = commands
  .slice(1)
  .map(({ name, summary }) => ({ name, help: summary }));

function wordOf({ name }: Command): Offer {
  if (name === 'add') return { words: [...KINDS, ...addOns.ids] };
  if (name === 'templates') return { words: DEEDS };
  if (name === 'catalog') return { words: [...addOns.ids, ...grants.ids] };
  if (name === 'migrate') return { words: migrations.map((migration) => migration.name) };
  if (name === 'completion') return { words: shells };
  if (name === 'generate') return 'files';
  return name === 'create' || name === 'scan' ? 'folders' : 'nothing';
}

function flagOf(flag: Flag): FlagCompletion {
  const { name, short, help } = flag;
  return {
    name,
    help,
    ...(short === undefined ? {} : { short }),
    ...(flag.value === undefined ? {} : { value: valueOf(flag.value, flag.values) }),
  };
}

function valueOf(value: string, all?: readonly string[]): Offer {
  if (all !== undefined) return { words: all, ...(value === 'LIST' ? { many: true } : {}) };
  if (value === 'DIR') return 'folders';
  if (value === 'FILE') return 'files';
  if (value.startsWith('ID[')) return { words: addOns.ids };
  // `existing|create` are all there are; NAME stands for what the user knows. Of opentofu[@VERSION], the word.
  const words = value.split('|').map((word) => word.replace(/\[.*$/, ''));
  const known = words.filter((word) => /^[a-z][a-z-]*$/.test(word));
  return known.length === 0 ? 'nothing' : { words: known };
}
