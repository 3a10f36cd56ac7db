/** What is wrong in a repository, or likely to be: each kind is stated once, for the terminal, SARIF and docs/findings.md. */
import type { At, Id } from './found.ts';
import type { Inventory } from './inventory.ts';

/** An error or a warning that is not silenced ends a scan with exit code 1; a note never does. */
export type FindingSeverity = 'error' | 'warning' | 'note';

/** Stable: scripts, comments and `.create-irsa.yaml` name them. */
export type FindingCode =
  | 'trust-no-sub'
  | 'trust-no-aud'
  | 'trust-wildcard-sub'
  | 'trust-two-issuers'
  | 'trust-string-like'
  | 'issuer-dual-stack'
  | 'sa-shared'
  | 'sa-default'
  | 'role-shared'
  | 'role-unused'
  | 'annotation-unknown-role'
  | 'annotation-misspelt'
  | 'annotation-not-admitted'
  | 'node-role-permissions'
  | 'imds-hop-limit'
  | 'static-keys'
  | 'policy-wildcard'
  | 'privilege-escalation'
  | 'empty-arns'
  | 'arn-hard-coded'
  | 'module-no-version'
  | 'module-path-gone'
  | 'module-deprecated'
  | 'module-unknown-input'
  | 'versions-unsatisfiable'
  | 'provider-no-version'
  | 'ignore-no-reason'
  | 'ignore-unused';

/** One place where a kind of finding holds. */
export interface Sighting {
  readonly at: At;
  /** Of what it is about in the inventory. */
  readonly subject: Id;
  /** What is there, in one sentence. */
  readonly message: string;
  /** What to do about it, as an imperative sentence. */
  readonly fix: string;
  /** Where it differs from that of the kind. */
  readonly severity?: FindingSeverity;
}

/** What all findings of a code have in common. */
export interface FindingFacts {
  readonly code: FindingCode;
  readonly severity: FindingSeverity;
  /** A few words. */
  readonly title: string;
  /** What may come of it. */
  readonly why: string;
  /** Where AWS, Terraform or the module's authors say so. */
  readonly link: string;
}

export interface FindingKind extends FindingFacts {
  /** What cannot be read is no sighting. */
  readonly find: (inventory: Inventory) => readonly Sighting[];
}

export interface Finding extends FindingFacts {
  readonly at: At;
  readonly subject: Id;
  readonly message: string;
  readonly fix: string;
}

/** A sighting with what its kind says. */
export const findingOf = ({ code, severity, title, why, link }: FindingFacts, sighting: Sighting): Finding => ({
  code,
  severity: sighting.severity ?? severity,
  title,
  at: sighting.at,
  subject: sighting.subject,
  message: sighting.message,
  why,
  fix: sighting.fix,
  link,
});

export const isAlarm = ({ severity }: Finding): boolean => severity !== 'note';
