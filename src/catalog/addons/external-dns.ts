import { hostedZone } from '../../iam/resources.ts';
import { allow } from '../../iam/statement.ts';
import { fact, text } from '../../iam/text.ts';
import { defineAddOn, FROM_THE_FIRST } from '../add-on.ts';
import { arnsOf, named } from '../named.ts';

export const externalDns = defineAddOn('external-dns', () => ({
  title: 'ExternalDNS',
  group: 'DNS & certificates',
  summary: 'Keeps Route 53 records in step with Services and Ingresses.',
  link: 'https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/aws/#iam-policy',
  compared: '2026-11-26',
  subjects: {
    helm: { namespace: 'external-dns', serviceAccount: 'external-dns' },
    'eks-addon': { namespace: 'external-dns', serviceAccount: 'external-dns' },
    blueprints: { namespace: 'external-dns', serviceAccount: 'external-dns-sa' },
  },
  options: {
    hostedZones: {
      kind: 'resources',
      ask: 'Which Route 53 hosted zones may it change?',
      help: 'Zone ids, ARNs or Terraform references (.zone_id or .arn).',
      required: true,
      ...named(hostedZone),
    },
  },
  // An empty list is a statement without Resource: a green plan, and an apply that IAM refuses.
  check: ({ hostedZones }) => (hostedZones.length === 0 ? 'hostedZones needs at least one zone.' : undefined),
  permissions: ({ hostedZones }) => ({
    inputs: { attach_external_dns_policy: true, external_dns_hosted_zone_arns: arnsOf(hostedZones, hostedZone) },
  }),
  withoutModule: ({ hostedZones }) => ({
    statements: [
      allow('ChangeRecords', ['route53:ChangeResourceRecordSets'], arnsOf(hostedZones, hostedZone)),
      allow('FindZones', ['route53:ListHostedZones'], ['*'], {
        reason: 'The list of hosted zones knows no resources; it may change only those above.',
      }),
      allow(
        'ReadZones',
        ['route53:ListResourceRecordSets', 'route53:ListTagsForResource', 'route53:ListTagsForResources'],
        [text`arn:${fact('partition')}:route53:::hostedzone/*`],
      ),
    ],
  }),
  podIdentity: {
    since: 'v0.14.1',
    permissions: ({ hostedZones }, _cluster, line) => ({
      inputs: { attach_external_dns_policy: true, external_dns_hosted_zone_arns: arnsOf(hostedZones, hostedZone) },
      policyName: 'external_dns_policy_name',
      // 2.x has it since 2.5. https://github.com/terraform-aws-modules/terraform-aws-eks-pod-identity/pull/53
      statements: line === 'pod-identity-1' ? [readTags()] : [],
    }),
    // https://docs.aws.amazon.com/eks/latest/userguide/community-addons.html#external-dns, 2026-11-26
    eksAddOnSince: FROM_THE_FIRST,
  },
  helm: {
    chart: 'external-dns',
    repository: 'https://kubernetes-sigs.github.io/external-dns/',
    serviceAccount: ['serviceAccount'],
    values: () => ({ provider: { map: { name: 'aws' } } }),
  },
  eksAddOn: 'external-dns',
  notes: [
    'It lists every zone of the account and may change only these: set domainFilters or --zone-id-filter, or it logs AccessDenied for names in other zones.',
    'Clusters that share a zone need a txtOwnerId each, or they delete each other’s records.',
  ],
}));

/** What the project's own policy has; eks-pod-identity 1.x has only the call for one zone. */
const readTags = () =>
  allow('ExternalDnsReadTags', ['route53:ListTagsForResources'], [text`arn:${fact('partition')}:route53:::hostedzone/*`], {
    reason:
      'It asks for the tags of all zones at once where --aws-zone-tags picks some; the policy of the module is older (https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/aws/#iam-policy).',
  });
