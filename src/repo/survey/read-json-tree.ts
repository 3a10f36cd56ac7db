/** Terraform's JSON syntax → the same blocks as HCL makes. https://developer.hashicorp.com/terraform/language/syntax/json */
import { keyText, literalText, type MapTree, type Tree, type TreeBlock } from '../../survey/code/tree.ts';
import { readYaml } from './read-yaml-tree.ts';
import type { ReadTree, Wanted } from './read-hcl-tree.ts';

const LABELS: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  module: 1,
  variable: 1,
  output: 1,
  provider: 1,
  locals: 0,
  terraform: 0,
};

/** Nested blocks look like arguments in JSON; these are the ones that are asked for as blocks. */
const NESTED = new Set([
  'statement',
  'condition',
  'principals',
  'not_principals',
  'inline_policy',
  'metadata',
  'spec',
  'template',
  'container',
  'env',
  'set',
  'metadata_options',
  'required_providers',
  'backend',
  'cloud',
  'pod_identity_association',
  'dynamic',
  'content',
  'value_from',
  'secret_key_ref',
]);

/** @param template a string of it, which is a template of HCL → its tree */
export function readJsonTree(text: string, file: string, wanted: Wanted, template: (text: string, tree: Tree) => Tree): ReadTree {
  const read = readYaml(text, { file, line: 1 });
  if ('broken' in read) return read;
  const [root] = read.trees;
  const blocks: TreeBlock[] = [];
  for (const body of mapsIn(root)) {
    for (const { key, value } of body.entries) {
      const type = keyText(key) ?? '';
      const labels = Object.hasOwn(LABELS, type) ? LABELS[type] : undefined;
      if (labels !== undefined) collect(blocks, type, [], labels, value, key.at, wanted, template);
    }
  }
  return { blocks };
}

type Template = (text: string, tree: Tree) => Tree;

function collect(
  blocks: TreeBlock[],
  type: string,
  labels: readonly string[],
  missing: number,
  value: Tree,
  at: Tree['at'],
  wanted: Wanted,
  template: Template,
): void {
  for (const body of mapsIn(value)) {
    if (missing === 0) {
      blocks.push(
        wanted(type, labels) ? { ...blockOf(body, type, labels, template), at } : { type, labels, at, attributes: new Map(), blocks: [] },
      );
      continue;
    }
    for (const { key, value: inner } of body.entries) {
      const label = keyText(key) ?? '';
      if (label !== '//') collect(blocks, type, [...labels, label], missing - 1, inner, key.at, wanted, template);
    }
  }
}

function blockOf(body: MapTree, type: string, labels: readonly string[], template: Template): TreeBlock {
  const attributes = new Map<string, Tree>();
  const blocks: TreeBlock[] = [];
  for (const { key, value } of body.entries) {
    const name = keyText(key) ?? '';
    if (name === '//') continue;
    const inner = NESTED.has(name) ? mapsIn(value) : [];
    if (inner.length > 0 && name === 'dynamic')
      blocks.push(
        ...inner.flatMap((one) =>
          one.entries.flatMap(({ key: label, value: made }) =>
            mapsIn(made).map((each) => blockOf(each, 'dynamic', [keyText(label) ?? ''], template)),
          ),
        ),
      );
    else if (inner.length > 0) blocks.push(...inner.map((one) => blockOf(one, name, [], template)));
    if (inner.length === 0 || name === 'metadata_options') attributes.set(name, templates(value, template));
  }
  return { type, labels, at: body.at, attributes, blocks };
}

/** A block may be written as one object or as an array of objects. */
const mapsIn = (tree: Tree | undefined): MapTree[] =>
  tree === undefined ? [] : (tree.kind === 'list' ? tree.items : [tree]).filter((one): one is MapTree => one.kind === 'map');

/** Every string is a template. */
function templates(tree: Tree, template: Template): Tree {
  if (tree.kind === 'list') return { ...tree, items: tree.items.map((item) => templates(item, template)) };
  if (tree.kind === 'map')
    return {
      ...tree,
      entries: tree.entries.map(({ key, value }) => ({ key: templates(key, template), value: templates(value, template) })),
    };
  const text = literalText(tree);
  return text !== undefined && /[$%]\{/.test(text) ? template(text, tree) : tree;
}
