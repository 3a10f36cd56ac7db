/** Trust that a module cannot state by itself: eks 21's karpenter submodule knows Pod Identity only, and role modules the audience of STS only. */
import { ref, text, type Text } from '../../iam/text.ts';
import type { PlannedCluster } from '../clusters.ts';
import type { PlannedRole } from '../plan.ts';
import type { Block } from './blocks.ts';
import type { DocumentStatement } from './role-blocks.ts';
import { issuerLabel } from './cluster-file.ts';
import type { Labels } from './labels.ts';

/** Why the module's own statement is not enough, by maker; absent where it is. */
const REASONS: Readonly<Partial<Record<PlannedRole['maker'], string>>> = {
  'karpenter-eks-21':
    "Replaces the module's own statement of this Sid, which would admit Pod Identity for every ServiceAccount of the account.",
  'role-raw': "Tokens for another audience than that of STS; it must be a client ID of the cluster's OIDC provider.",
};

export const statesTrust = ({ maker }: PlannedRole): boolean => REASONS[maker] !== undefined;

const label = (role: PlannedRole, labels: Labels): string => labels.free('data.aws_iam_policy_document', `${role.label}_trust`);

export const trustDocument = (role: PlannedRole, labels: Labels): Text => ref(`data.aws_iam_policy_document.${label(role, labels)}.json`);

export function trustBlocks(
  role: PlannedRole,
  { labels, clusters }: { readonly labels: Labels; readonly clusters: ReadonlyMap<string, PlannedCluster> },
): Block[] {
  const reason = REASONS[role.maker];
  if (reason === undefined) return [];
  return [
    {
      kind: 'policy-document',
      label: label(role, labels),
      comments: [reason],
      statements: role.trust.map(({ cluster, subject, audience }): DocumentStatement => {
        const planned = clusters.get(cluster);
        if (!planned) throw new Error(`cluster ${cluster} was not planned`);
        const issuer = ref(`local.${issuerLabel(planned, labels)}`);
        return {
          ...(role.maker === 'karpenter-eks-21' ? { sid: 'PodIdentity' } : {}),
          effect: 'Allow',
          actions: ['sts:AssumeRoleWithWebIdentity'],
          principals: [{ type: 'Federated', identifiers: [planned.oidcProviderArn] }],
          conditions: [
            {
              test: 'StringEquals',
              variable: text`${issuer}:sub`,
              values: [`system:serviceaccount:${subject.namespace}:${subject.serviceAccount}`],
            },
            { test: 'StringEquals', variable: text`${issuer}:aud`, values: [audience] },
          ],
        };
      }),
      ...(role.awsProvider === undefined ? {} : { provider: role.awsProvider }),
    },
  ];
}
