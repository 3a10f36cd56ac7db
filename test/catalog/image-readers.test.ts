/** What controllers may read in ECR and S3 that look for what is new. */
import { describe, expect, test } from '@jest/globals';
import { complaintOf, identityOf, statementsEverywhere } from './asking.ts';

const SHOP = 'arn:<partition>:ecr:<region>:<accountId>:repository/shop/*';
const said = { repositories: ['shop/*', { ref: 'aws_ecr_repository.api.arn' }] };

describe.each([
  [
    'argocd-image-updater',
    'ImageUpdater',
    // When an image was made is said in its configuration, a layer to ECR.
    'ecr:BatchGetImage, ecr:ListImages, ecr:GetDownloadUrlForLayer',
    ['helm argocd:argocd-image-updater', 'argocd-image-updater serviceAccount'],
  ],
  [
    'flux-image-reflector-controller',
    'FluxImages',
    'ecr:BatchGetImage, ecr:ListImages',
    ['helm flux-system:image-reflector-controller', 'flux2 imageReflectionController.serviceAccount'],
  ],
])('%s', (id, sid, actions, identity) => {
  test('looks into the named repositories, and pushes nothing', () => {
    expect(statementsEverywhere(id, said)).toEqual([
      `${sid}Login: ecr:GetAuthorizationToken on *`,
      `${sid}Read: ${actions} on ${SHOP}, <aws_ecr_repository.api.arn>`,
    ]);
    expect(complaintOf(id, { repositories: [] })).toBe('repositories needs at least one repository.');
  });

  test('runs as its chart names it', () => expect(identityOf(id)).toEqual(identity));
});

describe('the source controller of Flux', () => {
  test('fetches from the named repositories and buckets', () => {
    expect(statementsEverywhere('flux-source-controller', { repositories: ['shop/*'], buckets: ['my-bucket'] })).toEqual([
      'FluxSourceLogin: ecr:GetAuthorizationToken on *',
      `FluxSourceRead: ecr:BatchCheckLayerAvailability, ecr:BatchGetImage, ecr:GetDownloadUrlForLayer, ecr:ListImages on ${SHOP}`,
      'FluxSourceList: s3:ListBucket on arn:<partition>:s3:::my-bucket',
      'FluxSourceFetch: s3:GetObject on arn:<partition>:s3:::my-bucket/*',
    ]);
  });

  test('gets nothing that was not asked for, and needs one of both', () => {
    expect(statementsEverywhere('flux-source-controller', { buckets: ['my-bucket'] })).toHaveLength(2);
    expect(statementsEverywhere('flux-source-controller', { repositories: ['shop/*'] })).toHaveLength(2);
    expect(complaintOf('flux-source-controller', { repositories: [], buckets: [] })).toContain('at least one of repositories and buckets');
  });

  test('runs as its chart names it', () => {
    expect(identityOf('flux-source-controller')).toEqual(['helm flux-system:source-controller', 'flux2 sourceController.serviceAccount']);
  });
});
