/** What a workload may be let into, as the wizard offers it. */
import { expect, test } from '@jest/globals';
import { scanRoot } from '../../../src/repo/scan/scan-root.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const resourcesOf = async (text: string) => (await scanRoot(temporaryFolder({ 'main.tf': text }))).facts.resources;

test('resources and data sources, with their literal names', async () => {
  expect(
    await resourcesOf(`locals {
  zone = "example.com"
}

resource "aws_s3_bucket" "orders" {
  bucket = "example-orders"
}

data "aws_route53_zone" "main" {
  name = local.zone
}
`),
  ).toEqual([
    { type: 'aws_s3_bucket', address: 'aws_s3_bucket.orders', name: 'example-orders', at: { file: 'main.tf', line: 5 } },
    { type: 'aws_route53_zone', address: 'data.aws_route53_zone.main', name: 'example.com', at: { file: 'main.tf', line: 9 } },
  ]);
});

test('those that need an index, and none of the names that only a run knows', async () => {
  expect(
    await resourcesOf(`resource "aws_kms_key" "each" {
  for_each    = var.keys
  description = "Keys of \${var.env}"
}
`),
  ).toEqual([{ type: 'aws_kms_key', address: 'aws_kms_key.each', repeated: 'for_each', at: { file: 'main.tf', line: 1 } }]);
});

test('nothing of what no grant or option names', async () => {
  expect(await resourcesOf('resource "aws_vpc" "main" {}\noutput "aws_s3_bucket" {}\nvariable "aws_sqs_queue" {}\n')).toEqual([]);
});
