import type { FindingKind, Sighting } from '../finding.ts';
import { ownAddress } from '../found.ts';
import type { ModuleUse } from '../inventory.ts';
import { knownText } from '../written.ts';

export const moduleDeprecated: FindingKind = {
  code: 'module-deprecated',
  severity: 'warning',
  title: 'Module that its authors have given up',
  why: 'It gets no more releases: neither new providers, nor new Kubernetes, nor what AWS adds to the policies.',
  link: 'https://aws-ia.github.io/terraform-aws-eks-blueprints/v4-to-v5/motivation/',
  find: ({ modules }) => modules.flatMap(sightings),
};

interface Deprecated {
  readonly source: RegExp;
  readonly says: string;
  readonly instead: string;
}

const DEPRECATED: readonly Deprecated[] = [
  {
    // Up to v4 a module; from v5 on the repository holds patterns to copy: docs/v4-to-v5/motivation.md there.
    source: /aws-ia\/terraform-aws-eks-blueprints(\.git)?(\/\/[^?]*)?(\?|$)|^aws-ia\/eks-blueprints\/aws/,
    says: 'EKS Blueprints is a module up to 4.x only, which is not developed any more',
    instead: 'terraform-aws-modules/eks/aws for the cluster and aws-ia/eks-blueprints-addons/aws for its add-ons',
  },
];

const sightings = (use: ModuleUse): readonly Sighting[] =>
  DEPRECATED.filter(({ source }) => source.test(knownText(use.source.value) ?? '')).map(({ says, instead }) => ({
    at: use.source.at,
    subject: use.id,
    message: `${ownAddress(use.address)}: ${says}.`,
    fix: `Move to ${instead}.`,
  }));
