/** What is carried over within the state. */
import type { Text } from '../../iam/text.ts';
import type { Commented } from './block-parts.ts';

/** `moved`: the state's object at one address is from now on that at another one. */
export interface MovedBlock extends Commented {
  readonly kind: 'moved';
  readonly from: Text;
  readonly to: Text;
}
