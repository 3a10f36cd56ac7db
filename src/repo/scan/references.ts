/** What expressions refer to, by the addresses of Terraform: what a block cannot be evaluated without. */
import type { Node, Parser } from 'web-tree-sitter';
import type { Reference } from '../../plan/repo-facts.ts';

/** A module, variable or local is named by two words, a data source by three, a resource by its type and label. */
const WORDS: Readonly<Record<string, number>> = { var: 2, local: 2, module: 3, data: 3 };

/** Of one expression, or of a nested block with all that is in it. */
export function referencesOf(node: Node): Reference[] {
  const whole = node.type === 'expression' && /^[\w.-]+$/.test(node.text);
  return node.descendantsOfType('variable_expr').flatMap((variable) => {
    if (!variable) return [];
    const words = [variable.text, ...attributesAfter(variable)];
    const to = words.slice(0, WORDS[words[0] ?? ''] ?? 2);
    return to.length < 2 ? [] : [{ to: to.join('.'), whole }];
  });
}

/** The same of a template, which is what a string of Terraform's JSON syntax is. */
export function referencesInTemplate(parser: Parser, template: string): Reference[] {
  const whole = /^\$\{([\w.-]+)\}$/.exec(template)?.[1];
  const tree = parser.parse(whole === undefined ? `x = <<TEMPLATE\n${template}\nTEMPLATE\n` : `x = ${whole}\n`);
  if (!tree) throw new Error('the HCL parser gave up without a deadline');
  try {
    return tree.rootNode
      .descendantsOfType('expression')
      .slice(0, 1)
      .flatMap((node) => (node ? referencesOf(node) : []));
  } finally {
    tree.delete();
  }
}

/** `.a.b`, up to the first index or the end. */
function attributesAfter(variable: Node): string[] {
  const attributes: string[] = [];
  for (let next = variable.nextNamedSibling; next?.type === 'get_attr'; next = next.nextNamedSibling) {
    attributes.push(next.text.replace(/^\./, ''));
  }
  return attributes;
}
