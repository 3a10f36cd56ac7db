/** A link of the chain from pod to permission. */
import type { Cause, Finding } from '../finding.ts';
import { nameOfSubject, type View } from '../view.ts';

/** In order; a link whose needs are broken would only tell what follows from that. */
export type LinkName =
  | 'cluster'
  | 'service-account'
  | 'provider'
  | 'role'
  | 'trust'
  | 'placement'
  | 'injection'
  | 'agent'
  | 'sdk'
  | 'precedence'
  | 'network'
  | 'identity'
  | 'permissions'
  | 'quotas';

export type Causes = Readonly<Record<string, Cause>>;

/** What a look has found; the rest is of the cause. */
export interface Found<C extends Causes = Causes> {
  readonly code: keyof C & string;
  readonly message: string;
  readonly evidence: readonly string[];
  readonly fix: string;
  readonly commands?: readonly string[];
  /** About the cluster, and so told once. */
  readonly ofAll?: true;
}

export interface Link<C extends Causes = Causes> {
  readonly name: LinkName;
  /** Nothing is looked at here if one of these is broken. */
  readonly needs: readonly LinkName[];
  readonly causes: C;
  readonly look: (view: View) => readonly Found<C>[];
}

/** Keeps codes and causes together. */
export const link = <const C extends Causes>(made: Link<C>): Link => made as unknown as Link;

export function findingOf({ causes }: Link, { code, ofAll, commands = [], ...found }: Found, view: View): Finding {
  const { severity, link: page } = causes[code] as Cause;
  return { code, severity, ...(ofAll ? {} : { subject: nameOfSubject(view.subject) }), ...found, commands, link: page };
}
