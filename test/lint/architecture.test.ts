/**
 * The linter refuses what ARCHITECTURE.md forbids: its table is tried folder by folder, in a tree of small
 * files laid out like src. What no rule of the linter can see is looked for in src itself.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '../support/temporary-folder.ts';

const root = join(import.meta.dirname, '../..');

/** What may be imported: names of folders, or of folders with ` types`. */
const rows = [...readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8').matchAll(/^\| `src\/([a-z.]+)\/?` +\| (.+?) +\| (.+?) +\|$/gm)].map(
  ([, name = '', holds = '', imports = '']) => ({ name, edge: holds.startsWith('EDGE'), imports: imports.split(', ') }),
);
const folders = rows.filter(({ name }) => !name.endsWith('.ts'));
const rowOf = (name: string) => rows.find((row) => row.name === name) ?? { name, edge: false, imports: [] };
const names = folders.map(({ name }) => name);
const pure = folders.filter(({ edge }) => !edge).map(({ name }) => name);
const edges = folders.filter(({ edge }) => edge).map(({ name }) => name);

/** Path below src → text. */
type Files = Record<string, string>;

const uses = (what: string): string => `${what}\nexport const used = it;\n`;

const importing = { lawful: {} as Files, refused: {} as Files };
const places = [...folders, { ...rowOf('repo'), name: 'repo/writing' }];
const others = names;
for (const { name, imports } of places) {
  const up = '../'.repeat(name.split('/').length);
  for (const other of others.filter((folder) => folder !== name.split('/')[0])) {
    const may = imports.includes('all') || imports.includes(other);
    const mayTypes = may || imports.includes(`${other} types`);
    const put = (lawful: boolean, path: string, text: string) => (importing[lawful ? 'lawful' : 'refused'][`${name}/${path}`] = text);
    put(may, `deep/down/${other}.ts`, uses(`import { it } from '../../${up}${other}/it.ts';`));
    put(may, `mixed-${other}.ts`, uses(`import { it, type It } from '${up}${other}/it.ts';\nexport type Used = It;`));
    put(may, `later-${other}.ts`, `export const it = () => import('${up}${other}/it.ts');\n`);
    put(mayTypes, `types-${other}.ts`, `import type { It } from '${up}${other}/it.ts';\nexport type Used = It;\n`);
  }
  importing[name === 'iam' ? 'refused' : 'lawful'][`${name}/problem.ts`] = uses(`import { it } from '${up}problem.ts';`);
  importing.lawful[`${name}/neighbour.ts`] = uses("import { it } from './it.ts';");
}
for (const folder of others) {
  const may = rowOf('index.ts').imports.includes(folder);
  importing[may ? 'lawful' : 'refused'][`public-${folder}.ts`] = uses(`import { it } from './${folder}/it.ts';`);
}
importing.refused['problem.ts'] = uses("import { it } from './emit/it.ts';");
importing.refused['problem-codes.ts'] = uses("import { it } from './spec/it.ts';");
importing.lawful['repo/facts.ts'] = uses("import { emptyFacts as it } from '../plan/repo-facts.ts';");
importing.lawful['repo/folders.ts'] = uses("import { KUBERNETES_ROOT as it } from '../plan/own-folders.ts';");
importing.lawful['repo/owner.ts'] = uses("import { ownership as it } from '../emit/header.ts';");
importing.lawful['stacks/inputs.ts'] = uses("import { moduleInputs as it } from '../plan/terraform/module-inputs.ts';");

/** Package → where it is at home; every other place is tried. */
const packages: Record<string, readonly string[]> = {
  yaml: ['spec', 'emit', ...edges],
  'zod/mini': ['spec', ...edges],
  handlebars: ['emit'],
  inquirer: ['wizard'],
  '@inquirer/core': ['wizard'],
  cdktf: ['stacks'],
  cdktn: [],
  constructs: ['stacks'],
  '@cdktf/provider-aws/lib/iam-role/index.js': ['stacks'],
  '@cdktf/provider-aws': [],
  'node:path': ['stacks', ...edges],
  'node:os': edges,
};
const packaged = { lawful: {} as Files, refused: {} as Files };
for (const [i, [name, homes]] of Object.entries(packages).entries()) {
  for (const folder of [...names, ''])
    packaged[homes.includes(folder) ? 'lawful' : 'refused'][join(folder, `package${i}.ts`)] = uses(`import { it } from '${name}';`);
}

const mentions = [
  'process.env',
  'console',
  'Date.now()',
  'new Date()',
  'Math.random()',
  'Temporal.Now.instant()',
  'performance.now()',
  'new Intl.DateTimeFormat()',
  'crypto.randomUUID()',
  'globalThis.process',
  'global.process',
  'Buffer',
  'fetch',
  'WebSocket',
  'EventSource',
  'navigator',
  'setTimeout',
  'setInterval',
  'setImmediate',
];
const mentioned = { lawful: {} as Files, refused: {} as Files };
for (const folder of [...pure, '']) {
  for (const [i, it] of mentions.entries()) mentioned.refused[join(folder, `mention${i}.ts`)] = `export const it = ${it};\n`;
  for (const module of ['node:fs', 'fs', 'node:process', 'node:child_process'])
    mentioned.refused[join(folder, `mention-${module.replace(':', '-')}.ts`)] = uses(`import it from '${module}';`);
}

