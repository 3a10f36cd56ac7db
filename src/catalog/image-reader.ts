/**
 * Controllers that look into ECR by themselves, not by the kubelet: pods' own images are pulled with the role of
 * the node. They read the repositories that are named, and nothing else.
 */
import { repository } from '../iam/compute-resources.ts';
import type { Statement } from '../iam/statement.ts';
import { allow } from '../iam/statement.ts';
import type { Text } from '../iam/text.ts';
import { arnsOf, named } from './named.ts';
import type { Option, ResourceName } from './option.ts';

/** `required` is the add-on's to say. */
export const repositoriesOption = {
  kind: 'resources',
  help: 'Names (shop/* for all that begin so), ARNs or Terraform references.',
  ...named(repository),
} satisfies Omit<Option, 'ask' | 'required'>;

export const NO_REPOSITORY = 'repositories needs at least one repository.';

/** `sid` is the add-on's own. */
export const readImages = (sid: string, repositories: readonly ResourceName[], actions: readonly string[]): readonly Statement[] => {
  const arns: readonly Text[] = arnsOf(repositories, repository);
  return arns.length === 0
    ? []
    : [
        allow(`${sid}Login`, ['ecr:GetAuthorizationToken'], ['*'], {
          reason: 'ecr:GetAuthorizationToken knows no resources: its token opens what the role may use anyway.',
        }),
        allow(`${sid}Read`, actions, arns),
      ];
};

/** Tags and the digests of their manifests. */
export const LOOK = ['ecr:BatchGetImage', 'ecr:ListImages'];

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/security-iam-awsmanpol.html#security-iam-awsmanpol-AmazonEC2ContainerRegistryPullOnly */
export const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
