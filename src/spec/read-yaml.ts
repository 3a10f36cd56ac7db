/**
 * YAML text as plain data, with the place of everything in it. YAML 1.2 and of that only what a
 * spec needs: no anchors, aliases, tags or second documents, so that no file can be a bomb.
 */
import { Composer, CST, isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, Parser } from 'yaml';
import type { Document, Node, Pair } from 'yaml';
import type { ProblemCode } from '../problem-codes.ts';
import { error, formatPath } from '../problem.ts';
import type { Path, Problem } from '../problem.ts';
import { quoted } from './rules/rule.ts';
import { explainYamlError } from './yaml-errors.ts';

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A spec as read: plain data and where it stands. */
export interface YamlText {
  /** `null`, text, numbers, booleans, lists, and maps without prototype tricks. */
  readonly value: unknown;
  /** The place of a value, or of its key; for what is not there, of the nearest that is. */
  readonly locate: (path: Path, part?: 'key' | 'value') => Place | undefined;
  /** A scalar as written: `0123` where the value is 123. */
  readonly written: (path: Path) => string | undefined;
}

/** Characters, so at least as many bytes. */
export const LARGEST_SPEC = 1024 * 1024;
const deepest = 32;
const TOO_DEEP = [
  `This is nested more than ${deepest} levels deep, which no spec is.`,
  'Close the brackets before it, and correct the indents.',
] as const;
/** Syntax errors beget syntax errors. */
const mostSyntaxErrors = 20;

/** Everything but tab, line feed and carriage return below space; DEL, C1 controls and non-characters. */
// oxlint-disable-next-line no-control-regex
const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F\uFEFF\uFFFE\uFFFF]|\r(?!\n)/;

