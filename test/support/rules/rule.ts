/**
 * Rules of linters that cannot be installed here (tflint and checkov are on neither the npm registry
 * nor in Debian), written after their documentation, by their own ids. What they find may be
 * suppressed as the linter itself has it: in the place, with a reason.
 */
export interface Finding {
  readonly file: string;
  readonly line: number;
  /** What it stands in: an address, or kind and name of an object. */
  readonly at: string;
  readonly message: string;
}

export interface Rule<Subject> {
  readonly id: string;
  readonly link: string;
  readonly check: (subject: Subject) => readonly Finding[];
}

export interface Suppression {
  readonly rule: string;
  readonly reason: string;
  readonly at: string;
}

export interface Verdict {
  /** `<file>:<line> <rule> <what>` */
  readonly findings: readonly string[];
  /** Those that suppress nothing, or give no reason. */
  readonly idle: readonly string[];
}

/** Findings that nothing suppresses, and suppressions that suppress nothing. */
export function judgeBy<Subject>(rules: readonly Rule<Subject>[], subject: Subject, suppressions: readonly Suppression[]): Verdict {
  const used = new Set<Suppression>();
  const findings = rules.flatMap((rule) =>
    rule.check(subject).flatMap(({ file, line, at, message }) => {
      const suppressed = suppressions.find((s) => s.rule === rule.id && s.at === at && s.reason.length >= 10);
      if (suppressed) used.add(suppressed);
      return suppressed ? [] : [`${file}:${line} ${rule.id} ${at}: ${message}`];
    }),
  );
  const ids = new Set(rules.map(({ id }) => id));
  return { findings, idle: suppressions.filter((s) => !used.has(s) && ids.has(s.rule)).map((s) => `${s.at}: ${s.rule}`) };
}
