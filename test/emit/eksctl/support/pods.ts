/** Workloads with EKS Pod Identity, and what eksctl is given for them. */
import { emitEksctl } from '../../../../src/emit/eksctl/emit-eksctl.ts';
import { allow } from '../../../../src/iam/statement.ts';
import { makePlan } from '../../../../src/plan/make-plan.ts';
import { emptyFacts } from '../../../../src/plan/repo-facts.ts';
import { formatPath } from '../../../../src/problem.ts';
import type { AddOnSpec, AppSpec, Spec } from '../../../../src/spec/spec.ts';
import { aCluster, anApp, aSpec, planOf } from '../../../support/a-spec.ts';
import { configsOf } from './cluster-configs.ts';

export const ACCOUNT = '111122223333';
export const POLICY = 'arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess';
export const production = aCluster('production', { accountId: ACCOUNT });
export const withPods = <T extends AddOnSpec | AppSpec>(workload: T, more: Partial<AddOnSpec & AppSpec> = {}): T => ({
  ...workload,
  identity: 'pod-identity',
  ...more,
});
export const byEksctl = (more: Partial<Omit<Spec, 'terraform'>>): Spec => aSpec({ outputs: ['eksctl'], clusters: [production], ...more });
export const orders = withPods(anApp('orders', { serviceAccount: { name: 'orders' } }));
/** What flags can say: no policy in words. */
export const reports = withPods(
  anApp('reports', {
    grants: [],
    serviceAccount: { name: 'reports' },
    managedPolicies: [POLICY, 'arn:aws:iam::aws:policy/AmazonSNSReadOnlyAccess'],
    permissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/boundary`,
    tags: { team: 'platform', on: 'yes' },
  }),
);
export const narrowed = {
  podIdentity: { disableSessionTags: true, policy: [allow('Read', ['s3:GetObject'], ['arn:aws:s3:::my-bucket/*'])] },
};

export const fileOf = (spec: Spec, name = 'cluster.yaml'): string =>
  emitEksctl(planOf(spec)).find(({ path }) => path === `irsa/eksctl/${name}`)?.content ?? '';
export const configOf = (spec: Spec) =>
  configsOf(spec)['irsa/eksctl/cluster.yaml'] as unknown as {
    readonly addons?: unknown;
    readonly iam?: {
      readonly withOIDC?: boolean;
      readonly serviceAccounts?: unknown;
      readonly podIdentityAssociations?: readonly Record<string, unknown>[];
    };
  };
export const problemsOf = (spec: Spec): string[] =>
  makePlan(spec, emptyFacts).problems.map(({ code, path }) => `${code} at ${formatPath(path)}`);
