/** A file of the app, with the declarations that it needs and the imports that these need, laid out as Prettier leaves it. */
import type { Alternative, Alternatives, Declaration, Import, SourceFile } from './app-sources.ts';
import { alternativesOf, type Needed } from './reach.ts';

/** Of our sources, and so of the app. */
export const WIDTH = 140;

export interface PrintedSource {
  readonly text: string;
  /** Packages that it imports, by deep path or not. */
  readonly packages: readonly string[];
}

export function printSource(source: SourceFile, needed: Needed): PrintedSource {
  const names = needed.get(source.path) ?? new Set();
  const kept = source.declarations.filter((d) => names.has(d.name)).map((d) => ({ ...d, items: alternativesOf(source, d, needed) }));
  const used = new Set(kept.flatMap(({ uses, items }) => [...uses, ...items.map((item) => item.uses)]));
  const imports = source.imports
    .map((i) => ({ ...i, names: i.names.filter(({ name }) => used.has(name)) }))
    .filter((i) => i.names.length > 0);
  const head = [source.about, ...imports.map((i) => printImport(i, source.path))].filter((part) => part !== '').join('\n');
  const body = kept.map((d, i) => `${i === 0 ? '' : isSpaced(source, kept[i - 1], d) ? '\n\n' : '\n'}${printDeclaration(d, d.items)}`);
  return {
    text: `${head === '' ? '' : `${head}\n\n`}${body.join('')}\n`,
    packages: imports.flatMap(({ from }) => ('package' in from ? [packageOf(from.package)] : [])),
  };
}

/** A blank line stood somewhere between the two. */
function isSpaced({ declarations }: SourceFile, before: Declaration | undefined, after: Declaration): boolean {
  const place = (declaration: Declaration | undefined) => declarations.findIndex((d) => d.name === declaration?.name);
  return declarations.slice(place(before) + 1, place(after) + 1).some((d) => d.spaced);
}

/** `@cdktf/provider-aws/lib/iam-role/index.js` → `@cdktf/provider-aws` */
const packageOf = (specifier: string): string => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

function printImport({ from, names }: Import, path: string): string {
  const onlyTypes = names.every(({ isType }) => isType);
  const words = names.map(({ text, isType }) => (isType && !onlyTypes ? `type ${text}` : text));
  const module = `'${'package' in from ? from.package : relative(path, from.file)}'`;
  const lines = (list: string) => `import ${onlyTypes ? 'type ' : ''}{${list}} from ${module};`;
  const line = lines(` ${words.join(', ')} `);
  return line.length <= WIDTH ? line : lines(`\n${words.map((word) => `  ${word},\n`).join('')}`);
}

/** `src/constructs/policy.ts` and `src/given.ts` → `../given.ts` */
export function relative(from: string, to: string): string {
  const folders = from.split('/').slice(0, -1);
  const steps = to.split('/');
  const shared = folders.findIndex((folder, i) => folder !== steps[i]);
  const common = shared === -1 ? folders.length : shared;
  const up = folders.slice(common).map(() => '..');
  return [...(up.length === 0 ? ['.'] : up), ...steps.slice(common)].join('/');
}

const printDeclaration = ({ text, alternatives }: Declaration, items: readonly Alternative[]): string =>
  alternatives === undefined ? text : printAlternatives(text, alternatives, items);

/** A union in one line if it fits; an object always as it was, in lines. */
function printAlternatives(text: string, { open }: Alternatives, items: readonly Alternative[]): string {
  const comment = text.slice(0, text.indexOf(open));
  const words = items.map((item) => item.text);
  if (!open.endsWith('=')) return `${comment}${open}{\n${words.map((word) => `  ${word},\n`).join('')}};`;
  const line = `${open} ${words.join(' | ')};`;
  return `${comment}${line.length <= WIDTH ? line : `${open}${words.map((word) => `\n  | ${word}`).join('')};`}`;
}
