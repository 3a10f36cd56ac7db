/** All that may be wrong with a trust policy. */
import { CONDITION_LOGIC, IRSA_ROLE, OIDC_CONDITIONS, POD_IDENTITY_ROLE, POD_IDENTITY_TAGS } from '../pages.ts';
import type { Found } from './link.ts';

export const trustCauses = {
  'trust-denied': { severity: 'error', means: 'A Deny of the trust policy holds for this ServiceAccount.', link: OIDC_CONDITIONS },
  'trust-not-for-irsa': {
    severity: 'error',
    means: 'The trust policy lets nobody in by a token of an OIDC provider: it is a role for something else.',
    link: IRSA_ROLE,
  },
  'trust-other-cluster': {
    severity: 'error',
    means: 'The trust policy names the provider of another cluster, of another account, or one that is misspelt.',
    link: IRSA_ROLE,
  },
  'trust-without-action': {
    severity: 'error',
    means: 'The statement for this provider does not allow sts:AssumeRoleWithWebIdentity.',
    link: IRSA_ROLE,
  },
  'trust-https-key': {
    severity: 'error',
    means: 'A condition names the issuer with https://, as no token’s keys do.',
    link: OIDC_CONDITIONS,
  },
  'trust-two-issuers': {
    severity: 'error',
    means: 'One statement has conditions on two issuers: all must hold at once, so it admits nobody.',
    link: CONDITION_LOGIC,
  },
  'trust-audience': { severity: 'error', means: 'The trust policy wants another audience than the tokens have.', link: OIDC_CONDITIONS },
  'trust-case': {
    severity: 'error',
    means: 'The subject of the trust policy differs from the ServiceAccount’s in case only.',
    link: OIDC_CONDITIONS,
  },
  'trust-wildcard-literal': {
    severity: 'error',
    means: 'StringEquals has a subject with * or ?, which it takes literally.',
    link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html',
  },
  'trust-other-namespace': { severity: 'error', means: 'The trust policy admits that name in another namespace.', link: IRSA_ROLE },
  'trust-other-name': { severity: 'error', means: 'The trust policy admits another ServiceAccount of that namespace.', link: IRSA_ROLE },
  'trust-other-subject': { severity: 'error', means: 'The trust policy admits somebody else.', link: IRSA_ROLE },
  'trust-condition': {
    severity: 'error',
    means: 'A further condition of the trust policy does not hold.',
    link: OIDC_CONDITIONS,
  },
  'trust-not-for-pod-identity': {
    severity: 'error',
    means: 'An association names the role, and its trust policy does not let pods.eks.amazonaws.com in.',
    link: POD_IDENTITY_ROLE,
  },
  'trust-without-tag-session': {
    severity: 'error',
    means: 'The trust policy allows EKS Pod Identity sts:AssumeRole, and not sts:TagSession, which it needs too.',
    link: POD_IDENTITY_ROLE,
  },
  'trust-tags': {
    severity: 'error',
    means: 'A condition on what EKS says of the pod (aws:RequestTag/…, aws:SourceArn) does not hold.',
    link: POD_IDENTITY_TAGS,
  },
  'trust-tags-disabled': {
    severity: 'error',
    means: 'The trust policy asks for session tags, and the association has them disabled.',
    link: POD_IDENTITY_TAGS,
  },
  'trust-no-sub': {
    severity: 'warning',
    means: 'Every ServiceAccount of the cluster may take the role: no condition on :sub.',
    link: OIDC_CONDITIONS,
  },
  'trust-no-aud': { severity: 'warning', means: 'Tokens of any audience may take the role: no condition on :aud.', link: OIDC_CONDITIONS },
  'trust-wildcard-sub': { severity: 'warning', means: 'The subject has wildcards, and admits others too.', link: OIDC_CONDITIONS },
} as const;

export type TrustFound = Found<typeof trustCauses>;
