/** One value as YAML in any of the manners that people write it in: a printer that leaves every choice to chance. */
import fc from 'fast-check';

export interface Manners {
  /** Maps and lists may stand between brackets. */
  readonly brackets: boolean;
}

/** Text that says `value`: any order of keys, quotes, indents, brackets, remarks, blank lines, line ends and beginnings. */
export const messyYaml = (value: Readonly<Record<string, unknown>>, manners: Manners = { brackets: true }): fc.Arbitrary<string> =>
  fc.infiniteStream(fc.nat({ max: 0xffff })).map((numbers) => print(value, manners, (among) => (numbers.next().value as number) % among));

/** Less than `among`. */
type Choose = (among: number) => number;

function print(value: Readonly<Record<string, unknown>>, { brackets }: Manners, choose: Choose): string {
  const maybe = (oneIn: number): boolean => choose(oneIn) === 0;
  const pick = <T>(...all: readonly T[]): T => all[choose(all.length)] as T;

  const remark = (): string => (maybe(4) ? `${pick(' ', '   ', '\t')}# ${pick('mine', 'a: b, {c', '"', '- x', 'addOns:')}` : '');
  const between = (indent: number): string[] => [
    ...(maybe(5) ? pick([''], ['', ''], ['  ']) : []),
    ...(maybe(5) ? [`${' '.repeat(indent)}# ${pick('above', 'TODO: more', 'external-dns: {}')}`] : []),
  ];
  const quoted = (text: string): string => pick(JSON.stringify(text), `'${text.replaceAll("'", "''")}'`);
  const isPlain = (text: string): boolean => /^[A-Za-z][\w./-]*$/.test(text) && !/^(true|false|null|yes|no|on|off)$/i.test(text);
  const text = (said: string): string =>
    isPlain(said) && !maybe(4) ? said : /[^\x20-\x7e]/.test(said) ? JSON.stringify(said) : quoted(said);
  const scalar = (said: unknown): string =>
    typeof said === 'string' ? text(said) : said === null ? pick('null', '~') : JSON.stringify(said);
  const entriesOf = (map: object): [string, unknown][] => {
    const left = Object.entries(map);
    const order: [string, unknown][] = [];
    while (left.length > 0) order.push(...left.splice(maybe(3) ? choose(left.length) : 0, 1));
    return order;
  };

  function flow(node: unknown, indent: number): string {
    if (typeof node !== 'object' || node === null) return scalar(node);
    const [open, close] = Array.isArray(node) ? ['[', ']'] : ['{', '}'];
    const wide = maybe(3);
    const items = Array.isArray(node)
      ? (node as unknown[]).map((item) => flow(item, indent + 2))
      : entriesOf(node).map(([key, inner]) => `${text(key)}: ${flow(inner, indent + 2)}`);
    if (items.length === 0) return `${open}${maybe(2) ? '' : ' '}${close}`;
    const trailing = maybe(3) ? ',' : '';
    if (!wide) return `${open}${pick('', ' ')}${items.join(pick(',', ', ', ' , ').trimEnd() + ' ')}${trailing}${pick('', ' ')}${close}`;
    const inner = ' '.repeat(indent + pick(2, 4));
    return `${open}\n${items.map((item, i) => `${inner}${item}${i < items.length - 1 ? ',' : trailing}${remark()}`).join('\n')}\n${' '.repeat(indent + 1)}${close}`;
  }

  /** What follows `key:` or `-`, with the lines below it. */
  function below(node: unknown, indent: number): string {
    if (typeof node === 'string' && node.length > 0 && /^[\w ./:-]*[\w]$/.test(node) && !node.startsWith(' ') && maybe(8))
      return ` ${pick('|-', '>-')}${remark()}\n${' '.repeat(indent + 2)}${node}`;
    const isEmpty = typeof node !== 'object' || node === null || Object.keys(node).length === 0;
    if (isEmpty || (brackets && maybe(3))) return ` ${flow(node, indent)}${remark()}`;
    const head = remark();
    if (Array.isArray(node)) {
      const column = indent + pick(0, 2, 4);
      return `${head}\n${(node as unknown[]).flatMap((item) => [...between(column), dash(item, column)]).join('\n')}`;
    }
    return `${head}\n${block(node, indent + pick(1, 2, 3, 4)).join('\n')}`;
  }

  function dash(item: unknown, column: number): string {
    const isMap = typeof item === 'object' && item !== null && !Array.isArray(item) && Object.keys(item).length > 0;
    if (!isMap || (brackets && maybe(2))) return `${' '.repeat(column)}-${below(Array.isArray(item) && !brackets ? [] : item, column)}`;
    const [first = '', ...more] = block(item, column + 2).filter((line) => !/^\s*(#.*)?$/.test(line.split('\n')[0] ?? ''));
    return [`${' '.repeat(column)}- ${first.trimStart()}`, ...more].join('\n');
  }

  const block = (map: object, indent: number): string[] =>
    entriesOf(map).flatMap(([key, inner]) => [...between(indent), `${' '.repeat(indent)}${text(key)}:${below(inner, indent)}`]);

  const head = pick('', '', '', '---\n', '# ours\n\n', '%YAML 1.2\n---\n', '--- # begin\n');
  const tail = pick('\n', '\n', '', '\n\n# the end\n', '\n...\n', '\n # deep\n');
  const body = `${head}${brackets && maybe(12) ? flow(value, 0) : block(value, 0).join('\n')}${tail}`;
  return `${maybe(6) ? '\uFEFF' : ''}${maybe(4) ? body.replaceAll('\n', '\r\n') : body}`;
}
