/** Pieces of one change → few lines: actions on the same resources together, and resources of the same actions. */
import type { ChangeOf, Judged, Piece } from './change.ts';
import { conditionsKey } from './conditions.ts';
import type { Scope } from './scope.ts';

export interface Change extends ChangeOf, Judged {
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  /** Resources or principals. */
  readonly on?: readonly string[];
  readonly notOn?: readonly string[];
  readonly values?: readonly string[];
}

type Judging = Piece & Judged;

/** In the order of the pieces; nothing is said that one of them does not say. */
export function gathered(pieces: readonly Judging[]): readonly Change[] {
  const byResource = grouped(pieces.map(changeOf), ({ on, notOn }) => [on, notOn], 'actions');
  const byAction = grouped(byResource, ({ actions, notActions }) => [actions, notActions], 'on');
  return grouped(byAction, ({ actions, on }) => [actions, on], 'values');
}

const changeOf = ({ action, on, value, ...more }: Judging): Change => ({
  ...more,
  ...(action === undefined ? {} : listed(action, 'actions', 'notActions')),
  ...(on === undefined ? {} : listed(on, 'on', 'notOn')),
  ...(value === undefined ? {} : { values: [value] }),
});

const listed = <A extends string, B extends string>(scope: Scope, only: A, allBut: B) =>
  ('only' in scope ? { [only]: [scope.only] } : { [allBut]: scope.allBut }) as Partial<Record<A | B, readonly string[]>>;

/** @param list is added up where all else is the same */
function grouped(changes: readonly Change[], rest: (change: Change) => unknown, list: 'actions' | 'on' | 'values'): readonly Change[] {
  const groups = new Map<string, Change>();
  for (const [i, change] of changes.entries()) {
    const { kind, allows, severity, rules, conditions = [], otherwise = [] } = change;
    const alike = [kind, allows, severity, rules, conditionsKey(conditions), otherwise.map(conditionsKey), rest(change)];
    const key = change[list] === undefined ? `alone ${i}` : JSON.stringify(alike);
    const known = groups.get(key);
    groups.set(key, known === undefined ? change : { ...known, [list]: [...new Set([...(known[list] ?? []), ...(change[list] ?? [])])] });
  }
  return [...groups.values()];
}
