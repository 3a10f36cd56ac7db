/** Policies as people write them in Terraform: `jsonencode`, JSON in a text, a file, `aws_iam_policy_document`. */
import type { Unread } from '../found.ts';
import { entriesOf, fieldOf, itemsOf, writtenListOf, writtenOf, type KnownEntry } from './known.ts';
import { fileOf } from './text-files.ts';
import { markedText, unmarked } from './marked-text.ts';
import type { DocumentSource, WrittenCondition, WrittenStatement } from '../policies.ts';
import { resolve, targetOf, type Scope } from './scope.ts';
import type { Tree, TreeBlock } from './tree.ts';
import type { WrittenPrincipal } from '../trusts.ts';
import type { Written } from '../written.ts';

export interface DocumentStatement extends WrittenStatement {
  readonly principals: readonly WrittenPrincipal[];
  readonly notPrincipals: readonly WrittenPrincipal[];
}

export interface Document {
  readonly source: DocumentSource;
  readonly statements: readonly DocumentStatement[];
  readonly unread: readonly Unread[];
}

/** Documents may name one another; a circle is an error of Terraform, and must not be one of ours. */
const DEEPEST = 8;

/** @param what the argument that holds it, for what cannot be read */
export function documentOf(tree: Tree, scope: Scope, what: string): Document {
  const unread: Unread[] = [];
  const { source, statements } = read(tree, scope, what, unread, DEEPEST);
  return { source, statements, unread };
}

interface Part {
  readonly source: DocumentSource;
  readonly statements: readonly DocumentStatement[];
}

function read(tree: Tree, scope: Scope, what: string, unread: Unread[], depth: number): Part {
  const found = resolve(tree, scope);
  const here = found.tree;
  const refused = (why: Unread['why']): Part => {
    unread.push({ what, why, at: here.at });
    return { source: 'unread', statements: [] };
  };
  if (depth === 0) return refused('expression');
  if (here.kind === 'call' && here.name === 'jsonencode' && here.arguments[0] !== undefined) {
    return { source: 'jsonencode', statements: statementsOfMap(here.arguments[0], found.scope, what, unread) };
  }
  if (here.kind === 'call' && (here.name === 'file' || here.name === 'templatefile')) {
    const file = fileOf(here, found.scope);
    const parsed = file && parsedText(file.tree, file.scope);
    if (file === undefined || parsed === undefined) return refused(file === undefined ? 'expression' : 'not-valid');
    return { source: 'file', statements: statementsOfMap(parsed, file.scope, what, unread) };
  }
  if (here.kind === 'text') {
    const parsed = parsedText(here, found.scope);
    if (parsed === undefined) return refused('not-valid');
    if (here.partly) unread.push({ what, why: 'expression', at: here.at });
    return { source: here.heredoc ? 'heredoc' : 'string', statements: statementsOfMap(parsed, found.scope, what, unread) };
  }
  if (here.kind === 'map') return { source: 'jsonencode', statements: statementsOfMap(here, found.scope, what, unread) };
  if (here.kind === 'choice') {
    unread.push({ what, why: 'expression', at: here.at });
    const ways = [here.yes, here.no].map((way) => read(way, found.scope, what, [], depth - 1));
    const known = ways.find(({ source }) => source !== 'unread');
    return {
      source: known?.source ?? 'unread',
      statements: ways.flatMap(({ statements }) => statements.map((s) => ({ ...s, repeated: true as const }))),
    };
  }
  const target = targetOf(here, found.scope);
  if (target?.address.startsWith('data.aws_iam_policy_document.') && target.block) {
    return { source: 'policy-document', statements: statementsOfBlock(target.block, target.scope, what, unread, depth - 1) };
  }
  const policy = target?.block?.attributes.get('policy');
  if (target && policy && target.attribute === 'policy') return read(policy, target.scope, what, unread, depth - 1);
  return refused('expression');
}

/** JSON or YAML in a text, its interpolations kept. */
export function parsedText(tree: Tree, scope: Scope): Tree | undefined {
  if (tree.kind !== 'text') return undefined;
  const { text, holes } = markedText(tree);
  const parsed = scope.reading.parse(text, tree.at);
  return parsed === undefined ? undefined : unmarked(parsed, holes);
}

function statementsOfMap(document: Tree, scope: Scope, what: string, unread: Unread[]): DocumentStatement[] {
  const list = fieldOf(entriesOf(document, scope, what, unread), 'Statement');
  if (list === undefined) return [];
  return itemsOf(list.tree, list.scope, what, unread).flatMap((item) => {
    if (item.tree.kind !== 'map' && !(item.tree.kind === 'call' && item.tree.name === 'merge')) {
      unread.push({ what, why: 'expression', at: item.tree.at });
      return [];
    }
    const statement = statementOfMap(entriesOf(item.tree, item.scope, what, unread), item.tree, unread);
    return [item.repeated ? { ...statement, repeated: true as const } : statement];
  });
}

