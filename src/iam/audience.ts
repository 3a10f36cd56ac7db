/** The audience of tokens for STS: what EKS gives pods unless they ask for another one, and what modules' roles trust. */
export const STS_AUDIENCE = 'sts.amazonaws.com';
