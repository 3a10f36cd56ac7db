/**
 * What the AWS Load Balancer Controller may do to request certificates of ACM for Ingresses, since v3.3: no module line
 * has it. The project's own example opens every hosted zone and every private CA, and says to name them.
 * https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/certificate_management/
 */
import { allow } from '../../iam/statement.ts';
import type { Condition, Statement } from '../../iam/statement.ts';
import { fact, text } from '../../iam/text.ts';
import type { Text } from '../../iam/text.ts';

const POLICY = 'https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/main/docs/install/iam_policy_acm_certs.json';

/** The controller's own, of whichever cluster. */
const tagged = (tags: 'ResourceTag' | 'RequestTag'): Condition => ({
  operator: 'Null',
  key: `aws:${tags}/elbv2.k8s.aws/cluster`,
  values: ['false'],
});

const certificates = text`arn:${fact('partition')}:acm:${fact('region')}:${fact('accountId')}:certificate/*`;

/** @param zones where it proves that names are its own; @param authorities which sign without a proof */
export const managedCertificates = (zones: readonly Text[], authorities: readonly Text[]): readonly Statement[] =>
  zones.length + authorities.length === 0
    ? []
    : [
        allow('AcmRequest', ['acm:RequestCertificate'], ['*'], {
          conditions: [tagged('RequestTag')],
          reason: `A certificate is no resource before it is there; the tag says whose it is. The modules have no policy for it (${POLICY}).`,
        }),
        allow('AcmTagNew', ['acm:AddTagsToCertificate'], [certificates], { conditions: [tagged('RequestTag')] }),
        allow('AcmRead', ['acm:ListTagsForCertificate'], [certificates]),
        allow('AcmDeleteOwn', ['acm:DeleteCertificate'], [certificates], { conditions: [tagged('ResourceTag')] }),
        ...prove(zones),
        ...(authorities.length === 0
          ? []
          : [allow('AcmSign', ['acm-pca:GetCertificate', 'acm-pca:IssueCertificate', 'acm-pca:ListPermissions'], authorities)]),
      ];

/** https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html */
const prove = (zones: readonly Text[]): readonly Statement[] =>
  zones.length === 0
    ? []
    : [
        allow('AcmFindZones', ['route53:ListHostedZones'], ['*'], {
          reason: `It finds the zone of a name by looking at all of them; it may change only those below (${POLICY}).`,
        }),
        allow('AcmProve', ['route53:ChangeResourceRecordSets'], zones, {
          conditions: [
            { operator: 'ForAllValues:StringEquals', key: 'route53:ChangeResourceRecordSetsRecordTypes', values: ['CNAME'] },
            { operator: 'ForAllValues:StringEquals', key: 'route53:ChangeResourceRecordSetsActions', values: ['CREATE', 'DELETE'] },
          ],
        }),
      ];
