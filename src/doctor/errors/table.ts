/** All messages that are known; where several fit, those further up are likelier. */
import { deniedErrors } from './denied.ts';
import { noCredentialErrors } from './no-credentials.ts';
import { otherKeyErrors } from './other-keys.ts';
import { podIdentityErrors } from './pod-identity.ts';
import { policyErrors } from './policies.ts';
import type { SeenError } from './seen-error.ts';
import { webIdentityErrors } from './web-identity.ts';

/** As the documentation groups them. */
export const seenErrors = {
  'Tokens of ServiceAccounts (IRSA)': webIdentityErrors,
  'EKS Pod Identity': podIdentityErrors,
  'Known, and refused': deniedErrors,
  'Other credentials, or not valid there': otherKeyErrors,
  'No credentials': noCredentialErrors,
  'Roles, policies and providers that cannot be made': policyErrors,
} as const satisfies Readonly<Record<string, readonly SeenError[]>>;

export const allSeenErrors: readonly SeenError[] = Object.values(seenErrors).flat();
