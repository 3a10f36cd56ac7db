import { besideArn, resourceArn } from '../../iam/arn.ts';
import { kafkaCluster as clusterKind } from '../../iam/message-resources.ts';
import { allow } from '../../iam/statement.ts';
import { text } from '../../iam/text.ts';
import { defineGrant } from '../grant.ts';
import { named } from '../named.ts';

const called =
  (what: string) =>
  (name: string): string | undefined =>
    NAME.test(name)
      ? undefined
      : `"${name}" cannot name a ${what}: expected letters, digits and ._- (with "*" at the end for all that begin so).`;

/** What Kafka's own clients ask for. https://docs.aws.amazon.com/msk/latest/developerguide/kafka-actions.html */
export const msk = defineGrant('msk', () => ({
  title: 'Amazon MSK',
  summary: 'Produces to topics of one Kafka cluster or consumes them, by IAM authentication.',
  link: 'https://docs.aws.amazon.com/msk/latest/developerguide/create-iam-access-control-policies.html',
  options: {
    cluster: {
      kind: 'resource',
      ask: 'Which cluster?',
      help: 'Name, ARN or Terraform reference to its name.',
      required: true,
      ...named(clusterKind),
    },
    topics: {
      kind: 'names',
      ask: 'Which topics?',
      help: 'Names, or orders-* for all that begin so; none is created.',
      required: true,
      check: called('topic'),
      example: 'orders',
    },
    access: {
      kind: 'choice',
      ask: 'What may it do with records?',
      help: 'produce writes, idempotently too; consume reads, as a member of groups.',
      required: true,
      choices: ['produce', 'consume', 'produce-consume'],
      example: 'produce',
    },
    groups: {
      kind: 'names',
      ask: 'In which consumer groups?',
      help: 'Names, or shop-* for all that begin so. Needed to consume.',
      required: false,
      check: called('group'),
      example: 'shop',
    },
  },
  check: ({ access, groups = [] }) => {
    if (access === 'produce') return groups.length === 0 ? undefined : 'groups are of consumers: access produce has none.';
    return groups.length === 0 ? `access ${access} needs groups: consumers keep their place in one.` : undefined;
  },
  statements: ({ cluster, topics, access, groups = [] }) => {
    const [produces, consumes] = [access !== 'consume', access !== 'produce'];
    const beside = (type: string, names: readonly string[]) =>
      names.map((name) => text`${besideArn(cluster, clusterKind, `${type}/{}`)}/${name}`);
    return [
      allow(
        'MskConnect',
        ['kafka-cluster:Connect', 'kafka-cluster:DescribeCluster', ...(produces ? ['kafka-cluster:WriteDataIdempotently'] : [])],
        [resourceArn(cluster, clusterKind)],
      ),
      allow(
        'MskTopics',
        ['kafka-cluster:DescribeTopic', ...(consumes ? ['kafka-cluster:ReadData'] : []), ...(produces ? ['kafka-cluster:WriteData'] : [])],
        beside('topic', topics),
      ),
      ...(consumes ? [allow('MskGroups', ['kafka-cluster:AlterGroup', 'kafka-cluster:DescribeGroup'], beside('group', groups))] : []),
    ];
  },
}));

const NAME = /^[\w.-]{0,248}[\w.*-]$/;
