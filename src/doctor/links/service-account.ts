/** The ServiceAccount: there, annotated, with an ARN that can be. */
import { parseArn } from '../../iam/arn.ts';
import { partitionOf } from '../../iam/partition.ts';
import { IRSA_ROLE, POD_IDENTITY_ASSOCIATION } from '../pages.ts';
import { ROLE_ANNOTATION, type View } from '../view.ts';
import { link, type Found } from './link.ts';

const causes = {
  'service-account-missing': { severity: 'error', means: 'The ServiceAccount is not there.', link: IRSA_ROLE },
  'annotation-misspelt': {
    severity: 'error',
    means: 'An annotation looks like that of a role, and is spelt otherwise, so that nobody reads it.',
    link: IRSA_ROLE,
  },
  'annotation-missing': {
    severity: 'error',
    means: 'The ServiceAccount names no role, and no association does for it: its pods act with the role of their node.',
    link: IRSA_ROLE,
  },
  'role-arn-malformed': { severity: 'error', means: 'What the annotation holds is no ARN of a role.', link: IRSA_ROLE },
  'role-in-other-partition': {
    severity: 'error',
    means: 'The ARN is of another partition of AWS, as aws instead of aws-cn.',
    link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html',
  },
  'role-in-other-account': {
    severity: 'warning',
    means: 'The role is in another account, which must have an OIDC provider for this cluster’s issuer, and cannot be looked at from here.',
    link: 'https://docs.aws.amazon.com/eks/latest/userguide/cross-account-access.html',
  },
  'sa-default': {
    severity: 'warning',
    means: 'The ServiceAccount `default` has a role, which every pod of the namespace has that names no other.',
    link: POD_IDENTITY_ASSOCIATION,
  },
} as const;

export const serviceAccountLink = link({ name: 'service-account', needs: ['placement'], causes, look });

function look(view: View): readonly Found<typeof causes>[] {
  const { world, subject, serviceAccount, association, way, roleArn } = view;
  const show = [`kubectl -n ${subject.namespace} get serviceaccount ${subject.name} -o yaml`];
  if (serviceAccount === undefined) {
    const near = world.serviceAccounts.filter(({ namespace }) => namespace === subject.namespace).map(({ name }) => name);
    return [
      {
        code: 'service-account-missing',
        message: `There is no ServiceAccount ${subject.name} in ${subject.namespace}.`,
        evidence: [near.length === 0 ? 'the namespace has none that has a role' : `with a role there: ${near.join(', ')}`],
        fix: 'Create it, or let the pod name the one that is there.',
        commands: [`kubectl -n ${subject.namespace} get serviceaccounts`],
      },
    ];
  }
  if (way === 'none') return [withoutRole(view, show)];
  const isDefault: Found<typeof causes>[] =
    subject.name === 'default'
      ? [
          {
            code: 'sa-default',
            message: `The ServiceAccount default of ${subject.namespace} has a role.`,
            evidence: [`role: ${roleArn}`],
            fix: 'Make a ServiceAccount for the workload, and give that the role.',
          },
        ]
      : [];
  // The API of EKS takes no ARN that is none.
  return association !== undefined ? isDefault : [...wrongArn(roleArn ?? '', world.cluster, show), ...isDefault];
}

function withoutRole({ serviceAccount, subject }: View, commands: readonly string[]): Found<typeof causes> {
  // `eks.amazon.com/role-arn`, `eks.amazonaws.com/role_arn`, `iam.amazonaws.com/role` of kiam.
  const near = Object.keys(serviceAccount?.annotations ?? {}).find((key) => /role/i.test(key));
  const annotate = `kubectl -n ${subject.namespace} annotate serviceaccount ${subject.name} ${ROLE_ANNOTATION}=ROLE-ARN`;
  return near === undefined
    ? {
        code: 'annotation-missing',
        message: `ServiceAccount ${subject.name} has no annotation ${ROLE_ANNOTATION}, and no association.`,
        evidence: ['no annotation of EKS', 'no association of EKS Pod Identity for it'],
        fix: 'Annotate it where it is made (chart, manifest, Terraform), and restart its pods.',
        commands: [...commands, annotate],
      }
    : {
        code: 'annotation-misspelt',
        message: `ServiceAccount ${subject.name} has an annotation ${near}, which nobody reads.`,
        evidence: [`read is: ${ROLE_ANNOTATION}`],
        fix: `Spell it ${ROLE_ANNOTATION}, and restart its pods.`,
        commands: [...commands, annotate],
      };
}

function wrongArn(
  arn: string,
  { region, account }: View['world']['cluster'],
  commands: readonly string[],
): readonly Found<typeof causes>[] {
  const parsed = parseArn(arn);
  const is = { evidence: [`annotation: ${arn}`], commands };
  if (parsed === undefined || parsed.service !== 'iam' || !/^role\/.*[^/]$/.test(parsed.resource) || !/^\d{12}$/.test(parsed.accountId)) {
    return [
      {
        code: 'role-arn-malformed',
        message: 'The annotation holds no ARN of a role.',
        ...is,
        fix: `Write it whole: arn:${partitionOf(region)}:iam::${account}:role/NAME.`,
      },
    ];
  }
  if (parsed.partition !== partitionOf(region)) {
    return [
      {
        code: 'role-in-other-partition',
        message: `The role is of partition ${parsed.partition}; ${region} is of ${partitionOf(region)}.`,
        ...is,
        fix: `Write arn:${partitionOf(region)}:… in the annotation.`,
      },
    ];
  }
  if (parsed.accountId === account) return [];
  return [
    {
      code: 'role-in-other-account',
      message: `The role is in account ${parsed.accountId}; the cluster is in ${account}.`,
      ...is,
      fix: 'If that is meant, run the doctor there with a profile of that account; else correct the account.',
    },
  ];
}
