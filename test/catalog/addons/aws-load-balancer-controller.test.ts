/** What the AWS Load Balancer Controller may do beside the modules' own policy. */
import { expect, test } from '@jest/globals';
import { complaint, everyLine, inputsOf, ownStatementsOf, roleLines, statementsOf } from '../facts.ts';

const ACCELERATORS = 'arn:<partition>:globalaccelerator::<accountId>:accelerator/*';

test.each(roleLines)('on %s it changes accelerators only where asked, and only its own', (line) => {
  expect(statementsOf('aws-load-balancer-controller', { targetGroupBindingOnly: false, globalAccelerator: false }, line)).toEqual([]);
  const asked = { targetGroupBindingOnly: false, globalAccelerator: true };
  expect(inputsOf('aws-load-balancer-controller', asked, line)).toEqual({ attach_load_balancer_controller_policy: true });
  const statements = statementsOf('aws-load-balancer-controller', asked, line);
  expect(ownStatementsOf('aws-load-balancer-controller', asked)).toEqual(statements);
  expect(statements).toEqual([
    'AgaServiceRole: iam:CreateServiceLinkedRole on arn:<partition>:iam::<accountId>:role/aws-service-role/globalaccelerator.amazonaws.com/* if StringEquals iam:AWSServiceName globalaccelerator.amazonaws.com',
    'AgaFind: ec2:DescribeRegions, globalaccelerator:ListAccelerators, tag:GetResources on *',
    'AgaRead: globalaccelerator:ListEndpointGroups, globalaccelerator:ListListeners, globalaccelerator:ListTagsForResource on arn:<partition>:globalaccelerator::<accountId>:accelerator/*',
    'AgaCreate: globalaccelerator:CreateAccelerator on * if Null aws:RequestTag/elbv2.k8s.aws/cluster false and StringEquals aws:RequestTag/aga.k8s.aws/resource GlobalAccelerator',
    `AgaChangeOwn: globalaccelerator:AddEndpoints, globalaccelerator:CreateEndpointGroup, globalaccelerator:CreateListener, globalaccelerator:DeleteAccelerator, globalaccelerator:DeleteEndpointGroup, globalaccelerator:DeleteListener, globalaccelerator:DescribeAccelerator, globalaccelerator:DescribeEndpointGroup, globalaccelerator:DescribeListener, globalaccelerator:RemoveEndpoints, globalaccelerator:UpdateAccelerator, globalaccelerator:UpdateEndpointGroup, globalaccelerator:UpdateListener on ${ACCELERATORS} if Null aws:ResourceTag/elbv2.k8s.aws/cluster false and StringEquals aws:ResourceTag/aga.k8s.aws/resource GlobalAccelerator`,
    `AgaTagNew: globalaccelerator:TagResource on ${ACCELERATORS} if Null aws:RequestTag/elbv2.k8s.aws/cluster false and StringEquals aws:RequestTag/aga.k8s.aws/resource GlobalAccelerator`,
    `AgaTagOwn: globalaccelerator:TagResource, globalaccelerator:UntagResource on ${ACCELERATORS} if Null aws:ResourceTag/elbv2.k8s.aws/cluster false and StringEquals aws:ResourceTag/aga.k8s.aws/resource GlobalAccelerator and Null aws:RequestTag/elbv2.k8s.aws/cluster true`,
  ]);
});

test('accelerators are not for a controller that only binds target groups', () => {
  expect(
    complaint('aws-load-balancer-controller', {
      targetGroupBindingOnly: true,
      targetGroups: [{ ref: 'var.group' }],
      globalAccelerator: true,
    }),
  ).toBe('globalAccelerator is for the whole controller: leave targetGroupBindingOnly out.');
});

test('web ACLs are listed where Ingresses name them, unless the module lets it do so already', () => {
  const asked = { targetGroupBindingOnly: false, webAclsByName: true };
  const ofLine = (line: (typeof everyLine)[number]) => statementsOf('aws-load-balancer-controller', asked, line);
  const listing = ['FindWebAcls: wafv2:ListWebACLs on *'];
  expect(Object.fromEntries(everyLine.map((line) => [line, ofLine(line)]))).toEqual({
    'iam-5': listing,
    'iam-6': listing,
    'pod-identity-1': listing,
    'pod-identity-2': [],
  });
  expect(ownStatementsOf('aws-load-balancer-controller', asked)).toEqual(listing);
  expect(complaint('aws-load-balancer-controller', { ...asked, targetGroupBindingOnly: true, targetGroups: [{ ref: 'var.group' }] })).toBe(
    'webAclsByName is for the whole controller: leave targetGroupBindingOnly out.',
  );
});

/** https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/main/docs/install/iam_policy_acm_certs.json, without its wildcards */
test.each(everyLine)(
  'requests certificates of ACM on %s only where zones or private CAs are named, and proves names in those zones',
  (line) => {
    const plain = { targetGroupBindingOnly: false, globalAccelerator: false, webAclsByName: false };
    expect(statementsOf('aws-load-balancer-controller', plain, line)).toEqual([]);
    const certificates = 'arn:<partition>:acm:<region>:<accountId>:certificate/*';
    const requesting = [
      'AcmRequest: acm:RequestCertificate on * if Null aws:RequestTag/elbv2.k8s.aws/cluster false',
      `AcmTagNew: acm:AddTagsToCertificate on ${certificates} if Null aws:RequestTag/elbv2.k8s.aws/cluster false`,
      `AcmRead: acm:ListTagsForCertificate on ${certificates}`,
      `AcmDeleteOwn: acm:DeleteCertificate on ${certificates} if Null aws:ResourceTag/elbv2.k8s.aws/cluster false`,
    ];
    const zones = { ...plain, certificateZones: ['Z0123456789ABC'] };
    expect(statementsOf('aws-load-balancer-controller', zones, line)).toEqual([
      ...requesting,
      'AcmFindZones: route53:ListHostedZones on *',
      'AcmProve: route53:ChangeResourceRecordSets on arn:<partition>:route53:::hostedzone/Z0123456789ABC if ForAllValues:StringEquals route53:ChangeResourceRecordSetsRecordTypes CNAME and ForAllValues:StringEquals route53:ChangeResourceRecordSetsActions CREATE or DELETE',
    ]);
    expect(ownStatementsOf('aws-load-balancer-controller', zones)).toEqual(statementsOf('aws-load-balancer-controller', zones, line));
    const signed = { ...plain, certificateAuthorities: [{ ref: 'aws_acmpca_certificate_authority.main.arn' }] };
    expect(statementsOf('aws-load-balancer-controller', signed, line)).toEqual([
      ...requesting,
      'AcmSign: acm-pca:GetCertificate, acm-pca:IssueCertificate, acm-pca:ListPermissions on <aws_acmpca_certificate_authority.main.arn>',
    ]);
  },
);

test('requests none where it only binds target groups', () => {
  const asked = { targetGroupBindingOnly: true, targetGroups: [{ ref: 'var.group' }], certificateZones: ['Z0123456789ABC'] };
  expect(complaint('aws-load-balancer-controller', asked)).toBe(
    'certificateZones and certificateAuthorities are for the whole controller: leave targetGroupBindingOnly out.',
  );
});
