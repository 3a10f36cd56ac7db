import { resourceArn } from '../../iam/arn.ts';
import { configurationSet as setKind, emailIdentity as identityKind } from '../../iam/message-resources.ts';
import { allow } from '../../iam/statement.ts';
import { defineGrant } from '../grant.ts';
import { named } from '../named.ts';

export const ses = defineGrant('ses', () => ({
  title: 'Amazon SES',
  summary: 'Sends mail from one domain or address, or only as some of its senders.',
  link: 'https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html',
  options: {
    identity: {
      kind: 'resource',
      ask: 'From which domain or address?',
      help: 'A verified identity: domain, address, ARN or Terraform reference.',
      required: true,
      ...named(identityKind),
    },
    senders: {
      kind: 'names',
      ask: 'Only as which senders?',
      help: 'Addresses in From, or *@news.example.com. Default: any of the identity.',
      required: false,
      check: (sender) =>
        SENDER.test(sender)
          ? undefined
          : `"${sender}" cannot be a sender: expected an address such as orders@example.com or *@example.com.`,
      example: 'orders@example.com',
    },
    configurationSet: {
      kind: 'resource',
      ask: 'With which configuration set?',
      help: 'Name, ARN or Terraform reference; the default one of the identity counts too.',
      required: false,
      ...named(setKind),
    },
  },
  statements: ({ identity, senders = [], configurationSet }) => [
    allow(
      'SesSend',
      ['ses:SendEmail', 'ses:SendRawEmail'],
      [resourceArn(identity, identityKind), ...(configurationSet === undefined ? [] : [resourceArn(configurationSet, setKind)])],
      { conditions: senders.length === 0 ? [] : [{ operator: 'StringLike', key: 'ses:FromAddress', values: senders }] },
    ),
  ],
}));

const SENDER = /^(?:[\w.+-]+|\*)@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/;