/** Reads YAML; problems carry their line and column. With a value they are of keys that were left out of it. */
export function readYaml(source: string, file: string): { readonly yaml?: YamlText; readonly problems: readonly Problem[] } {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  if (text.length > LARGEST_SPEC) return { problems: [{ ...tooLarge(), file, line: 1, column: 1 }] };
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (const { index } of text.matchAll(/\n/g)) lines.addNewLine(index + 1);
  const problems: Problem[] = [];
  const report = (offset: number, code: ProblemCode, message: string, fix: string, path: Path = []): void => {
    const { line, col: column } = lines.linePos(offset);
    problems.push({ ...error(code, path, message, fix), file, line, column });
  };

  const odd = control.exec(text);
  if (odd) {
    const name = `U+${odd[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
    report(
      odd.index,
      'control-character',
      `There is a control character (${name}) here, which YAML does not allow.`,
      'Remove it; is the file text in UTF-8?',
    );
    return { problems };
  }

  const document = compose(text, report);
  if (document === undefined || problems.length > 0) return { problems };
  const value = plain(document.contents, [], report);
  return problems.every(({ code }) => HARMLESS.includes(code)) ? { yaml: yamlText(value, document, lines), problems } : { problems };
}

/** Of keys that are left out: the rest can be judged nevertheless. */
const HARMLESS: readonly ProblemCode[] = ['unknown-key', 'duplicate-key'];

export const tooLarge = (): Problem =>
  error('spec-too-large', [], 'The spec is larger than 1 MB.', 'Split it into several specs, which `create-irsa generate` takes at once.');

type Report = (offset: number, code: ProblemCode, message: string, fix: string, path?: Path) => void;

function compose(text: string, report: Report): Document.Parsed | undefined {
  const parser = new Parser();
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    uniqueKeys: false,
    logLevel: 'error',
    prettyErrors: false,
  });
  let document: Document.Parsed | undefined;
  let tooDeep: number | undefined;

  // Depth is counted before the parser sees it: half a million "- " in a row make it crash the process.
  function* tokens(): Generator<CST.Token> {
    let [offset, open, run] = [0, 0, 0];
    for (const lexeme of new Lexer().lex(text)) {
      const type = CST.tokenType(lexeme);
      if (type === 'flow-map-start' || type === 'flow-seq-start') open += 1;
      else if (type === 'flow-map-end' || type === 'flow-seq-end') open -= 1;
      if (type === 'seq-item-ind' || type === 'explicit-key-ind' || type === 'map-value-ind') run += 1;
      else if (type !== 'space' && type !== 'anchor' && type !== 'tag') run = 0;
      if (open > deepest || run > deepest) {
        tooDeep = offset;
        return;
      }
      // These three mark what follows and are not in the text.
      if (lexeme !== CST.DOCUMENT && lexeme !== CST.FLOW_END && lexeme !== CST.SCALAR) offset += lexeme.length;
      yield* parser.next(lexeme);
    }
    yield* parser.end();
  }

  for (const next of composer.compose(tokens(), true, text.length)) {
    if (document !== undefined) {
      report(
        next.range[0],
        'several-documents',
        'A second YAML document begins here, and a spec is one.',
        'Put it into a file of its own.',
      );
      break;
    }
    document = next;
  }
  if (tooDeep !== undefined) {
    report(tooDeep, 'spec-too-deep', ...TOO_DEEP);
    return undefined;
  }
  for (const issue of (document?.errors ?? []).slice(0, mostSyntaxErrors)) {
    const { message, fix } = explainYamlError(issue);
    report(issue.pos[0], 'invalid-yaml', message, fix);
  }
  if (document?.directives.yaml.explicit === true && document.directives.yaml.version !== '1.2') {
    report(
      0,
      'invalid-yaml',
      `The file says it is YAML ${document.directives.yaml.version}, and specs are YAML 1.2.`,
      'Remove the %YAML line.',
    );
  }
  return document;
}

/** Plain data of a node; reports what specs do not use. */
function plain(node: Node | null | undefined, path: Path, report: Report): unknown {
  if (node === null || node === undefined) return null;
  const offset = node.range?.[0] ?? 0;
  if (isAlias(node)) return report(offset, 'alias', `*${node.source} is an alias, and specs have none.`, 'Write the value again.', path);
  if ('anchor' in node && node.anchor !== undefined) {
    report(offset, 'alias', `&${node.anchor} is an anchor, and specs have none.`, `Remove &${node.anchor}.`, path);
  }
  if (node.tag !== undefined && (isScalar(node) || isMap(node) || isSeq(node))) {
    const tag = node.tag.replace('tag:yaml.org,2002:', '!!');
    report(offset, 'yaml-tag', `${tag} is a tag, and specs have none.`, `Remove ${tag}; quotes make text of anything.`, path);
    return null;
  }
  if (path.length >= deepest) {
    report(offset, 'spec-too-deep', ...TOO_DEEP, path);
    return null;
  }
  if (isSeq(node)) return node.items.map((item, i) => plain(item as Node | null, [...path, i], report));
  if (isMap(node)) return plainMap(node.items as Pair<Node, Node | null>[], path, report);
  if (!isScalar(node)) return null;
  if (typeof node.value === 'string' && control.test(node.value)) {
    report(offset, 'control-character', `${quoted(node.value)} holds a control character.`, 'Remove it.', path);
  }
  return node.value;
}

function plainMap(pairs: readonly Pair<Node, Node | null>[], path: Path, report: Report): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const pair of pairs) {
    const offset = pair.key?.range?.[0] ?? 0;
    const key = keyOf(pair);
    if (key === undefined) {
      report(offset, 'invalid-key', 'This key is a list, a map or empty, and keys of specs are text.', 'Write it as plain text.', path);
    } else if (key === '__proto__') {
      report(offset, 'unknown-key', '__proto__ is not a key that specs have.', 'Remove it.', path);
    } else if (Object.hasOwn(value, key)) {
      report(
        offset,
        'duplicate-key',
        `${formatPath([...path, key])} is there twice, and readers of YAML differ on which of them holds.`,
        'Keep one of the two, or merge them.',
        [...path, key],
      );
    } else {
      if (pair.key && 'anchor' in pair.key && pair.key.anchor !== undefined) plain(pair.key, path, report);
      value[key] = plain(pair.value, [...path, key], report);
    }
  }
  return value;
}

/** Keys are text as written, so that a cluster may be called 2024. */
const keyOf = ({ key }: Pair<Node>): string | undefined => {
  if (!isScalar(key) || key.tag !== undefined) return undefined;
  if (typeof key.value === 'string') return control.test(key.value) ? undefined : key.value;
  return key.source || undefined;
};

function yamlText(value: unknown, document: Document.Parsed, lines: LineCounter): YamlText {
  const find = (path: Path): { readonly key?: Node; readonly node: Node | null | undefined; readonly whole: boolean } => {
    let at: { key?: Node; node: Node | null | undefined } = { node: document.contents };
    for (const step of path) {
      if (isMap(at.node)) {
        const pair = (at.node.items as Pair<Node, Node | null>[]).find((item) => keyOf(item) === String(step));
        if (!pair) return { ...at, whole: false };
        at = { key: pair.key, node: pair.value };
      } else if (isSeq(at.node) && typeof step === 'number' && at.node.items[step]) {
        at = { node: at.node.items[step] as Node };
      } else return { ...at, whole: false };
    }
    return { ...at, whole: true };
  };
  return {
    value,
    locate: (path, part = 'value') => {
      const { key, node, whole } = find(path);
      const isValue = whole && part === 'value' && isScalar(node) && node.value !== null;
      const offset = (isValue ? node : (key ?? node))?.range?.[0];
      if (offset === undefined) return undefined;
      const { line, col: column } = lines.linePos(offset);
      return { line, column };
    },
    written: (path) => {
      const { node, whole } = find(path);
      return whole && isScalar(node) ? node.source : undefined;
    },
  };
}
