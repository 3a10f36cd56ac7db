/** The rights that suffice for the doctor, made of the table of what it asks. Pure. */
import { awsReads, kubernetesReads, type AwsRead, type KubernetesRead } from '../../aws/reads.ts';

/** A policy of IAM. */
export const policyOfReads = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'CreateIrsaDoctor',
      Effect: 'Allow',
      Action: Object.values<AwsRead>(awsReads)
        .map(({ action }) => action)
        .sort((a, b) => a.localeCompare(b)),
      // Most of these know no resources, and whose role it is, is what the doctor is asked.
      Resource: '*',
    },
  ],
} as const;

/** A ClusterRole, without what only a flag needs. */
export const clusterRoleOfReads = [
  'apiVersion: rbac.authorization.k8s.io/v1',
  'kind: ClusterRole',
  'metadata:',
  '  name: create-irsa-doctor',
  'rules:',
  ...Object.values<KubernetesRead>(kubernetesReads).flatMap(({ group, resource, verbs, only }) =>
    only === undefined
      ? [`  - apiGroups: ["${group}"]`, `    resources: ["${resource}"]`, `    verbs: [${verbs.map((verb) => `"${verb}"`).join(', ')}]`]
      : [],
  ),
].join('\n');
