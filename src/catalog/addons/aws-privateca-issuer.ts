import { certificateAuthority } from '../../iam/operator-resources.ts';
import { allow } from '../../iam/statement.ts';
import { defineAddOn } from '../add-on.ts';
import { arnsOf, named } from '../named.ts';
import type { ResourceName } from '../option.ts';

export const awsPrivatecaIssuer = defineAddOn('aws-privateca-issuer', () => ({
  title: 'AWS Private CA Issuer',
  group: 'DNS & certificates',
  summary: 'Signs cert-manager’s certificates by a private CA of AWS.',
  link: 'https://github.com/cert-manager/aws-privateca-issuer#configuration',
  compared: '2026-11-26',
  subjects: {
    helm: { namespace: 'aws-privateca-issuer', serviceAccount: 'aws-privateca-issuer' },
    blueprints: { namespace: 'cert-manager', serviceAccount: 'aws-privateca-issuer-sa' },
  },
  options: {
    authorities: {
      kind: 'resources',
      ask: 'Which private CAs may it have certificates signed by?',
      help: 'Ids, ARNs (of another account where the CA is shared) or Terraform references.',
      required: true,
      ...named(certificateAuthority),
    },
  },
  check: ({ authorities }) => (authorities.length === 0 ? 'authorities needs at least one private CA.' : undefined),
  // No line of iam has a flag for it.
  permissions: ({ authorities }) => ({ statements: issue(authorities) }),
  withoutModule: ({ authorities }) => ({ statements: issue(authorities) }),
  podIdentity: {
    since: 'v1.2.7',
    permissions: ({ authorities }) => ({
      inputs: { attach_aws_privateca_issuer_policy: true, aws_privateca_issuer_acmca_arns: arnsOf(authorities, certificateAuthority) },
      policyName: 'aws_privateca_issuer_policy_name',
    }),
  },
  helm: {
    chart: 'aws-privateca-issuer',
    repository: 'https://cert-manager.github.io/aws-privateca-issuer',
    serviceAccount: ['serviceAccount'],
  },
  notes: [
    'cert-manager has to run in the cluster, and lets requests through only once they are approved: its own approver needs approverRole of this chart.',
    'EKS has it as the add-on aws-privateca-connector-for-kubernetes too, which takes its role by EKS Pod Identity.',
  ],
}));

const issue = (authorities: readonly ResourceName[]) => [
  allow(
    'PrivateCaIssue',
    ['acm-pca:DescribeCertificateAuthority', 'acm-pca:GetCertificate', 'acm-pca:IssueCertificate'],
    arnsOf(authorities, certificateAuthority),
  ),
];