const writers = [
  "{ writeFileSync as it } from 'node:fs'",
  "{ promises as it } from 'node:fs'",
  "{ rm as it } from 'node:fs/promises'",
  "it from 'node:fs'",
  "* as it from 'node:fs'",
  "{ readFileSync as it } from 'fs'",
];
const writing = { lawful: {} as Files, refused: {} as Files };
for (const folder of edges) {
  writing.refused[`${folder}/write-required.ts`] = "export const it = require('node:fs');\n";
  for (const [i, it] of writers.entries()) writing.refused[`${folder}/write${i}.ts`] = uses(`import ${it};`);
  writing.lawful[`${folder}/read.ts`] = uses("import { readFileSync as it, type Stats } from 'node:fs';\nexport type Found = Stats;");
}
for (const path of ['repo/write.ts', 'repo/writing/disk.ts']) writing.lawful[path] = uses("import * as it from 'node:fs';");

const barrels = { lawful: {} as Files, refused: {} as Files };
for (const folder of names) {
  if (folder !== 'catalog') barrels.refused[`${folder}/index.ts`] = "export { it } from './it.ts';\n";
  barrels.refused[`${folder}/deep/index.ts`] = "export { it } from './it.ts';\n";
  barrels.refused[`${folder}/everything.ts`] = "export * from './it.ts';\n";
  barrels.lawful[`${folder}/it.ts`] = 'export const it = 1;\nexport type It = number;\n';
  barrels.lawful[`${folder}/deep/it.ts`] = 'export const it = 1;\n';
}
barrels.lawful['catalog/index.ts'] = uses("import { it } from './it.ts';");

const groups = [importing, packaged, mentioned, writing, barrels];
const merged = (kind: 'lawful' | 'refused'): Files => Object.assign({}, ...groups.map((group) => group[kind])) as Files;

/** Path below src → rules that refuse it. */
type Refused = ReadonlyMap<string, readonly string[]>;

function lint(folder: string): { readonly status: number | null; readonly refused: Refused } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules/oxlint/bin/oxlint'), '--format', 'json'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (!stdout.startsWith('{')) throw new Error(stdout + stderr);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly { filename: string; code: string }[] };
  const refused = new Map<string, string[]>();
  for (const { filename, code } of diagnostics) {
    const path = filename.slice('src/'.length);
    refused.set(path, [...(refused.get(path) ?? []), code]);
  }
  return { status, refused };
}

const sorted = (paths: Iterable<string>): string[] => [...paths].sort();

let tree: string;
let refused: Refused;
beforeAll(() => {
  const files = { ...merged('lawful'), ...merged('refused') };
  tree = temporaryFolder(Object.fromEntries(Object.entries(files).map(([path, text]) => [`src/${path}`, text])));
  copyFileSync(join(root, '.oxlintrc.json'), join(tree, '.oxlintrc.json'));
  refused = lint(tree).refused;
});

test('the table has a row for each folder of src', () => {
  const found = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(sorted(names)).toEqual(sorted(found.map(({ name }) => name)));
  expect(edges).toEqual(['repo', 'wizard', 'aws', 'cli']);
});

describe('the linter refuses', () => {
  test.each([
    ['imports that the table does not have, also of values where it says types', importing, /restricted-imports/],
    ['packages outside the folder that hides them', packaged, /restricted-imports/],
    ['doors to the world in pure folders', mentioned, /restricted-(?:imports|globals|properties)/],
    [
      'writing anywhere but behind repo/write.ts, and Node’s modules without node:',
      writing,
      /restricted-imports|prefer-node-protocol|no-require-imports/,
    ],
    ['barrels', barrels, /restricted-imports|no-barrel-file/],
  ])('%s', (_, group, rule) => {
    const tried = sorted(Object.keys(group.refused));
    expect(tried.length).toBeGreaterThan(0);
    expect(tried.filter((path) => !refused.get(path)?.some((code) => rule.test(code)))).toEqual([]);
  });

  test('nothing else', () => {
    expect(Object.keys(merged('lawful')).filter((path) => refused.has(path))).toEqual([]);
    for (const path of Object.keys(merged('refused'))) rmSync(join(tree, 'src', path));
    expect(lint(tree)).toEqual({ status: 0, refused: new Map() });
  });
});

describe('no file of src', () => {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const matching = (pattern: RegExp): string[] => sources.filter((path) => pattern.test(readFileSync(join(root, 'src', path), 'utf8')));

  test('exports again what another one states, but the public API', () => {
    expect(matching(/^export (?:\*|\{)[^;]*? from '/m)).toEqual(['index.ts']);
  });

  test('imports a package when it runs, which bundlers would take whole', () => {
    expect(matching(/\bimport\(\s*(?!'\.)/)).toEqual([]);
  });
});
