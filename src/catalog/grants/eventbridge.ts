import { resourceArn } from '../../iam/arn.ts';
import { eventBus as busKind } from '../../iam/message-resources.ts';
import { allow } from '../../iam/statement.ts';
import { defineGrant } from '../grant.ts';
import { named } from '../named.ts';

export const eventbridge = defineGrant('eventbridge', () => ({
  title: 'Amazon EventBridge',
  summary: 'Puts events on one event bus, from all sources or from some.',
  link: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html',
  options: {
    bus: {
      kind: 'resource',
      ask: 'Which event bus?',
      help: 'Name (default is one too), ARN or Terraform reference.',
      required: true,
      ...named(busKind),
    },
    sources: {
      kind: 'names',
      ask: 'Only events of which sources?',
      help: 'As events say in their source. Default: whatever the app writes there.',
      required: false,
      check: (source) =>
        SOURCE.test(source) ? undefined : `"${source}" cannot be a source: expected something like shop.orders, not beginning with aws.`,
      example: 'shop.orders',
    },
  },
  statements: ({ bus, sources = [] }) => [
    allow('EventbridgePut', ['events:PutEvents'], [resourceArn(bus, busKind)], {
      conditions: sources.length === 0 ? [] : [{ operator: 'StringEquals', key: 'events:source', values: sources }],
    }),
  ],
}));

// Sources that begin with `aws.` are AWS's own: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
const SOURCE = /^(?!aws\.)[\w./-]{1,256}$/;