function statementOfMap(entries: readonly KnownEntry[], tree: Tree, unread: Unread[]): DocumentStatement {
  const list = (name: string): Written[] | undefined => {
    const entry = fieldOf(entries, name);
    return entry && writtenListOf(entry.tree, entry.scope, name, unread);
  };
  const text = (name: string): Written | undefined => {
    const entry = fieldOf(entries, name);
    return entry && writtenOf(entry.tree, entry.scope);
  };
  return {
    ...some('sid', text('Sid')),
    effect: text('Effect') ?? 'Allow',
    ...some('actions', list('Action')),
    ...some('notActions', list('NotAction')),
    ...some('resources', list('Resource')),
    ...some('notResources', list('NotResource')),
    principals: principalsOf(fieldOf(entries, 'Principal'), unread),
    notPrincipals: principalsOf(fieldOf(entries, 'NotPrincipal'), unread),
    conditions: conditionsOf(fieldOf(entries, 'Condition'), unread),
    at: tree.at,
  };
}

function principalsOf(entry: KnownEntry | undefined, unread: Unread[]): WrittenPrincipal[] {
  if (entry === undefined) return [];
  const found = resolve(entry.tree, entry.scope);
  if (found.tree.kind === 'text') return [{ type: '*', identifiers: [writtenOf(found.tree, found.scope)] }];
  return entriesOf(found.tree, found.scope, 'Principal', unread).map((inner) => ({
    type: writtenKey(inner),
    identifiers: writtenListOf(inner.tree, inner.scope, 'Principal', unread),
  }));
}

const conditionsOf = (entry: KnownEntry | undefined, unread: Unread[]): WrittenCondition[] =>
  entry === undefined
    ? []
    : entriesOf(entry.tree, entry.scope, 'Condition', unread).flatMap((operator) =>
        entriesOf(operator.tree, operator.scope, 'Condition', unread).map((key) => ({
          operator: writtenKey(operator),
          key: writtenKey(key),
          values: writtenListOf(key.tree, key.scope, 'Condition', unread),
          at: key.key.at,
        })),
      );

/** A plain word is a key, not a reference; in parentheses or quotes it is what it says. */
const writtenKey = ({ key, scope, name }: KnownEntry): Written =>
  key.kind === 'reference' && !key.text.includes('.') ? name : writtenOf(key, scope);

/** https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/d/iam_policy_document.html.markdown */
function statementsOfBlock(block: TreeBlock, scope: Scope, what: string, unread: Unread[], depth: number): DocumentStatement[] {
  const others = ['source_policy_documents', 'override_policy_documents', 'source_json', 'override_json'].flatMap((name) => {
    const tree = block.attributes.get(name);
    return tree === undefined ? [] : itemsOf(tree, scope, name, unread).map((item) => ({ ...item, name }));
  });
  return [
    ...others.flatMap((item) => {
      if (item.tree.kind === 'value') return [];
      const { statements } = read(item.tree, item.scope, item.name, unread, depth);
      return item.repeated ? statements.map((s) => ({ ...s, repeated: true as const })) : statements;
    }),
    ...nested(block, 'statement', unread).map(({ body, repeated }) => ({
      ...statementOfBlock(body, scope, unread),
      ...(repeated ? { repeated: true as const } : {}),
    })),
  ];
}

/** Blocks of a name, and what `dynamic` ones would make. */
export function nested(block: TreeBlock, name: string, unread: Unread[]): { readonly body: TreeBlock; readonly repeated: boolean }[] {
  return block.blocks.flatMap((inner): { body: TreeBlock; repeated: boolean }[] => {
    if (inner.type === name) return [{ body: inner, repeated: false }];
    if (inner.type !== 'dynamic' || inner.labels[0] !== name) return [];
    unread.push({ what: `dynamic "${name}"`, why: 'dynamic-block', at: inner.at });
    return inner.blocks.filter(({ type }) => type === 'content').map((body) => ({ body: { ...body, at: inner.at }, repeated: true }));
  });
}

function statementOfBlock(body: TreeBlock, scope: Scope, unread: Unread[]): DocumentStatement {
  const list = (name: string): Written[] | undefined => {
    const tree = body.attributes.get(name);
    return tree && writtenListOf(tree, scope, name, unread);
  };
  const text = (from: TreeBlock, name: string): Written | undefined => {
    const tree = from.attributes.get(name);
    return tree && writtenOf(tree, scope);
  };
  const principals = (name: string): WrittenPrincipal[] =>
    nested(body, name, unread).map(({ body: inner }) => ({
      type: text(inner, 'type') ?? '*',
      identifiers: writtenListOf(inner.attributes.get('identifiers'), scope, name, unread),
    }));
  return {
    ...some('sid', text(body, 'sid')),
    effect: text(body, 'effect') ?? 'Allow',
    ...some('actions', list('actions')),
    ...some('notActions', list('not_actions')),
    ...some('resources', list('resources')),
    ...some('notResources', list('not_resources')),
    principals: principals('principals'),
    notPrincipals: principals('not_principals'),
    conditions: nested(body, 'condition', unread).map(({ body: inner }) => ({
      operator: text(inner, 'test') ?? '',
      key: text(inner, 'variable') ?? '',
      values: writtenListOf(inner.attributes.get('values'), scope, 'condition', unread),
      at: inner.at,
    })),
    at: body.at,
  };
}

const some = <K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
