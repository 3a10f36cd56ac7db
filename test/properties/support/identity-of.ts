import type { WorkloadInput } from '../../../src/spec/spec-input.ts';
import { statements } from './statements.ts';

/** What a workload says of its identity. */
export function identityOf(
  id: string,
  way: { readonly references: boolean; readonly podIdentity?: 'arrived' | 'on the way' },
): WorkloadInput {
  switch (way.podIdentity) {
    case 'arrived':
      return { identity: 'pod-identity', podIdentity: { disableSessionTags: true, policy: statements(`session-${id}`, way) } };
    case 'on the way':
      return {
        migration: {
          phase: 'prepare',
          // Its module attaches policies of AWS, which cannot be carried over.
          ...(id === 'amazon-cloudwatch-observability' ? { role: 'new' as const } : {}),
          from: 5,
          // Its module attaches policies of AWS, which no role that is kept can take along.
          ...(id === 'amazon-cloudwatch-observability' && { role: 'new' as const }),
          former: {
            production: { name: `former-of-${id}`, description: `What ${id} was allowed`, statements: statements(`former-${id}`, way) },
          },
        },
      };
    default:
      return {};
  }
}
