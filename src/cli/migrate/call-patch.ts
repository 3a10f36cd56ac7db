/** What changes in a call of a module when its line does: renamed where the next line has another word, gone where it has none. Pure. */
import type { Contract } from '../../catalog/modules/contracts.ts';

export interface CallText {
  readonly label: string;
  readonly file: string;
  /** In order, each with its line as it is written; nested blocks by their first line. */
  readonly arguments: readonly { readonly name: string; readonly line: number; readonly text: string }[];
}

/** Of every module call; no inputs. */
const META: readonly string[] = ['source', 'version', 'count', 'for_each', 'providers', 'depends_on'];

/**
 * `- role_name = "x"`, `+ name = "x"`; arguments that both lines know are left out.
 *
 * @param next what the next line knows
 * @param rename the word that it has for an argument, where it has another
 */
export function argumentLines({ arguments: given }: CallText, next: Contract, rename: (name: string) => string | undefined): string[] {
  return given.flatMap(({ name, text }) => {
    if (META.includes(name) || Object.hasOwn(next.variables, name)) return [];
    const renamed = rename(name);
    const isKnown = renamed !== undefined && Object.hasOwn(next.variables, renamed);
    return isKnown ? [`- ${text.trim()}`, `+ ${renamed} ${text.trim().slice(name.length).trimStart()}`] : [`- ${text.trim()}`];
  });
}

/** The line of an argument, changed. */
export function changed({ arguments: given }: CallText, name: string, change: (text: string) => string): string[] {
  const text = given.find((argument) => argument.name === name)?.text.trim();
  if (text === undefined) return [];
  const now = change(text);
  return now === text ? [] : [`- ${text}`, `+ ${now}`];
}
