import type { FindingKind, Sighting } from '../finding.ts';
import type { Inventory } from '../inventory.ts';

/** https://github.com/aws/amazon-eks-pod-identity-webhook#amazon-eks-pod-identity-webhook */
const KNOWN = ['role-arn', 'audience', 'sts-regional-endpoints', 'token-expiration'];

export const annotationMisspelt: FindingKind = {
  code: 'annotation-misspelt',
  severity: 'error',
  title: 'Annotation that the webhook does not know',
  why: 'Kubernetes takes any annotation, and the webhook looks for its own only; the pod runs without the role, on that of its node.',
  link: 'https://github.com/aws/amazon-eks-pod-identity-webhook/issues/200',
  find: ({ serviceAccounts }) => serviceAccounts.flatMap(sightings),
};

const sightings = ({ id, annotations }: Inventory['serviceAccounts'][number]): readonly Sighting[] =>
  annotations.flatMap(({ key, at }) => {
    const [prefix = '', name = ''] = key.split('/', 2);
    if (prefix === 'eks.amazonaws.com' && KNOWN.includes(name)) return [];
    if (!isMeant(prefix, name)) return [];
    return [
      {
        at,
        subject: id,
        message: `The annotation ${key} is none that EKS knows.`,
        fix: `Write eks.amazonaws.com/${KNOWN.includes(name) ? name : 'role-arn'}.`,
      },
    ];
  });

/** Others of the prefix, such as eks.amazonaws.com/compute-type, are somebody else’s. */
const isMeant = (prefix: string, name: string): boolean =>
  (prefix !== 'eks.amazonaws.com' && KNOWN.includes(name) && /eks|amazon/.test(prefix)) ||
  (prefix === 'eks.amazonaws.com' && /^(iam-)?role([-_]?arn)?$|^role_arn$|^rolearn$/i.test(name));
