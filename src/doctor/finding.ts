/** What is wrong, or may be: with what was seen, what brings it about and how to mend it. */
export type FindingSeverity = 'error' | 'warning' | 'note';

/** A cause as the documentation lists it; findings take severity and link from it. */
export interface Cause {
  readonly severity: FindingSeverity;
  /** One sentence, of no case in particular. */
  readonly means: string;
  /** Where AWS or the project says so. */
  readonly link: string;
}

export interface Finding {
  /** Stable: scripts match on it. */
  readonly code: string;
  readonly severity: FindingSeverity;
  /** Whom it is about: `shop:orders` a ServiceAccount, `shop/orders-5d9` a pod; absent where it is about all. */
  readonly subject?: string;
  /** One sentence: what was found. */
  readonly message: string;
  /** What was seen, a line each. */
  readonly evidence: readonly string[];
  /** The next step, as an imperative sentence. */
  readonly fix: string;
  /** Command lines that do it, or look closer. */
  readonly commands: readonly string[];
  readonly link: string;
}

const WEIGHT: Readonly<Record<FindingSeverity, number>> = { error: 0, warning: 1, note: 2 };

/** The worst first, else in the order found. */
export const bySeverity = (findings: readonly Finding[]): readonly Finding[] =>
  [...findings].sort((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity]);

/** Whether a script should be told. */
export const counts = ({ severity }: Finding): boolean => severity !== 'note';
