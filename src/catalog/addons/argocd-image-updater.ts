import { defineAddOn } from '../add-on.ts';
import { LOOK, NO_REPOSITORY, readImages, repositoriesOption } from '../image-reader.ts';

export const argocdImageUpdater = defineAddOn('argocd-image-updater', () => ({
  title: 'Argo CD Image Updater',
  group: 'Controllers',
  summary: 'Moves Argo CD applications to the newest images in ECR.',
  link: 'https://argocd-image-updater.readthedocs.io/en/stable/configuration/registries/',
  compared: '2026-11-26',
  subjects: { helm: { namespace: 'argocd', serviceAccount: 'argocd-image-updater' } },
  options: { repositories: { ...repositoriesOption, ask: 'In which ECR repositories may it look for newer images?', required: true } },
  check: ({ repositories }) => (repositories.length === 0 ? NO_REPOSITORY : undefined),
  // No module line has a flag for it.
  permissions: ({ repositories }) => ({ statements: readImages('ImageUpdater', repositories, LOOK_INSIDE) }),
  withoutModule: ({ repositories }) => ({ statements: readImages('ImageUpdater', repositories, LOOK_INSIDE) }),
  podIdentity: { since: 'v0.15.0, whose image has AWS CLI 2.15' },
  helm: {
    chart: 'argocd-image-updater',
    repository: 'https://argoproj.github.io/argo-helm',
    serviceAccount: ['serviceAccount'],
  },
  notes: [
    'It logs in by a script: authScripts of the chart with one that runs aws ecr get-authorization-token, and credentials: ext:/scripts/… for the registry, credsexpire: 10h.',
    'Argo CD itself needs no role for images: the nodes pull them. For charts in ECR, write its repo-server as an app (namespace argocd, ServiceAccount argocd-repo-server, owner: annotate) with an ecr grant.',
  ],
}));

/** When an image was made stands in its configuration, which ECR hands out as a layer. */
const LOOK_INSIDE = [...LOOK, 'ecr:GetDownloadUrlForLayer'];
