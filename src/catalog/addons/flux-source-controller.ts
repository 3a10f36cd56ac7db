import { bucket } from '../../iam/resources.ts';
import { allow } from '../../iam/statement.ts';
import { text } from '../../iam/text.ts';
import { defineAddOn } from '../add-on.ts';
import { PULL, readImages, repositoriesOption } from '../image-reader.ts';
import { arnsOf, named } from '../named.ts';
import type { ResourceName } from '../option.ts';

interface Sources {
  readonly repositories?: readonly ResourceName[];
  readonly buckets?: readonly ResourceName[];
}

export const fluxSourceController = defineAddOn('flux-source-controller', () => ({
  title: 'Flux source controller',
  group: 'Controllers',
  summary: 'Fetches what Flux applies from ECR and S3.',
  link: 'https://fluxcd.io/flux/integrations/aws/',
  compared: '2026-11-26',
  subjects: { helm: { namespace: 'flux-system', serviceAccount: 'source-controller' } },
  options: {
    repositories: { ...repositoriesOption, ask: 'From which ECR repositories may it fetch artifacts and charts?', required: false },
    buckets: {
      kind: 'resources',
      ask: 'From which S3 buckets may it fetch?',
      help: 'Names, ARNs or Terraform references. At least one repository or bucket.',
      required: false,
      ...named(bucket),
    },
  },
  check: ({ repositories = [], buckets = [] }) =>
    repositories.length + buckets.length === 0 ? 'flux-source-controller needs at least one of repositories and buckets.' : undefined,
  // No module line has a flag for it.
  permissions: (options) => ({ statements: fetchSources(options) }),
  withoutModule: (options) => ({ statements: fetchSources(options) }),
  podIdentity: {
    since: 'v1.2.1',
    notes: ['An object with serviceAccountName of its own needs IRSA: Flux cannot ask the agent for another pod’s identity.'],
  },
  helm: {
    chart: 'flux2',
    repository: 'https://fluxcd-community.github.io/helm-charts',
    serviceAccount: ['sourceController', 'serviceAccount'],
  },
  notes: [
    'An OCIRepository, HelmRepository (type: oci) or Bucket uses the role with provider: aws. So does a GitRepository of CodeCommit since 1.9: add a statement with codecommit:GitPull.',
    'flux bootstrap makes the ServiceAccount itself: say serviceAccount: { owner: none } and patch the annotation in the kustomization of flux-system, which Flux keeps.',
    'The chart holds every controller of Flux: merge these values into those of its one release.',
    'kustomize-controller decrypts SOPS with keys of KMS by its own ServiceAccount: write that as an app with a kms grant.',
  ],
}));

const fetchSources = ({ repositories = [], buckets }: Sources) => [
  // Versions of charts are tags.
  ...readImages('FluxSource', repositories, [...PULL, 'ecr:ListImages']),
  ...(buckets?.length
    ? [
        allow('FluxSourceList', ['s3:ListBucket'], arnsOf(buckets, bucket)),
        allow(
          'FluxSourceFetch',
          ['s3:GetObject'],
          arnsOf(buckets, bucket).map((arn) => text`${arn}/*`),
        ),
      ]
    : []),
];
