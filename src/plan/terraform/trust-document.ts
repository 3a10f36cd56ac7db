/** Trust that a module cannot state by itself: eks 21's karpenter submodule knows Pod Identity without conditions only, and role modules the audience of STS only. */
import { STS_AUDIENCE } from '../../iam/audience.ts';
import { POD_IDENTITY, POD_IDENTITY_ACTIONS } from '../../iam/pod-identity.ts';
import { ref, text, type Text } from '../../iam/text.ts';
import { plannedCluster } from '../clusters.ts';
import type { PlannedRole, PlannedTrust } from '../plan.ts';
import { trustConditions, type AssociationContext } from './association-blocks.ts';
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

/** irsa.yaml has chosen so, though a module would do. */
const BY_CHOICE = 'Tokens of one ServiceAccount, for STS.';

const reasonOf = ({ maker, trust }: PlannedRole): string | undefined =>
  maker === 'role-raw' && trust.every(({ audience }) => audience === STS_AUDIENCE) ? BY_CHOICE : REASONS[maker];

/** Outside of its module, or as inputs of it: then issuers have to be named. */
export const statesTrust = ({ maker, trust }: PlannedRole): boolean =>
  REASONS[maker] !== undefined || (maker === 'role-pod-identity' && trust.length > 0);

const label = (role: PlannedRole, labels: Labels): string => labels.free('data.aws_iam_policy_document', `${role.label}_trust`);

export const trustDocument = (role: PlannedRole, labels: Labels): Text => ref(`data.aws_iam_policy_document.${label(role, labels)}.json`);

export function trustBlocks(role: PlannedRole, context: AssociationContext): Block[] {
  const { labels } = context;
  const reason = reasonOf(role);
  if (reason === undefined) return [];
  return [
    {
      kind: 'policy-document',
      label: label(role, labels),
      comments: [reason],
      statements: [...podStatements(role, context), ...tokenStatements(role, context)],
      ...(role.awsProvider === undefined ? {} : { provider: role.awsProvider }),
    },
  ];
}

/** The Sid that the karpenter submodule of eks 21.x has for its own. */
const SID = 'PodIdentity';

/** Of tokens, beside the statement that a module has for Pod Identity. */
export const tokenStatements = (role: PlannedRole, context: AssociationContext): DocumentStatement[] =>
  role.trust.map((trust) => tokenStatement(trust, role, context));

function tokenStatement(
  { cluster, subject, audience }: PlannedTrust,
  role: PlannedRole,
  { clusters, labels }: AssociationContext,
): DocumentStatement {
  const planned = plannedCluster(clusters, cluster);
  const issuer = ref(`local.${issuerLabel(planned, labels)}`);
  return {
    ...(role.maker === 'karpenter-eks-21' && role.podTrust === undefined ? { sid: SID } : {}),
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
}

const podStatements = (role: PlannedRole, context: AssociationContext): DocumentStatement[] =>
  role.podTrust === undefined
    ? []
    : [
        {
          sid: SID,
          effect: 'Allow',
          actions: POD_IDENTITY_ACTIONS,
          principals: [{ type: 'Service', identifiers: [POD_IDENTITY] }],
          conditions: trustConditions(role, context),
        },
      ];
