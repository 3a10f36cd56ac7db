import { expect, test } from '@jest/globals';
import { complaint, optionComplaint, statementsOf } from '../ask-grant.ts';

test('reads and changes all records of a zone', () => {
  expect(statementsOf('route53', { zone: 'Z0123456789ABCDEFGHIJ', access: 'read-write' })).toEqual([
    'Route53Read: route53:GetHostedZone, route53:ListResourceRecordSets on arn:<partition>:route53:::hostedzone/Z0123456789ABCDEFGHIJ',
    'Route53Write: route53:ChangeResourceRecordSets on arn:<partition>:route53:::hostedzone/Z0123456789ABCDEFGHIJ',
    'Route53FollowChange: route53:GetChange on arn:<partition>:route53:::change/*',
  ]);
});

test('changes some of them', () => {
  expect(
    statementsOf('route53', {
      zone: { ref: 'aws_route53_zone.m.zone_id' },
      access: 'write',
      records: ['orders.example.com', '*.shop.example.com'],
    }),
  ).toEqual([
    'Route53Write: route53:ChangeResourceRecordSets on arn:<partition>:route53:::hostedzone/<aws_route53_zone.m.zone_id> if ForAllValues:StringLike route53:ChangeResourceRecordSetsNormalizedRecordNames orders.example.com or *.shop.example.com',
    'Route53FollowChange: route53:GetChange on arn:<partition>:route53:::change/*',
  ]);
});

test('refuses to narrow what is only read', () => {
  expect(complaint('route53', { zone: 'Z1', access: 'read', records: ['a.example.com'] })).toContain('records narrow what is written');
  for (const name of ['*', 'Orders.example.com', 'example.com.', 'a*.example.com'])
    expect(optionComplaint('route53', 'records', name)).toContain('cannot name records');
});
