/** Statements that modules of terraform-aws-modules take as inputs: maps of `aws_iam_policy_document`'s arguments. */
import { entriesOf, fieldOf, fieldText, itemsOf, writtenListOf, type Item, type KnownEntry } from '../code/known.ts';
import { resolve } from '../code/scope.ts';
import type { Tree } from '../code/tree.ts';
import type { WrittenStatement } from '../policies.ts';
import type { WrittenPrincipal } from '../trusts.ts';
import type { Written } from '../written.ts';
import { some, type Arguments } from './arguments.ts';

export interface InputStatement extends WrittenStatement {
  readonly principals: readonly WrittenPrincipal[];
}

/** A list of statements, or a map of them by name. */
export function statementsOfInputs(given: Arguments, name: string): InputStatement[] {
  const tree = given.tree(name);
  if (tree === undefined) return [];
  const found = resolve(tree, given.scope).tree;
  const isMap = found.kind === 'map' || (found.kind === 'call' && found.name === 'merge');
  const all: readonly Item[] = isMap ? given.entries(name) : given.items(name);
  return all.flatMap((item) => {
    const { tree: inner, scope } = resolve(item.tree, item.scope);
    if (inner.kind !== 'map') {
      if (inner.kind !== 'value') given.unread.push({ what: name, why: 'expression', at: inner.at });
      return [];
    }
    return [statementOf(entriesOf(inner, scope, name, given.unread), inner, given, item.repeated)];
  });
}

function statementOf(fields: readonly KnownEntry[], tree: Tree, given: Arguments, repeated?: true): InputStatement {
  const list = (...names: readonly string[]): Written[] | undefined => {
    const field = fieldOf(fields, ...names);
    return field && writtenListOf(field.tree, field.scope, field.name, given.unread);
  };
  const each = (...names: readonly string[]): { readonly fields: readonly KnownEntry[]; readonly at: Tree['at'] }[] => {
    const field = fieldOf(fields, ...names);
    if (field === undefined) return [];
    const items = itemsOf(field.tree, field.scope, field.name, given.unread);
    return items.flatMap((item) =>
      item.tree.kind === 'map' ? [{ fields: entriesOf(item.tree, item.scope, field.name, given.unread), at: item.tree.at }] : [],
    );
  };
  const texts = (from: readonly KnownEntry[], name: string): readonly Written[] => {
    const field = fieldOf(from, name);
    return field === undefined ? [] : writtenListOf(field.tree, field.scope, name, given.unread);
  };
  return {
    ...some('sid', fieldText(fields, 'sid')),
    effect: fieldText(fields, 'effect') ?? 'Allow',
    ...some('actions', list('actions')),
    ...some('notActions', list('not_actions')),
    ...some('resources', list('resources')),
    ...some('notResources', list('not_resources')),
    principals: each('principals').map((one) => ({
      type: fieldText(one.fields, 'type') ?? '*',
      identifiers: texts(one.fields, 'identifiers'),
    })),
    conditions: each('conditions', 'condition').map((one) => ({
      operator: fieldText(one.fields, 'test') ?? '',
      key: fieldText(one.fields, 'variable') ?? '',
      values: texts(one.fields, 'values'),
      at: one.at,
    })),
    ...(repeated ? { repeated } : {}),
    at: tree.at,
  };
}
