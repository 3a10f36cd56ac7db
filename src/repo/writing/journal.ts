/**
 * The record of a set of writes under way. It exists only during a write, is the lock against a second
 * writer, and lets the next command complete or undo what a kill interrupted.
 */

/** Who writes. */
export interface Writer {
  readonly pid: number;
  readonly host: string;
}

/** One file from one content to another; digests of the bytes, absent where there is no file. */
export interface Step {
  /** Relative to the base, with `/`. */
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}

export interface Journal {
  /** 16 hexadecimal digits, in the names of all temporary files of the set. */
  readonly id: string;
  readonly writer: Writer;
  readonly steps: readonly Step[];
  /** Folders that the set makes, outermost first, relative to the base. */
  readonly folders: readonly string[];
  /** Who found it abandoned and took it over, in order. */
  readonly claims: readonly Writer[];
  /** All files are new; only traces remain to be cleared away. */
  readonly done: boolean;
}

/** A step's new content, its old one, or a copy of that which is not whole yet. */
export type Content = 'new' | 'old' | 'copy';

/** The name in the folder of its target. */
export const temporaryName = (id: string, step: number, content: Content): string => `${temporary(id)}${step}.${content}`;

/** Is it the name of a temporary file of that set? */
export const isTemporary = (id: string, name: string): boolean => name.startsWith(temporary(id));

const temporary = (id: string): string => `.create-irsa.${id}.`;

export const printJournal = ({ id, writer, steps, folders }: Pick<Journal, 'id' | 'writer' | 'steps' | 'folders'>): string =>
  `${JSON.stringify({ version: 1, id, writer, folders, steps })}\n`;

/** Further lines begin lines of their own, whatever a killed writer left before them. */
export const printClaim = (claim: Writer): string => `\n${JSON.stringify({ claim })}\n`;
export const DONE = `\n${JSON.stringify({ done: true })}\n`;

/** Undefined if the text is not whole: its writer was killed (or is still) writing it, and has made nothing else yet. */
export function parseJournal(text: string): Journal | undefined {
  const [first = '', ...rest] = text.split('\n');
  const head = parse(first);
  if (!isRecord(head) || head['version'] !== 1 || rest.length === 0) return undefined;
  const { id, writer, steps, folders } = head;
  if (typeof id !== 'string' || !/^[\da-f]{16}$/.test(id) || !isWriter(writer)) return undefined;
  if (!Array.isArray(steps) || !steps.every(isStep) || !Array.isArray(folders) || !folders.every((f) => typeof f === 'string'))
    return undefined;
  const further = rest.map(parse).filter(isRecord);
  const claims = further.map((line) => line['claim']).filter(isWriter);
  return { id, writer, steps, folders, claims, done: further.some((line) => line['done'] === true) };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isDigest = (value: unknown): boolean => value === undefined || (typeof value === 'string' && /^[\da-f]{64}$/.test(value));
const isWriter = (value: unknown): value is Writer =>
  isRecord(value) && Number.isSafeInteger(value['pid']) && (value['pid'] as number) > 0 && typeof value['host'] === 'string';
const isStep = (value: unknown): value is Step =>
  isRecord(value) &&
  typeof value['path'] === 'string' &&
  isDigest(value['before']) &&
  isDigest(value['after']) &&
  (value['before'] ?? value['after']) !== undefined;
