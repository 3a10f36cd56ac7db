/** How the things of an inventory hang together. Pure data. */
import type { At, Id } from './found.ts';
import type { Written } from './written.ts';

/** What leads from one thing to another. */
export interface Edge {
  readonly kind:
    | 'role-policy'
    | 'role-oidc-provider'
    | 'oidc-provider-cluster'
    /** By subject: namespace and name are the same. */
    | 'role-service-account'
    /** By annotation, or by what makes both. */
    | 'service-account-role'
    | 'association-role'
    | 'association-service-account'
    | 'association-cluster'
    | 'pod-service-account'
    | 'node-group-role'
    | 'node-group-cluster';
  readonly from: Id;
  /** Absent if what is named is nowhere in the repository; then `written` says what. */
  readonly to?: Id;
  readonly written?: Written;
  /** Where the connection is stated: an attachment, an annotation. */
  readonly at: At;
}
