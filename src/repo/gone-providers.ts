/**
 * Providers that a change set takes out of files of ours together with what Terraform made through them.
 * Terraform needs the one to remove the other, and the plan fails without: a cluster that is taken out of
 * the spec has to be retired first. What is on disk is the spec of before, as far as anybody knows it.
 */
import { posix } from 'node:path';
import type { ProviderBlock } from '../plan/repo-facts.ts';
import { warning, type Problem } from '../problem.ts';
import type { Change, ChangeSet } from './change-set.ts';
import type { Block, Fields } from './scan/block.ts';
import { readConfig } from './scan/read-config.ts';

/** @param kept providers in the user's own files of the root */
export async function goneProviders(changes: ChangeSet, kept: readonly Pick<ProviderBlock, 'name' | 'alias'>[]): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const change of changes.filter(mayLose)) {
    const [before, after] = await Promise.all([blocksOf(change, change.theirs), blocksOf(change, change.ours)]);
    const still = new Set([...providersOf(after), ...kept.map(({ name, alias }) => addressOf(name, alias))]);
    const gone = providersOf(before).filter((address) => !still.has(address));
    if (gone.length === 0) continue;
    const folder = posix.dirname(change.path);
    const others = changes.filter((other) => other.theirs !== undefined && posix.dirname(other.path) === folder && isTerraform(other.path));
    const made = (await Promise.all(others.map((other) => blocksOf(other, other.theirs)))).flat();
    problems.push(
      ...gone.flatMap((address) =>
        problemOf(
          address,
          made.filter((block) => runsOn(block, address)),
        ),
      ),
    );
  }
  return problems;
}

/** Orphans stay until they are removed with leave, and with them what they hold. */
const mayLose = ({ path, kind, theirs }: Change): boolean =>
  (kind === 'update' || kind === 'conflict') && isTerraform(path) && /\bprovider\b/.test(theirs ?? '');

const isTerraform = (path: string): boolean => /\.tf(\.json)?$/.test(path);

async function blocksOf({ path }: Change, text: string | undefined): Promise<readonly Block[]> {
  const read = text === undefined ? { blocks: [] } : await readConfig(path, text, { wanted: (type) => MAKERS.includes(type) });
  return 'blocks' in read ? read.blocks : [];
}

const MAKERS: readonly string[] = ['provider', 'resource', 'module'];

const providersOf = (blocks: readonly Block[]): string[] =>
  blocks.flatMap(({ type, labels: [name], fields }) =>
    type === 'provider' && name !== undefined ? [addressOf(name, fields.get('alias')?.literal)] : [],
  );

const addressOf = (name: string, alias: unknown): string => (typeof alias === 'string' ? `${name}.${alias}` : name);

const runsOn = ({ type, fields }: Block, address: string): boolean =>
  type !== 'provider' && [...named(fields, 'provider'), ...named(fields.get('providers')?.fields)].includes(address);

/** What one argument says, or all; a reference is a text in JSON. */
const named = (fields: Fields | undefined, only?: string): string[] =>
  [...(fields ?? [])].filter(([name]) => only === undefined || name === only).map(([, { text, literal }]) => String(literal ?? text));

function problemOf(provider: string, made: readonly Block[]): Problem[] {
  const [first, ...more] = made.map(({ type, labels }) => (type === 'module' ? `module.${labels.join('.')}` : labels.join('.')));
  if (first === undefined) return [];
  return [
    warning(
      'provider-gone',
      ['clusters'],
      `provider ${provider} is no longer in the files, nor is ${first}${more.length === 0 ? '' : ` and ${more.length} more`} that ran on it: if Terraform has made ${more.length === 0 ? 'that' : 'those'}, the plan fails, since only the provider can remove ${more.length === 0 ? 'it' : 'them'}.`,
      'Keep the cluster in the spec with retired: true, apply that, and take it out afterwards.',
    ),
  ];
}
