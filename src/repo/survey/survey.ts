/** A whole repository → its inventory. What cannot be read is reported, and the rest is read. */
import { posix } from 'node:path';
import type { Parser } from 'web-tree-sitter';
import type { Problem } from '../../problem.ts';
import { hasHeader } from '../../emit/header.ts';
import type { Inventory } from '../../survey/inventory.ts';
import { IGNORE_MARK, type MarkedText } from '../../survey/silenced.ts';
import type { Material, TerraformFolder, YamlDocument } from '../../survey/gather/material.ts';
import type { Tree, TreeBlock } from '../../survey/code/tree.ts';
import { markedText, unmarked } from '../../survey/code/marked-text.ts';
import { takeInventory } from '../../survey/take-inventory.ts';
import { configFiles, isOverride } from '../scan/files.ts';
import { hclParser } from '../scan/grammar.ts';
import { readLock, withInstalled } from '../scan/installed.ts';
import { readRegularFile } from '../read-file.ts';
import { readText } from './files.ts';
import { readHclTree, readTemplate, type ReadTree } from './read-hcl-tree.ts';
import { readJsonTree } from './read-json-tree.ts';
import { readYaml } from './read-yaml-tree.ts';
import { notValid } from './not-valid.ts';
import { units, type Units } from './terragrunt.ts';
import { wanted } from './wanted.ts';
import { BOUNDS, walk, type Bounds, type FoundFile } from './walk.ts';

export interface Survey {
  readonly inventory: Inventory;
  /** What it was made of. */
  readonly material: Material;
  /** All of them warnings. */
  readonly problems: readonly Problem[];
  /** Texts in which a finding is silenced. */
  readonly marked: readonly MarkedText[];
}

export interface SurveyOptions {
  readonly bounds?: Bounds;
  /** The folder that matters most, where the bounds leave something out. */
  readonly first?: string;
  /** Files that create-irsa wrote are passed over: what counts is what else there is. */
  readonly ofOthers?: true;
}

/** @param top the folder, which is there */
export async function survey(top: string, { bounds = BOUNDS, first = top, ofOthers }: SurveyOptions = {}): Promise<Survey> {
  const { files, problems: found } = walk(top, bounds, first);
  const problems = [...found];
  const marked: MarkedText[] = [];
  const take: Take = (path) => {
    const text = readText(top, path, problems);
    if (ofOthers === true && text !== undefined && hasHeader(text)) return undefined;
    if (text?.includes(IGNORE_MARK) === true) marked.push({ file: path, text });
    return text;
  };
  const parser = await hclParser();
  const read = configReader(take, parser, problems);
  const folders: TerraformFolder[] = [];
  const hcl = files.flatMap(({ path, kind }) => (kind === 'hcl' ? [path] : []));
  const terragrunt = units(top, hcl, parser, problems);
  for (const [folder, inside] of byFolder(files)) {
    const found = await readFolder(top, folder, inside, read, terragrunt);
    if (found.blocks.length > 0 || found.terragrunt !== undefined) folders.push(found);
  }
  const documents = files.flatMap((file) => (file.kind === 'yaml' ? readDocuments(take, file.path, parser, problems) : []));
  const material: Material = {
    folders,
    documents,
    reading: {
      parse: (text, at) => {
        const read = readYaml(text, at);
        const [tree] = 'trees' in read ? read.trees : [];
        return tree?.kind === 'map' || tree?.kind === 'list' ? tree : undefined;
      },
      text: (path) => readText(top, path, []),
      template: (path) => {
        const text = readText(top, path, []);
        return text === undefined ? undefined : readTemplate(parser, text, { file: path, line: 1 });
      },
    },
  };
  return { inventory: takeInventory(material), material, problems, marked };
}

/** Folder → names of its configuration files. */
function byFolder(files: readonly FoundFile[]): ReadonlyMap<string, readonly string[]> {
  const folders = new Map<string, string[]>();
  for (const { path, kind } of files) {
    const isUnit = posix.basename(path) === 'terragrunt.hcl';
    if (kind !== 'config' && !isUnit) continue;
    const folder = posix.dirname(path);
    const names = folders.get(folder) ?? [];
    if (names.length === 0) folders.set(folder, names);
    if (!isUnit) names.push(posix.basename(path));
  }
  return folders;
}

