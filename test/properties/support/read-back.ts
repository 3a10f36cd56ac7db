/**
 * What a reader of each kind of file makes of it: hcl2json (HashiCorp's own parser), JSON.parse, `yaml` as
 * YAML 1.1 and 1.2, and bash. A kind without a reader here is an error, so that no output can be forgotten.
 */
import { spawnSync } from 'node:child_process';
import { parse } from '@cdktn/hcl2json';
import { expect } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import type { OutFile } from '../../../src/emit/file-set.ts';
import { fromHcl, fromJson } from '../../support/normal-form.ts';
import { isBash, runScript } from '../../support/shell.ts';

/** By file, or by folder for files that Terraform reads together: plain data. */
export type ReadBack = Readonly<Record<string, unknown>>;

export async function readBack(files: readonly OutFile[]): Promise<ReadBack> {
  const hcl = new Map<string, string[]>();
  const read: Record<string, unknown> = {};
  for (const { path, content } of files) {
    if (path.endsWith('.tf')) {
      const root = path.slice(0, path.lastIndexOf('/') + 1);
      hcl.set(root, [...(hcl.get(root) ?? []), content]);
    } else if (path.endsWith('.tf.json')) {
      read[`${path.slice(0, path.lastIndexOf('/') + 1)}terraform`] = await fromJson(JSON.parse(content) as Record<string, unknown>);
    } else if (path.endsWith('.hcl')) read[path] = await parse(path, content);
    else if (path.endsWith('.yaml')) read[path] = fromYaml(content);
    else if (path.endsWith('verify.sh')) read[path] = fromVerify(content);
    else if (path.endsWith('audit.sh')) read[path] = content.split('\n');
    else if (path.endsWith('.sh')) read[path] = fromScript(content);
    else if (path === 'irsa/README.md') read[path] = fromRunbook(content);
    // Of names alone, which are letters, digits and hyphens wherever a spec is valid.
    else if (path.endsWith('.md')) read[path] = content.split('\n');
    else throw new Error(`${path} is of a kind that nobody reads back yet`);
  }
  for (const [root, texts] of hcl) read[`${root}terraform`] = await fromHcl(texts.join('\n'));
  return read;
}

/** Helm and kubectl read YAML 1.1, most others 1.2. */
export function fromYaml(text: string): unknown {
  const [older, newer] = (['1.1', '1.2'] as const).map((version) =>
    parseAllDocuments(text, { version, merge: false, uniqueKeys: false }).map((document) => {
      expect(document.errors).toEqual([]);
      return document.toJS({ mapAsMap: true }) as unknown;
    }),
  );
  expect(older).toEqual(newer);
  return newer;
}

/** What the functions of verify.sh are called with, word by word, and the words that its usage names. */
function fromVerify(text: string): unknown {
  const known = scripts.get(text) ?? readVerify(text);
  scripts.set(text, known);
  return known;
}

function readVerify(text: string): unknown {
  expect(isBash(text)).toBe(true);
  const chain = text.slice(text.indexOf('# -- What irsa.yaml says'), text.indexOf('# -- The sum'));
  const head = text.split('\n').filter((line) => /^(known_\w+|apply)=/.test(line));
  const names = [...new Set(chain.split('\n').flatMap((line) => /^ *(?:if )?([a-z_]+) '/.exec(line)?.[1] ?? []))].concat('agent');
  const recording = [
    'say() { printf "%s\\002" "$@"; printf "\\001"; }',
    ...names.map((name) => `${name}() { say ${name} "$@"; }`),
    ...head,
    'say "$apply" "${known_workloads[@]}" "${known_clusters[@]}"',
    chain,
  ].join('\n');
  const { status, stdout, stderr } = spawnSync('bash', ['-c', recording], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.split('\u0001').map((record, i) => record.split('\u0002').map((word) => (i === 0 ? asShellsRead(word) : word)));
}

/** A command that is shown, with its words as they are meant. */
const asShellsRead = (command: string): string =>
  command.replace(/'((?:[^']|'\\'')*)'/g, (_, word: string) => word.replaceAll("'\\''", "'"));

/** Texts in code, in cells and in labels of Mermaid as they were before they were spelled. */
const fromRunbook = (text: string): string[] =>
  text.split('\n').map((line) =>
    line
      .replaceAll('\\|', '|')
      .replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
      .replace(/(?<!`)(`+)(?!`)( ?)(.*?)\2(?<!`)\1(?!`)/g, (_, _fence, _space, inside: string) => asShellsRead(inside)),
  );

const scripts = new Map<string, unknown>();

/** The commands that it runs, word by word; few specs have a script of their own. */
function fromScript(text: string): unknown {
  const known = scripts.get(text) ?? readScript(text);
  scripts.set(text, known);
  return known;
}

function readScript(text: string): unknown {
  expect(isBash(text)).toBe(true);
  const dry = runScript(text, []);
  expect(dry).toMatchObject({ status: 0, stderr: '', calls: [] });
  const { calls, status, stderr } = runScript(text, ['--approve']);
  // Every ServiceAccount here has the same role, which is that of one at most.
  expect(status).toBe(stderr.includes(' instead of ') ? 1 : 0);
  return calls;
}

/** How a text stands in what {@link readBack} returns: with Terraform's introducers escaped in Terraform, as it is elsewhere. */
export const standsAs = (key: string, text: string): string =>
  /(terraform|\.hcl)$/.test(key) ? text.normalize('NFC').replace(/[$%](?=\{)/g, '$&$&') : text;

/** One text that stands as another. */
export interface Substitution {
  readonly was: string;
  readonly is: string;
}

/**
 * Where `now` is not `before`, but for one text that stands as another, in keys or values, whole or as a part.
 *
 * @param all the text itself, and what is made of it
 */
export function differences(before: unknown, now: unknown, all: readonly Substitution[], path = ''): string[] {
  if (typeof before === 'string' && typeof now === 'string' && isSubstituted(before, now, all)) return [];
  if (Array.isArray(before) && Array.isArray(now) && before.length === now.length)
    return before.flatMap((item, i) => differences(item, now[i], all, `${path}[${i}]`));
  const [old, fresh] = [entriesOf(before), entriesOf(now)];
  if (!old || !fresh) return Object.is(before, now) ? [] : [`${path}: ${JSON.stringify(now)} instead of ${JSON.stringify(before)}`];
  const left = new Set([...fresh.keys()].filter((key) => !old.has(key)));
  return [...old]
    .flatMap(([key, item]) => {
      const found = fresh.has(key) ? key : [...left].find((candidate) => isSubstituted(key, candidate, all));
      if (found === undefined) return [`${path}.${key} is gone, and there is ${[...left].join(', ')}`];
      left.delete(found);
      return differences(item, fresh.get(found), all, `${path}.${key}`);
    })
    .concat([...left].map((key) => `${path}.${key} is new`));
}

/** In one of its places, or in all of them. */
const isSubstituted = (before: string, now: string, all: readonly Substitution[]): boolean =>
  now === before ||
  all.some(({ was, is }) => {
    if (was === '') return false;
    const pieces = before.split(was);
    const inPlace = (_: string, i: number): boolean => now === `${pieces.slice(0, i + 1).join(was)}${is}${pieces.slice(i + 1).join(was)}`;
    return now === pieces.join(is) || pieces.slice(1).some(inPlace);
  });

function entriesOf(value: unknown): Map<string, unknown> | undefined {
  if (value instanceof Map) return value as Map<string, unknown>;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : undefined;
}
