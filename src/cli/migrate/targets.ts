/** The migrations that there are; what they do is loaded only when one runs. */
export const migrations = [
  { name: 'iam-6', does: 'roles from iam 5.x to 6.x, nothing replaced' },
  { name: 'pod-identity', does: 'workloads from IRSA to EKS Pod Identity, phase by phase' },
  { name: 'node-role', does: 'permissions from the nodes to the pods, policy by policy' },
] as const;

export type MigrationName = (typeof migrations)[number]['name'];

export const isMigration = (word: string): word is MigrationName => migrations.some(({ name }) => name === word);
