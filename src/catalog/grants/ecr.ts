import { resourceArn } from '../../iam/arn.ts';
import { repository as repositoryKind } from '../../iam/compute-resources.ts';
import { allow } from '../../iam/statement.ts';
import { defineGrant } from '../grant.ts';
import { named } from '../named.ts';

/** For apps that handle images; those of pods are pulled by the node's role. Keys of repositories are used by ECR's own grants. */
export const ecr = defineGrant('ecr', () => ({
  title: 'Amazon ECR',
  summary: 'Pulls images from one repository, or pushes them.',
  link: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html',
  options: {
    repository: {
      kind: 'resource',
      ask: 'Which repository?',
      help: 'Name (shop/* for all that begin so), ARN or Terraform reference.',
      required: true,
      ...named(repositoryKind),
    },
    access: {
      kind: 'choice',
      ask: 'What may it do with images?',
      help: 'push reads what is there already, so as not to send it again.',
      required: true,
      choices: ['pull', 'push', 'pull-push'],
      example: 'pull',
    },
  },
  statements: ({ repository, access }) => {
    const arn = resourceArn(repository, repositoryKind);
    return [
      allow('EcrLogin', ['ecr:GetAuthorizationToken'], ['*'], {
        reason: 'ecr:GetAuthorizationToken knows no resources: its token opens what the role may use anyway.',
      }),
      allow('EcrFind', ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:DescribeImages'], [arn]),
      ...(access !== 'push' ? [allow('EcrPull', ['ecr:GetDownloadUrlForLayer'], [arn])] : []),
      ...(access !== 'pull' ? [allow('EcrPush', PUSH, [arn])] : []),
    ];
  },
}));

const PUSH = ['ecr:CompleteLayerUpload', 'ecr:InitiateLayerUpload', 'ecr:PutImage', 'ecr:UploadLayerPart'];
