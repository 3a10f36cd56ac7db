import { allow } from '../../iam/statement.ts';
import { fact } from '../../iam/text.ts';
import { defineGrant } from '../grant.ts';

export const ec2 = defineGrant('ec2', () => ({
  title: 'Amazon EC2',
  summary: 'Describes instances, networks or both in the cluster’s region.',
  link: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-policies-for-amazon-ec2.html',
  options: {
    access: {
      kind: 'choice',
      ask: 'What may it describe?',
      help: 'All of the region, as IAM cannot tell one from another; nothing is changed.',
      required: true,
      choices: ['instances', 'networks', 'instances-networks'],
      example: 'instances',
    },
  },
  statements: ({ access }) => [
    allow('Ec2Describe', [...(access !== 'networks' ? INSTANCES : []), ...(access !== 'instances' ? NETWORKS : [])], ['*'], {
      conditions: [{ operator: 'StringEquals', key: 'ec2:Region', values: [fact('region')] }],
      reason: 'Describing what EC2 has knows no resources: the region is what narrows it.',
    }),
  ],
}));

const INSTANCES = ['ec2:DescribeInstanceStatus', 'ec2:DescribeInstances', 'ec2:DescribeTags', 'ec2:DescribeVolumes'];
const NETWORKS = ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'];
