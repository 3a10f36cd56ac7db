/** A message that people find in their logs, and what is behind it. */
import type { Cause } from '../finding.ts';

/** As it was seen, and where. */
export interface Sighting {
  readonly text: string;
  readonly where: string;
}

export interface SeenError extends Cause {
  readonly code: string;
  /** All of them are in the message. Case does not matter. */
  readonly says: readonly RegExp[];
  /** One of them is in it too. */
  readonly andOneOf?: readonly RegExp[];
  /** None of them is: then it is something else. */
  readonly unless?: readonly RegExp[];
  /** What to check, the likeliest first. */
  readonly first: readonly string[];
  /** The next step, as an imperative sentence. */
  readonly fix: string;
  readonly commands?: readonly string[];
  /** It only says that nothing worked: told where the message says no more. */
  readonly vague?: true;
  readonly seen: readonly [Sighting, ...Sighting[]];
}
