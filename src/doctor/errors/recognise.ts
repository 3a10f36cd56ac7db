/** Which of the known messages a text from a log is, and what in it is worth repeating. Pure. */
import type { Finding } from '../finding.ts';
import type { SeenError } from './seen-error.ts';
import { allSeenErrors } from './table.ts';

/** @returns findings, the likeliest first; none if nothing in the text is known */
export function recognise(text: string): readonly Finding[] {
  const plain = unescaped(text);
  const known = allSeenErrors.filter((error) => fits(error, plain));
  const telling = known.filter(({ vague }) => vague !== true);
  const evidence = worthRepeating(plain);
  return (telling.length > 0 ? telling : known).map((error) => findingOf(error, evidence));
}

/** Logs are JSON, and JSON in JSON, and are broken into lines anywhere. */
const unescaped = (text: string): string =>
  text
    .replace(/\\+[ntr]/g, ' ')
    .replace(/\\+(["'])/g, '$1')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replace(/\s+/g, ' ');

function fits({ says, andOneOf, unless = [] }: SeenError, text: string): boolean {
  const has = (pattern: RegExp) => new RegExp(pattern.source, 'i').test(text);
  return says.every(has) && (andOneOf === undefined || andOneOf.some(has)) && !unless.some(has);
}

const findingOf = ({ code, severity, means, first, fix, commands = [], link }: SeenError, evidence: readonly string[]): Finding => ({
  code,
  severity,
  message: means,
  evidence: [...evidence, ...first.map((check, i) => `Check ${i + 1}: ${check}`)],
  fix,
  commands,
  link,
});

/** The message itself is never repeated: it may hold anything. These shapes hold no secrets. */
const SHAPES: readonly (readonly [name: string, shape: RegExp])[] = [
  ['Who asked', /\barn:aws[\w-]*:sts::\d{12}:assumed-role\/[\w+=,.@-]{1,64}/],
  ['Role', /\barn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,128}/],
  ['Issuer', /\boidc[.-]eks[.\w-]*\/id\/[0-9A-F]{4,64}\b/],
  ['Action', /(?<=not authorized to perform: `?)[\w-]{2,32}:\w{2,64}/],
];

function worthRepeating(text: string): readonly string[] {
  return SHAPES.flatMap(([name, shape]) => {
    const [found] = shape.exec(text) ?? [];
    return found === undefined ? [] : [`${name}: ${found.replace(/[.,]+$/, '')}`];
  });
}
