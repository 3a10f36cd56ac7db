import type { FindingKind, Sighting } from '../finding.ts';
import type { Inventory } from '../inventory.ts';
import { spellWritten } from '../written.ts';

export const issuerDualStack: FindingKind = {
  code: 'issuer-dual-stack',
  severity: 'error',
  title: 'Provider of the dual-stack issuer',
  why: 'Tokens name oidc.eks.<region>.amazonaws.com as their issuer, whatever the cluster’s network is, so a provider of the other URL never fits one.',
  link: 'https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3428',
  find: (inventory) => inventory.oidcProviders.flatMap(sightings),
};

const DUAL_STACK = /dualstack_oidc_issuer|oidc-eks\.|\.api\.aws\b/;

const sightings = ({ id, at, form, url }: Inventory['oidcProviders'][number]): readonly Sighting[] =>
  form !== 'resource' || url === undefined || !DUAL_STACK.test(spellWritten(url))
    ? []
    : [
        {
          at,
          subject: id,
          message: `The IAM provider is made for the dual-stack issuer, ${spellWritten(url)}.`,
          fix: 'Take the issuer that the cluster itself names: identity[0].oidc[0].issuer, or cluster_oidc_issuer_url of the eks module.',
        },
      ];
