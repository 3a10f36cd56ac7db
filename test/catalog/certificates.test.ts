/** What cert-manager and its issuers may do. */
import { describe, expect, test } from '@jest/globals';
import { complaintOf, identityOf, inputsOf, LINES, ownStatementsOf, statementsEverywhere, statementsOf } from './asking.ts';

const CA = '12345678-1234-1234-1234-123456789012';

describe('cert-manager', () => {
  const said = { hostedZones: ['Z0123456789ABC', { ref: 'aws_route53_zone.main.arn' }] };

  test.each(LINES)('has its flag on %s, with the zones, whose default is all or none', (line) => {
    expect(inputsOf('cert-manager', said, line)).toEqual({
      attach_cert_manager_policy: true,
      cert_manager_hosted_zone_arns: ['arn:<partition>:route53:::hostedzone/Z0123456789ABC', '<aws_route53_zone.main.arn>'],
    });
    expect(statementsOf('cert-manager', said, line)).toEqual([]);
  });

  test('writes TXT records only, where the policy is ours', () => {
    expect(ownStatementsOf('cert-manager', { hostedZones: ['Z0123456789ABC'] })).toEqual([
      'CertManagerWriteProofs: route53:ChangeResourceRecordSets on arn:<partition>:route53:::hostedzone/Z0123456789ABC if ForAllValues:StringEquals route53:ChangeResourceRecordSetsRecordTypes TXT',
      'CertManagerReadRecords: route53:ListResourceRecordSets on arn:<partition>:route53:::hostedzone/Z0123456789ABC',
      'CertManagerAwaitChange: route53:GetChange on arn:<partition>:route53:::change/*',
      'CertManagerFindZones: route53:ListHostedZonesByName on *',
    ]);
  });

  test('needs a zone', () => expect(complaintOf('cert-manager', { hostedZones: [] })).toContain('at least one zone'));

  test('runs as its chart names it', () => {
    expect(identityOf('cert-manager')).toEqual([
      'helm cert-manager:cert-manager',
      'blueprints cert-manager:cert-manager',
      'cert-manager serviceAccount',
    ]);
  });
});

describe('the AWS Private CA issuer', () => {
  test('has certificates signed by the named CAs, on every line the same', () => {
    expect(
      statementsEverywhere('aws-privateca-issuer', { authorities: [CA, { ref: 'aws_acmpca_certificate_authority.root.id' }] }),
    ).toEqual([
      `PrivateCaIssue: acm-pca:DescribeCertificateAuthority, acm-pca:GetCertificate, acm-pca:IssueCertificate on arn:<partition>:acm-pca:<region>:<accountId>:certificate-authority/${CA}, <aws_acmpca_certificate_authority.root.id>`,
    ]);
  });

  test('needs a CA', () => expect(complaintOf('aws-privateca-issuer', { authorities: [] })).toContain('at least one private CA'));

  test('runs as its chart names it', () => {
    expect(identityOf('aws-privateca-issuer')).toEqual([
      'helm aws-privateca-issuer:aws-privateca-issuer',
      'blueprints cert-manager:aws-privateca-issuer-sa',
      'aws-privateca-issuer serviceAccount',
    ]);
  });
});
