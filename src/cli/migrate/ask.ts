/** `create-irsa migrate`, without saying which, in a terminal: asks what flags would say. */
import { isPlainMap } from '../../spec/merge-input.ts';
import { readYaml } from '../../spec/read-yaml.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import { historyOf } from '../../wizard/history.ts';
import { askMigration } from '../../wizard/steps/migration.ts';
import type { Arguments } from '../arguments.ts';
import { askerIn } from '../ask.ts';
import { readSpec } from '../generation.ts';
import type { Terminal } from '../terminal.ts';
import { migrations } from './targets.ts';

/** @returns what was typed and what was answered; the former alone where there is no spec to ask about */
export async function askedFor(args: Arguments, terminal: Terminal): Promise<Arguments> {
  const draft = specHere();
  if (draft === undefined) return args;
  const { target, flags } = await historyOf(askerIn(terminal)).run((by) => askMigration(draft, by, migrations));
  return { ...args, words: [target], flags: [...flags, ...args.flags] };
}

function specHere(): SpecInput | undefined {
  const source = readSpec('.');
  if ('code' in source) return undefined;
  const { value } = readYaml(source.text, source.file).yaml ?? {};
  return isPlainMap(value) ? value : undefined;
}
