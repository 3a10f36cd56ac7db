/** One thing that is otherwise than in a healthy world, and what the doctor calls it. */
import type { World } from '../../../src/doctor/world.ts';
import type { Draft, trustOf } from '../worlds.ts';

export type Change = (world: Draft<World>) => void;
/** [what is broken, how, the finding, whom it is asked about if not the ServiceAccount] */
export type Fault = readonly [broken: string, change: Change, code: string, word?: string];

export const OTHER = 'oidc.eks.us-east-1.amazonaws.com/id/C2C2C2C2C2C2C2C2C2C2C2C2C2C2C2C2';
export const role = (world: Draft<World>) => world.roles[0]!;
export const account = (world: Draft<World>) => world.serviceAccounts[0]!;
export const pod = (world: Draft<World>) => world.pods[0]!;
export const env = (world: Draft<World>) => pod(world).containers[0]!.env;
export const conditions = (world: Draft<World>) =>
  (role(world).trust as ReturnType<typeof trustOf>).Statement[0]!.Condition.StringEquals as Record<string, string | string[]>;
export const withoutEnv: Change = (world) => (pod(world).containers[0]!.env = {});

/** Without a fourth value, jest would give its own. */
export const whole = (faults: readonly Fault[]) =>
  faults.map(([broken, change, code, word = 'shop:orders']) => [broken, change, code, word] as const);
