/** `cluster.yaml`: what eksctl reads. https://eksctl.io/usage/schema/ */
import type { Value } from '../../iam/text.ts';
import type { EksctlAssociation, EksctlCluster } from '../../plan/plan.ts';
import { hashComment } from '../comment.ts';
import { printYaml } from '../yaml.ts';

const AGENT = 'eks-pod-identity-agent';

/** Each ServiceAccount and each association stands under its comments. */
export function clusterConfig({ creation, accounts, associations, withOidc, installsAgent, left, ...cluster }: EksctlCluster): string {
  const head = header(cluster, {
    metadata: creation?.metadata ?? {},
    sections: creation?.sections ?? (installsAgent ? { addons: [{ map: { name: AGENT } }] } : {}),
  });
  const notes = left.length === 0 ? '' : `${hashComment(left)}\n`;
  const lists = [
    // eksctl takes no serviceAccounts without it.
    ...(withOidc ? ['  withOIDC: true\n'] : []),
    ...list('serviceAccounts', [], accounts),
    ...list('podIdentityAssociations', UNSCOPED, associations),
  ];
  return lists.length === 0 ? `${notes}${head}` : `${notes}${head}iam:\n${lists.join('')}`;
}

/** One alone, as `eksctl create podidentityassociation` refuses a file of which any is there already. */
export const associationFile = (cluster: EksctlCluster, association: EksctlAssociation): string =>
  `${header(cluster, { metadata: {}, sections: {} })}iam:\n${list('podIdentityAssociations', UNSCOPED, [association]).join('')}`;

/** https://github.com/eksctl-io/eksctl/blob/v0.230.0/pkg/cfn/template/iam_helpers.go */
const UNSCOPED = [
  'eksctl lets EKS Pod Identity hand these roles to the pods of any association in the account, and has no word to narrow that:',
  'what limits it is who may make associations (eks:CreatePodIdentityAssociation) and pass these roles (iam:PassRole).',
  'Roles that Terraform makes are limited to their cluster, namespace and ServiceAccount.',
];

function header(
  { name, region }: Pick<EksctlCluster, 'name' | 'region'>,
  { metadata, sections }: Pick<NonNullable<EksctlCluster['creation']>, 'metadata' | 'sections'>,
): string {
  return printYaml({
    map: { apiVersion: 'eksctl.io/v1alpha5', kind: 'ClusterConfig', metadata: { map: { name, region, ...metadata } }, ...sections },
  });
}

interface Entry {
  readonly comments: readonly string[];
  readonly config: Value;
}

const list = (name: string, above: readonly string[], entries: readonly Entry[]): string[] =>
  entries.length === 0
    ? []
    : [
        `  ${name}:\n`,
        ...(above.length === 0 ? [] : [indent(`${hashComment(above)}\n`)]),
        ...entries.map(({ comments, config }) => indent(`${hashComment(comments)}\n${printYaml([config])}`)),
      ];

const indent = (text: string): string => text.replace(/^(?=.)/gm, '    ');
