/** The actions that a statement writes → those that there are. */
import { actionsLike, findService, type Action } from '../../catalog/actions/action-list.ts';

/** An action of IAM with the prefix of its service. */
export interface KnownAction extends Action {
  readonly service: string;
}

/** What a written action stands for: nothing if it is unknown, and for `*`, which stands for all. */
export function knownActions(written: string): readonly KnownAction[] {
  const [prefix = '', pattern = ''] = written.split(':', 2);
  const service = findService(prefix);
  return service ? actionsLike(service, pattern).map((action) => ({ ...action, service: prefix.toLowerCase() })) : [];
}
