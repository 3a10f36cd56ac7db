import { expect, test } from '@jest/globals';
import { optionComplaint, statementsOf } from '../ask-grant.ts';

test('reads and writes the documents of one index', () => {
  expect(statementsOf('opensearch', { domain: 'products', index: 'orders', access: 'read-write' })).toEqual([
    'OpensearchGet: es:ESHttpGet, es:ESHttpHead on arn:<partition>:es:<region>:<accountId>:domain/products/orders, arn:<partition>:es:<region>:<accountId>:domain/products/orders/*',
    'OpensearchSearch: es:ESHttpPost on arn:<partition>:es:<region>:<accountId>:domain/products/orders/_search, arn:<partition>:es:<region>:<accountId>:domain/products/orders/_count, arn:<partition>:es:<region>:<accountId>:domain/products/orders/_mget, arn:<partition>:es:<region>:<accountId>:domain/products/orders/_msearch',
    'OpensearchWrite: es:ESHttpPost, es:ESHttpPut on arn:<partition>:es:<region>:<accountId>:domain/products/orders/_bulk, arn:<partition>:es:<region>:<accountId>:domain/products/orders/_create/*, arn:<partition>:es:<region>:<accountId>:domain/products/orders/_doc, arn:<partition>:es:<region>:<accountId>:domain/products/orders/_doc/*, arn:<partition>:es:<region>:<accountId>:domain/products/orders/_update/*',
    'OpensearchDelete: es:ESHttpDelete on arn:<partition>:es:<region>:<accountId>:domain/products/orders/_doc/*',
  ]);
});

test('searches all of a domain', () => {
  expect(statementsOf('opensearch', { domain: { ref: 'aws_opensearch_domain.p.arn' }, access: 'read' })).toEqual([
    'OpensearchGet: es:ESHttpGet, es:ESHttpHead on <aws_opensearch_domain.p.arn>/*',
    'OpensearchSearch: es:ESHttpPost on <aws_opensearch_domain.p.arn>/_search, <aws_opensearch_domain.p.arn>/_count, <aws_opensearch_domain.p.arn>/_mget, <aws_opensearch_domain.p.arn>/_msearch, <aws_opensearch_domain.p.arn>/*/_search, <aws_opensearch_domain.p.arn>/*/_count, <aws_opensearch_domain.p.arn>/*/_mget, <aws_opensearch_domain.p.arn>/*/_msearch',
  ]);
});

test('refuses an index that would match a list of others', () => {
  for (const index of ['orders-*', '*', 'orders,invoices', 'Orders', '_all'])
    expect(optionComplaint('opensearch', 'index', index)).toContain('cannot be an index');
});
