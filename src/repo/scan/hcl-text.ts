/** Texts of HCL, and where one stops being HCL: of whoever reads its tree. */
import type { Node } from 'web-tree-sitter';

const SIMPLE: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences */
export const unescape = (text: string): string =>
  text.replace(
    /\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))|([$%])\4\{/gs,
    (all, four?: string, eight?: string, one?: string, sign?: string) => {
      if (sign !== undefined) return `${sign}{`;
      if (one !== undefined) return SIMPLE[one] ?? one;
      const point = Number.parseInt(four ?? eight ?? '', 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : all;
    },
  );

/** The first place, in reading order, where the text is not HCL. */
export function firstError(root: Node): { line: number; column: number } {
  let node = root;
  for (;;) {
    const next = node.children.find((c) => c.isError || c.isMissing || c.hasError);
    if (!next) break;
    node = next;
    if (node.isError || node.isMissing) break;
  }
  return { line: node.startPosition.row + 1, column: node.startPosition.column + 1 };
}
