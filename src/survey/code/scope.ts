/** What the names in one folder of Terraform stand for, as far as it is written there or by its only caller. */
import { literalText, entryOf, type TextTree, type Tree, type TreeBlock } from './tree.ts';

/** Parsers and files, which only an edge has. */
export interface Reading {
  /** JSON or YAML in a text; nothing if it is neither. Lines count from that of the text. */
  readonly parse: (text: string, at: Tree['at']) => Tree | undefined;
  /** A file that `file()` names, relative to the scanned folder. */
  readonly text: (path: string) => string | undefined;
  /** A file that `templatefile()` names, its interpolations read. */
  readonly template: (path: string) => TextTree | undefined;
}

export interface Scope {
  readonly folder: string;
  /** `local` name → value. */
  readonly locals: ReadonlyMap<string, Tree>;
  /** Blocks by address: `aws_iam_role.x`, `data.aws_iam_policy_document.x`, `module.x`, `var.x`, `output.x`. */
  readonly blocks: ReadonlyMap<string, TreeBlock>;
  /** The one module call of this repository that leads here, if there is one and only one. */
  readonly caller?: { readonly scope: Scope; readonly block: TreeBlock };
  /** The folder that a module call here leads to. */
  readonly called: (label: string) => Scope | undefined;
  /** Names that `templatefile` hands to a template. */
  readonly words?: ReadonlyMap<string, Resolved>;
  readonly reading: Reading;
}

export interface Resolved {
  readonly tree: Tree;
  readonly scope: Scope;
}

/** As many names may stand for one another before it is taken for a circle. */
const MOST_HOPS = 12;

/** `module.a["k"].b[0].c` → `module`, `a`, `k`, `b`, `0`, `c`. */
export const stepsOf = (traversal: string): string[] =>
  [...traversal.matchAll(/\["([^"]*)"\]|\[([^\]]*)\]|\.?([^.[\]]+)/g)].map(([, quoted, index, name]) => quoted ?? index ?? name ?? '');

/** What is at the end of the way through locals, variables, maps and functions that change nothing. */
export function resolve(tree: Tree, scope: Scope, hops = MOST_HOPS): Resolved {
  if (hops === 0) return { tree, scope };
  if (tree.kind === 'call') {
    const [first] = tree.arguments;
    return first !== undefined && SAME.has(tree.name) ? resolve(first, scope, hops - 1) : { tree, scope };
  }
  if (tree.kind === 'text' && tree.parts.length === 1 && typeof tree.parts[0] === 'object') return resolve(tree.parts[0], scope, hops - 1);
  if (tree.kind !== 'reference') return { tree, scope };
  const [kind, name, ...more] = stepsOf(tree.text);
  if (name === undefined) {
    const word = scope.words?.get(kind ?? '');
    return word === undefined ? { tree, scope } : resolve(word.tree, word.scope, hops - 1);
  }
  const next =
    kind === 'local'
      ? localOf(name, scope)
      : kind === 'var'
        ? variableOf(name, scope)
        : kind === 'module'
          ? outputOf(name, more, scope)
          : undefined;
  if (next === undefined) return { tree, scope };
  let found = resolve(next.tree, next.scope, hops - 1);
  for (const step of kind === 'module' ? next.left : more) {
    const inner = /^\d+$/.test(step) && found.tree.kind === 'list' ? found.tree.items[Number(step)] : entryOf(found.tree, step);
    if (inner === undefined) return { tree, scope };
    found = resolve(inner, found.scope, hops - 1);
  }
  return found;
}

/** Functions that give back their first argument, for our purposes. */
const SAME = new Set(['try', 'tolist', 'toset', 'tostring', 'tomap', 'nonsensitive', 'sensitive', 'trimspace', 'one', 'element']);

interface Next extends Resolved {
  readonly left: readonly string[];
}

function localOf(name: string, scope: Scope): Next | undefined {
  const tree = scope.locals.get(name);
  return tree === undefined ? undefined : { tree, scope, left: [] };
}

const isNull = (tree: Tree): boolean => tree.kind === 'value' && tree.value === null;

/** What the caller gives, else the default; an empty one says that it is given elsewhere. */
function variableOf(name: string, scope: Scope): Next | undefined {
  const given = scope.caller?.block.attributes.get(name);
  if (given !== undefined && scope.caller !== undefined) return { tree: given, scope: scope.caller.scope, left: [] };
  const tree = scope.blocks.get(`var.${name}`)?.attributes.get('default');
  // A module whose caller says nothing has its defaults, empty ones too.
  if (tree !== undefined && scope.caller !== undefined) return { tree, scope, left: [] };
  if (tree === undefined || isNull(tree) || literalText(tree) === '') return undefined;
  if ((tree.kind === 'list' && tree.items.length === 0) || (tree.kind === 'map' && tree.entries.length === 0)) return undefined;
  return { tree, scope, left: [] };
}

/** Of a module of this repository. */
function outputOf(label: string, more: readonly string[], scope: Scope): Next | undefined {
  const called = scope.called(label);
  const [first, second, ...rest] = more;
  if (called === undefined || first === undefined) return undefined;
  const direct = called.blocks.get(`output.${first}`);
  const block = direct ?? called.blocks.get(`output.${second}`);
  const tree = block?.attributes.get('value');
  return tree === undefined ? undefined : { tree, scope: called, left: direct ? more.slice(1) : rest };
}

/** The block that a traversal leads to, with what is asked of it: `data.aws_iam_policy_document.x[0].json` → that block, `json`. */
export interface Target {
  readonly address: string;
  readonly attribute: string;
  /** Names behind the address, without indices. */
  readonly path: readonly string[];
  readonly block: TreeBlock | undefined;
  readonly scope: Scope;
}

export function targetOf(tree: Tree, scope: Scope): Target | undefined {
  const found = resolve(tree, scope);
  if (found.tree.kind !== 'reference') return undefined;
  const [first = '', second, third, ...more] = stepsOf(found.tree.text);
  if (second === undefined || ['local', 'each', 'self', 'path', 'terraform', 'count'].includes(first)) return undefined;
  const isData = first === 'data';
  const address = isData ? `${first}.${second}.${third}` : `${first}.${second}`;
  const rest = isData ? more : third === undefined ? more : [third, ...more];
  const path = rest.filter((step) => !/^(\d+|\*|each\..+|count\..+)$/.test(step));
  return { address, attribute: path.at(-1) ?? '', path, block: found.scope.blocks.get(address), scope: found.scope };
}
