import { resourceArn } from '../../iam/arn.ts';
import { hostedZone as zoneKind } from '../../iam/resources.ts';
import { allow } from '../../iam/statement.ts';
import { fact, text } from '../../iam/text.ts';
import { defineGrant } from '../grant.ts';
import { named } from '../named.ts';

export const route53 = defineGrant('route53', () => ({
  title: 'Amazon Route 53',
  summary: 'Reads or changes the records of one hosted zone, or only some of them.',
  link: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html',
  options: {
    zone: { kind: 'resource', ask: 'Which hosted zone?', help: 'Id, ARN or Terraform reference.', required: true, ...named(zoneKind) },
    access: {
      kind: 'choice',
      ask: 'What may it do with records?',
      help: 'write makes, changes and deletes them, and sees when a change is everywhere.',
      required: true,
      choices: ['read', 'write', 'read-write'],
      example: 'read',
    },
    records: {
      kind: 'names',
      ask: 'Only which records may it write?',
      help: 'Names in lower case without a dot at the end, or *.shop.example.com. Default: all of the zone.',
      required: false,
      check: (name) =>
        RECORD.test(name)
          ? undefined
          : `"${name}" cannot name records: expected lower-case labels such as orders.example.com or *.example.com.`,
      example: 'orders.example.com',
    },
  },
  check: ({ access, records = [] }) =>
    access === 'read' && records.length > 0 ? 'records narrow what is written: access read is of the whole zone.' : undefined,
  statements: ({ zone, access, records = [] }) => {
    const zoneArn = resourceArn(zone, zoneKind);
    return [
      ...(access !== 'write' ? [allow('Route53Read', ['route53:GetHostedZone', 'route53:ListResourceRecordSets'], [zoneArn])] : []),
      ...(access !== 'read'
        ? [
            allow('Route53Write', ['route53:ChangeResourceRecordSets'], [zoneArn], {
              conditions:
                records.length === 0
                  ? []
                  : [
                      {
                        operator: 'ForAllValues:StringLike',
                        key: 'route53:ChangeResourceRecordSetsNormalizedRecordNames',
                        values: records,
                      },
                    ],
            }),
            // A change has an id of its own, which nobody knows beforehand.
            allow('Route53FollowChange', ['route53:GetChange'], [text`arn:${fact('partition')}:route53:::change/*`]),
          ]
        : []),
    ];
  },
}));

const RECORD = /^(?:\*\.)?[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+$/;
