import { hostedZone } from '../../iam/resources.ts';
import { allow } from '../../iam/statement.ts';
import { fact, text } from '../../iam/text.ts';
import { defineAddOn } from '../add-on.ts';
import { arnsOf, named } from '../named.ts';

export const certManager = defineAddOn('cert-manager', () => ({
  title: 'cert-manager',
  group: 'DNS & certificates',
  summary: 'Proves to ACME that a domain is yours by DNS-01 records in Route 53.',
  link: 'https://cert-manager.io/docs/configuration/acme/dns01/route53/',
  compared: '2026-11-26',
  subjects: {
    helm: { namespace: 'cert-manager', serviceAccount: 'cert-manager' },
    blueprints: { namespace: 'cert-manager', serviceAccount: 'cert-manager' },
  },
  options: {
    hostedZones: {
      kind: 'resources',
      ask: 'In which Route 53 hosted zones may it prove that a domain is yours?',
      help: 'Zone ids, ARNs or Terraform references (.zone_id or .arn).',
      required: true,
      ...named(hostedZone),
    },
  },
  // An empty list is a statement without Resource: a green plan, and an apply that IAM refuses.
  check: ({ hostedZones }) => (hostedZones.length === 0 ? 'hostedZones needs at least one zone.' : undefined),
  permissions: ({ hostedZones }) => ({
    inputs: { attach_cert_manager_policy: true, cert_manager_hosted_zone_arns: arnsOf(hostedZones, hostedZone) },
  }),
  withoutModule: ({ hostedZones }) => ({
    statements: [
      allow('CertManagerWriteProofs', ['route53:ChangeResourceRecordSets'], arnsOf(hostedZones, hostedZone), {
        conditions: [{ operator: 'ForAllValues:StringEquals', key: 'route53:ChangeResourceRecordSetsRecordTypes', values: ['TXT'] }],
      }),
      allow('CertManagerReadRecords', ['route53:ListResourceRecordSets'], arnsOf(hostedZones, hostedZone)),
      allow('CertManagerAwaitChange', ['route53:GetChange'], [text`arn:${fact('partition')}:route53:::change/*`]),
      allow('CertManagerFindZones', ['route53:ListHostedZonesByName'], ['*'], {
        reason: 'It finds the zone of a domain by looking at all of them; it may change only those above.',
      }),
    ],
  }),
  podIdentity: {
    since: 'v1.14.0',
    permissions: ({ hostedZones }) => ({
      inputs: { attach_cert_manager_policy: true, cert_manager_hosted_zone_arns: arnsOf(hostedZones, hostedZone) },
      policyName: 'cert_manager_policy_name',
    }),
    notes: [
      'The community add-on of EKS refuses an association of its own (https://github.com/aws/containers-roadmap/issues/2712): one that stands alone works with it, too.',
    ],
  },
  helm: {
    chart: 'cert-manager',
    repository: 'https://charts.jetstack.io',
    serviceAccount: ['serviceAccount'],
  },
  notes: [
    'It needs the role for DNS-01 in Route 53 only: HTTP-01 and other issuers call no AWS service.',
    'A ClusterIssuer uses the role as it is; an Issuer does so only with --issuer-ambient-credentials.',
    'The policy of the modules lets it change any record of the zones; that of eksctl is kept to TXT records.',
    'EKS gives its community add-on cert-manager no role: with that one, say serviceAccount: { owner: annotate }.',
  ],
}));
