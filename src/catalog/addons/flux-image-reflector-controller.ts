import { defineAddOn } from '../add-on.ts';
import { LOOK, NO_REPOSITORY, readImages, repositoriesOption } from '../image-reader.ts';

export const fluxImageReflectorController = defineAddOn('flux-image-reflector-controller', () => ({
  title: 'Flux image reflector controller',
  group: 'Controllers',
  summary: 'Looks for newer images in ECR, for the image policies of Flux.',
  link: 'https://fluxcd.io/flux/integrations/aws/',
  compared: '2026-11-26',
  subjects: { helm: { namespace: 'flux-system', serviceAccount: 'image-reflector-controller' } },
  options: { repositories: { ...repositoriesOption, ask: 'In which ECR repositories may it look for newer images?', required: true } },
  check: ({ repositories }) => (repositories.length === 0 ? NO_REPOSITORY : undefined),
  // No module line has a flag for it.
  permissions: ({ repositories }) => ({ statements: readImages('FluxImages', repositories, LOOK) }),
  withoutModule: ({ repositories }) => ({ statements: readImages('FluxImages', repositories, LOOK) }),
  podIdentity: {
    since: 'v0.31.1',
    notes: ['An object with serviceAccountName of its own needs IRSA: Flux cannot ask the agent for another pod’s identity.'],
  },
  helm: {
    chart: 'flux2',
    repository: 'https://fluxcd-community.github.io/helm-charts',
    serviceAccount: ['imageReflectionController', 'serviceAccount'],
  },
  notes: [
    'An ImageRepository uses the role with provider: aws.',
    'flux bootstrap makes the ServiceAccount itself: say serviceAccount: { owner: none } and patch the annotation in the kustomization of flux-system, which Flux keeps.',
    'The chart holds every controller of Flux: merge these values into those of its one release.',
  ],
}));
