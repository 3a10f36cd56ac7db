/** Findings that somebody has looked at and answered for, and answers that answer for nothing. */
import { findingOf, type Finding, type FindingFacts, type Sighting } from './finding.ts';
import type { At } from './found.ts';

/** What a comment that silences something begins with. */
export const IGNORE_MARK = 'create-irsa:ignore';

/** A file that has the words somewhere. */
export interface MarkedText {
  /** Relative to the scanned folder. */
  readonly file: string;
  readonly text: string;
}

/** One code that is silenced, in a comment or in `.create-irsa.yaml`. */
export interface Ignore {
  readonly code: string;
  /** Empty where none is given: then it silences nothing. */
  readonly reason: string;
  readonly at: At;
  /** In the code beside it, or in the configuration. */
  readonly kind: 'comment' | 'config';
  /** Whether it speaks of that place. */
  readonly covers: (place: At) => boolean;
}

/** A finding, and who answers for it. */
export interface JudgedFinding extends Finding {
  readonly silencedBy?: Ignore;
}

const LINK = 'https://unpkg.com/create-irsa/docs/findings.md#silence-a-finding';

/** A silence that nobody explains is one that nobody can take back. */
export const ignoreNoReason: FindingFacts = {
  code: 'ignore-no-reason',
  severity: 'warning',
  title: 'Ignored without a reason',
  why: 'Whoever comes next cannot tell whether the finding was looked at, or was only in the way; so the finding is still told.',
  link: LINK,
};

export const ignoreUnused: FindingFacts = {
  code: 'ignore-unused',
  severity: 'note',
  title: 'Ignored, but not there',
  why: 'What is silenced in advance stays silent when it comes.',
  link: LINK,
};

/**
 * Every finding with the first ignore that covers it, and findings on the ignores themselves, which cannot be silenced.
 *
 * @param codes all that there are
 */
export function silenced(findings: readonly Finding[], ignores: readonly Ignore[], codes: readonly string[]): readonly JudgedFinding[] {
  const reasoned = ignores.filter(({ reason }) => reason !== '');
  const covering = (finding: Finding): readonly Ignore[] =>
    reasoned.filter(({ code, covers }) => code === finding.code && covers(finding.at));
  const judged = findings.map((finding): JudgedFinding => {
    const [silencedBy] = covering(finding);
    return silencedBy === undefined ? finding : { ...finding, silencedBy };
  });
  const used = new Set(findings.flatMap(covering));
  return [
    ...judged,
    ...ignores.filter(({ reason }) => reason === '').map((ignore) => findingOf(ignoreNoReason, unreasoned(ignore))),
    ...reasoned.filter((ignore) => !used.has(ignore)).map((ignore) => findingOf(ignoreUnused, unused(ignore, codes))),
  ];
}

const idOf = ({ at, code }: Ignore): string => `${at.file}#ignore/${code}`;

const unreasoned = (ignore: Ignore): Sighting => ({
  at: ignore.at,
  subject: idOf(ignore),
  message: `${ignore.code} is ignored here without a reason.`,
  fix: ignore.kind === 'comment' ? `Say why after the code: \`create-irsa:ignore ${ignore.code} <reason>\`.` : 'Say why in `reason`.',
});

const unused = (ignore: Ignore, codes: readonly string[]): Sighting => ({
  at: ignore.at,
  subject: idOf(ignore),
  message: codes.includes(ignore.code)
    ? `Nothing that is found here is ${ignore.code}, so there is nothing to ignore.`
    : `There is no finding with the code ${ignore.code}.`,
  fix: codes.includes(ignore.code)
    ? 'Remove it, or put it on the line that a finding names, or the line above.'
    : 'Correct the code: docs/findings.md lists them all.',
});
