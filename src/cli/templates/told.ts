/** How `create-irsa templates` ended. */
import type { Change } from '../../repo/change-set.ts';
import type { Ending } from '../save.ts';

/** Where templates go if nothing else is said. */
export const DEFAULT_FOLDER = 'templates';

export interface Told extends Ending {
  readonly changes: readonly Change[];
}
