/** Units of Terragrunt: what they include and generate. https://terragrunt.gruntwork.io/docs/reference/config-blocks-and-attributes/ */
import { posix } from 'node:path';
import type { Parser } from 'web-tree-sitter';
import type { Problem } from '../../problem.ts';
import { entryOf, keyText, literalText, type Tree, type TreeBlock } from '../../survey/code/tree.ts';
import type { Terragrunt } from '../../survey/inventory.ts';
import type { Written } from '../../survey/written.ts';
import { notValid } from './not-valid.ts';
import { readText } from './files.ts';
import { readHclTree } from './read-hcl-tree.ts';

export interface Unit {
  readonly terragrunt: Terragrunt;
  /** Of the files that it generates. */
  readonly blocks: readonly TreeBlock[];
}

export interface Units {
  /** Nothing for a folder that is no unit: one whose `terragrunt.hcl` only others include. */
  readonly unitIn: (folder: string) => Unit | undefined;
}

/** Includes of includes are not allowed by Terragrunt; a few more do no harm. */
const DEEPEST = 4;

/** @param hcl paths of all `.hcl` files of the repository */
export function units(top: string, hcl: readonly string[], parser: Parser, problems: Problem[]): Units {
  const known = new Set(hcl);
  const cache = new Map<string, readonly TreeBlock[]>();
  const read = (path: string): readonly TreeBlock[] => {
    const found = cache.get(path) ?? readBlocks(top, path, parser, problems);
    cache.set(path, found);
    return found;
  };
  return {
    unitIn: (folder) => {
      const file = posix.join(folder, 'terragrunt.hcl');
      if (!known.has(file)) return undefined;
      const own = read(file);
      const included = includesOf(own, folder, known, read, DEEPEST);
      const all = [...own, ...included.flatMap(read)];
      const isUnit = own.some(({ type }) => type === 'terraform' || type === 'include');
      return isUnit
        ? { terragrunt: terragruntOf(file, folder, all, included), blocks: all.flatMap((block) => generated(block, parser)) }
        : undefined;
    },
  };
}

function readBlocks(top: string, path: string, parser: Parser, problems: Problem[]): readonly TreeBlock[] {
  const text = readText(top, path, problems);
  if (text === undefined) return [];
  const read = readHclTree(parser, text, path, () => true, true);
  if ('blocks' in read) return read.blocks;
  problems.push(notValid(path, 'HCL', read.broken));
  return [];
}

function includesOf(
  blocks: readonly TreeBlock[],
  folder: string,
  known: ReadonlySet<string>,
  read: (path: string) => readonly TreeBlock[],
  depth: number,
): string[] {
  if (depth === 0) return [];
  return blocks.flatMap((block) => {
    const path = block.type === 'include' ? pathOf(block.attributes.get('path'), folder, known) : undefined;
    return path === undefined ? [] : [path, ...includesOf(read(path), folder, known, read, depth - 1)];
  });
}

/** What a path of Terragrunt leads to, as far as its functions are of places in the repository. */
function pathOf(tree: Tree | undefined, folder: string, known: ReadonlySet<string>): string | undefined {
  const text = tree && spelled(tree, folder, known);
  if (text === undefined) return undefined;
  const path = posix.normalize(text.startsWith('/') ? text.slice(1) : posix.join(folder, text));
  return known.has(path) ? path : undefined;
}

/** Absolute paths begin with `/`, which stands for the top of the repository. */
function spelled(tree: Tree, folder: string, known: ReadonlySet<string>): string | undefined {
  if (tree.kind === 'text') {
    const parts = tree.parts.map((part) => (typeof part === 'string' ? part : spelled(part, folder, known)));
    return parts.includes(undefined) ? undefined : parts.join('');
  }
  if (tree.kind !== 'call') return undefined;
  const [first] = tree.arguments;
  switch (tree.name) {
    case 'find_in_parent_folders':
      return above(folder, literalText(first) ?? 'terragrunt.hcl', known);
    case 'get_terragrunt_dir':
    case 'get_original_terragrunt_dir':
      return `/${folder}`;
    case 'get_repo_root':
      return '';
    case 'get_parent_terragrunt_dir':
      return posix.dirname(above(folder, 'terragrunt.hcl', known) ?? above(folder, 'root.hcl', known) ?? '/');
    case 'dirname': {
      const inner = first && spelled(first, folder, known);
      return inner === undefined ? undefined : posix.dirname(inner).replace(/^\/$/, '');
    }
    default:
      return undefined;
  }
}

function above(folder: string, name: string, known: ReadonlySet<string>): string | undefined {
  for (let at = folder; at !== '.';) {
    at = posix.dirname(at);
    const path = posix.join(at, name);
    if (known.has(path)) return `/${path}`;
  }
  return undefined;
}

function terragruntOf(file: string, folder: string, blocks: readonly TreeBlock[], includes: readonly string[]): Terragrunt {
  const source = blocks.find(({ type, attributes }) => type === 'terraform' && attributes.has('source'))?.attributes.get('source');
  return {
    file,
    includes: [...new Set(includes)],
    generates: blocks.flatMap((block) => {
      // `remote_state { generate = { path = "backend.tf" } }`
      const path =
        block.type === 'generate'
          ? block.attributes.get('path')
          : block.type === 'remote_state'
            ? entryOf(block.attributes.get('generate'), 'path')
            : undefined;
      const text = literalText(path);
      return text === undefined ? [] : [{ path: text, at: block.at }];
    }),
    dependencies: blocks.flatMap((block) => {
      const path = block.type === 'dependency' ? literalText(block.attributes.get('config_path')) : undefined;
      if (block.type !== 'dependency') return [];
      return [
        { name: block.labels[0] ?? '', ...(path === undefined ? {} : { folder: posix.normalize(posix.join(folder, path)) }), at: block.at },
      ];
    }),
    ...(source === undefined ? {} : { source: { value: writtenOf(source), at: source.at } }),
    inputs: [...new Set(blocks.flatMap(({ attributes }) => namesIn(attributes.get('inputs'))))],
  };
}

function namesIn(tree: Tree | undefined): string[] {
  if (tree?.kind === 'call') return tree.arguments.flatMap(namesIn);
  return tree?.kind === 'map' ? tree.entries.flatMap(({ key }) => keyText(key) ?? []) : [];
}

function writtenOf(tree: Tree): Written {
  const text = literalText(tree);
  if (text !== undefined) return text;
  if (tree.kind !== 'text') return { parts: [{ expression: spelling(tree) }] };
  return { parts: tree.parts.map((part) => (typeof part === 'string' ? part : { expression: spelling(part) })) };
}

const spelling = (tree: Tree): string => ('text' in tree ? tree.text : '…');

/** What is in a file that is generated, with its interpolations left as they are. */
function generated(block: TreeBlock, parser: Parser): readonly TreeBlock[] {
  const contents = block.type === 'generate' ? block.attributes.get('contents') : undefined;
  const path = literalText(block.attributes.get('path'));
  if (contents?.kind !== 'text' || path === undefined || !/\.(tf|tofu)$/.test(path)) return [];
  const text = contents.parts.map((part) => (typeof part === 'string' ? part : `\${${spelling(part)}}`)).join('');
  const read = readHclTree(parser, text, contents.at.file, () => true, false, contents.at.line - 1);
  return 'blocks' in read ? read.blocks : [];
}
