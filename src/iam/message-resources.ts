/** What apps send to and receive from, but for queues and topics. */
import type { ArnKind } from './arn.ts';
import { byModule, byType, regional } from './resource-shorthand.ts';

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html */
export const stream: ArnKind = {
  what: 'a Kinesis stream',
  service: 'kinesis',
  scope: 'regional',
  resource: 'stream/{}',
  name: /^[A-Za-z0-9_.-]{1,128}$/,
  nameRule: 'up to 128 letters, digits, underscores, hyphens and dots',
  // aws_kinesis_stream.x.id is its ARN.
  attributes: { arn: ['arn', 'id'], name: ['name'] },
  madeBy: [byType('aws_kinesis_stream')],
  example: { name: 'orders', arn: regional('kinesis', 'stream/orders') },
};

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_CreateDeliveryStream.html */
export const deliveryStream: ArnKind = {
  what: 'a Firehose stream',
  service: 'firehose',
  scope: 'regional',
  resource: 'deliverystream/{}',
  name: /^[A-Za-z0-9_.-]{1,64}$/,
  nameRule: 'up to 64 letters, digits, underscores, hyphens and dots',
  attributes: { arn: ['arn', 'id'], name: ['name'] },
  madeBy: [byType('aws_kinesis_firehose_delivery_stream')],
  example: { name: 'orders-to-s3', arn: regional('firehose', 'deliverystream/orders-to-s3') },
};

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html */
export const eventBus: ArnKind = {
  what: 'an event bus',
  service: 'events',
  scope: 'regional',
  resource: 'event-bus/{}',
  name: /^[\w./-]{1,256}$/,
  nameRule: 'up to 256 letters, digits and ./_-',
  attributes: { arn: ['arn'], name: ['name', 'id'] },
  madeBy: [byType('aws_cloudwatch_event_bus'), byModule('eventbridge', 'eventbridge_bus_arn')],
  example: { name: 'orders', arn: regional('events', 'event-bus/orders') },
};

/**
 * By its name, as topics and groups have ARNs beside the cluster's. The UUID that AWS adds is left
 * open: a name belongs to one cluster of an account and region.
 * https://docs.aws.amazon.com/msk/latest/developerguide/kafka-actions.html
 */
export const kafkaCluster: ArnKind = {
  what: 'an MSK cluster',
  service: 'kafka',
  scope: 'regional',
  resource: 'cluster/{}/*',
  name: /^[A-Za-z0-9-]{1,64}$/,
  nameRule: 'up to 64 letters, digits and hyphens',
  arnResource: /^cluster\/[A-Za-z0-9-]{1,64}\/(?:[0-9a-f-]+(?:-s?\d+)?|\*)$/,
  uselessAttribute: /(?:^|_)arn$/,
  attributes: { arn: [], name: ['cluster_name'] },
  madeBy: [byType('aws_msk_cluster', 'cluster_name'), byType('aws_msk_serverless_cluster', 'cluster_name')],
  example: { name: 'orders', arn: regional('kafka', 'cluster/orders/0b1f3c7a-5d2e-4f6b-8a9c-1d2e3f4a5b6c-7') },
};

/** https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html */
export const emailIdentity: ArnKind = {
  what: 'an SES identity',
  service: 'ses',
  scope: 'regional',
  resource: 'identity/{}',
  name: /^(?:[\w.+-]+@)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/,
  nameRule: 'a domain or an address',
  attributes: { arn: ['arn'], name: ['domain', 'email', 'email_identity', 'id'] },
  madeBy: [byType('aws_sesv2_email_identity'), byType('aws_ses_domain_identity'), byType('aws_ses_email_identity')],
  example: { name: 'example.com', arn: regional('ses', 'identity/example.com') },
};

/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_CreateConfigurationSet.html */
export const configurationSet: ArnKind = {
  what: 'an SES configuration set',
  service: 'ses',
  scope: 'regional',
  resource: 'configuration-set/{}',
  name: /^[\w-]{1,64}$/,
  nameRule: 'up to 64 letters, digits, underscores and hyphens',
  attributes: { arn: ['arn'], name: ['configuration_set_name', 'name', 'id'] },
  madeBy: [byType('aws_sesv2_configuration_set'), byType('aws_ses_configuration_set')],
  example: { name: 'transactional', arn: regional('ses', 'configuration-set/transactional') },
};
