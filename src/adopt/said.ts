/**
 * What an argument says, in the terms in which the Plan says its own: so that both can be compared. Locals are
 * looked through, as their values are in the code; variables are not, since whoever plans may set them. Pure.
 */
import { fact, join, ref, type Text, type Value } from '../iam/text.ts';
import type { Scope } from '../survey/code/scope.ts';
import { entryOf, keyText, type Tree } from '../survey/code/tree.ts';
import { stepsOf } from '../survey/code/scope.ts';

/** As many names may stand for one another before it is taken for a circle. */
const MOST_HOPS = 12;

/** An expression that has no name of its own is a hole with its text, which no traversal ever equals. */
export function saidBy(tree: Tree, scope: Scope): Value {
  const found = throughLocals(tree, scope);
  switch (found.kind) {
    case 'text':
      return found.partly === true || found.heredoc === true ? ref('…') : join(...found.parts.map((part) => partOf(part, scope)));
    case 'value':
      return found.value;
    case 'list':
      return found.items.map((item) => saidBy(item, scope));
    case 'map':
      return {
        map: Object.fromEntries(found.entries.map(({ key, value }) => [keyText(key) ?? `(${textOf(key)})`, saidBy(value, scope)])),
      };
    case 'reference':
      return factOf(found.text, scope) ?? ref(found.text);
    default:
      return ref(textOf(found));
  }
}

/** What the account and region of the role are asked for: whichever data source does, it is the same, but for another provider. */
function factOf(text: string, scope: Scope): Text | undefined {
  const [, address = '', what] = FACT.exec(text) ?? [];
  const block = scope.blocks.get(address);
  const isPlain = block === undefined || block.attributes.size === 0;
  return what === undefined || !isPlain ? undefined : fact(what === 'account_id' ? 'accountId' : 'region');
}

const FACT = /^(data\.aws_(?:region|caller_identity)\.[\w-]+)\.(name|id|region|account_id)$/;

const textOf = (tree: Tree): string => ('text' in tree ? tree.text : '…');

function partOf(part: string | Tree, scope: Scope): Text {
  if (typeof part === 'string') return part;
  const said = saidBy(part, scope);
  if (typeof said === 'string' || (typeof said === 'object' && said !== null && 'text' in said)) return said;
  return typeof said === 'number' || typeof said === 'boolean' ? String(said) : ref(textOf(part));
}

/** As far as something comes of it that can be compared: a local whose value is computed stands for itself. */
function throughLocals(tree: Tree, scope: Scope, hops = MOST_HOPS): Tree {
  if (hops === 0) return tree;
  if (tree.kind === 'text' && tree.parts.length === 1 && typeof tree.parts[0] === 'object' && tree.heredoc !== true) {
    return throughLocals(tree.parts[0], scope, hops - 1);
  }
  if (tree.kind !== 'reference') return tree;
  const [kind, name, ...steps] = stepsOf(tree.text);
  let found = kind === 'local' && name !== undefined ? scope.locals.get(name) : undefined;
  for (const step of steps) {
    const inner = found && throughLocals(found, scope, hops - 1);
    found = inner?.kind === 'list' && /^\d+$/.test(step) ? inner.items[Number(step)] : entryOf(inner, step);
  }
  const end = found && throughLocals(found, scope, hops - 1);
  return end === undefined || COMPUTED.has(end.kind) ? tree : end;
}

const COMPUTED: ReadonlySet<Tree['kind']> = new Set(['call', 'for', 'choice', 'other']);