/** The text of a file, if it can be read. */
type Take = (path: string) => string | undefined;

type Read = (path: string) => readonly TreeBlock[];

function configReader(take: Take, parser: Parser, problems: Problem[]): Read {
  const template = (text: string, tree: Tree): Tree => readTemplate(parser, text, tree.at) ?? { kind: 'other', text, at: tree.at };
  return (path) => {
    const text = take(path);
    if (text === undefined) return [];
    const read: ReadTree = path.endsWith('.json') ? readJsonTree(text, path, wanted, template) : readHclTree(parser, text, path, wanted);
    if ('blocks' in read) return read.blocks;
    problems.push(notValid(path, path.endsWith('.json') ? 'JSON' : 'HCL', read.broken));
    return [];
  };
}

async function readFolder(top: string, folder: string, names: readonly string[], read: Read, { unitIn }: Units): Promise<TerraformFolder> {
  const files = configFiles(names).map((name) => ({ name, blocks: read(folder === '.' ? name : `${folder}/${name}`) }));
  const unit = unitIn(folder);
  const blocks = merged(
    [...files.flatMap((file) => (isOverride(file.name) ? [] : file.blocks)), ...(unit?.blocks ?? [])],
    files.flatMap((file) => (isOverride(file.name) ? file.blocks : [])),
  );
  const lock = await readLock((name) => readRegularFile(posix.join(top, folder, name)));
  const calls = blocks.flatMap((block) => {
    const source = block.attributes.get('source');
    const text = block.type === 'module' && source?.kind === 'text' ? source.parts.join('') : undefined;
    return text === undefined ? [] : [{ label: block.labels[0] ?? '', source: text, at: block.at }];
  });
  return {
    folder,
    blocks,
    openTofu: lock.openTofu || names.some((name) => /\.tofu(\.json)?$/.test(name)),
    lockedProviders: lock.providers,
    ...(unit === undefined ? {} : { terragrunt: unit.terragrunt }),
    installed: new Map(
      withInstalled(posix.join(top, folder), calls).flatMap(({ label, resolved }) =>
        resolved === undefined ? [] : [[label, resolved] as const],
      ),
    ),
  };
}

/** https://developer.hashicorp.com/terraform/language/files/override#merging-behavior */
function merged(blocks: readonly TreeBlock[], overrides: readonly TreeBlock[]): TreeBlock[] {
  const all = [...blocks];
  for (const override of overrides) {
    const i = all.findIndex(
      ({ type, labels }) => type === override.type && type !== 'locals' && labels.join('\0') === override.labels.join('\0'),
    );
    const base = all[i];
    if (base === undefined) all.push(override);
    else {
      const replaced = new Set(override.blocks.map(({ type }) => type));
      all[i] = {
        ...base,
        attributes: new Map([...base.attributes, ...override.attributes]),
        blocks: [...base.blocks.filter(({ type }) => !replaced.has(type)), ...override.blocks],
      };
    }
  }
  return all;
}

/** Words without which no document bears on the identity of pods, nor makes a namespace; parsing is dear. */
const TELLING = /service-?account|role-?arn|AWS_ACCESS_KEY|AWS_SECRET_ACCESS|eksctl\.io|kind: *["']?namespace\b/i;

function readDocuments(take: Take, path: string, parser: Parser, problems: Problem[]): YamlDocument[] {
  const text = take(path);
  if (text === undefined || !TELLING.test(text)) return [];
  const at = { file: path, line: 1 };
  // A file that `templatefile` fills in is YAML between its interpolations.
  const template = /[$%]\{/.test(text) ? readTemplate(parser, text, at) : undefined;
  const { text: marked, holes } = template === undefined ? { text, holes: [] } : markedText(template);
  const read = readYaml(marked, at);
  if ('trees' in read) return read.trees.map((tree) => ({ file: path, tree: unmarked(tree, holes), at: tree.at }));
  // Templates of charts are YAML only when Helm has filled them in: their values say what is in them.
  if (!text.includes('{{') && template?.partly !== true) problems.push(notValid(path, 'YAML', read.broken));
  return [];
}
