/** `cluster.yaml`: what eksctl reads. https://eksctl.io/usage/schema/ */
import type { EksctlCluster } from '../../plan/plan.ts';
import { hashComment } from '../comment.ts';
import { printYaml } from '../yaml.ts';

/** Each ServiceAccount stands under its comments. */
export function clusterConfig({ name, region, creation, accounts }: EksctlCluster): string {
  const head = printYaml({
    map: {
      apiVersion: 'eksctl.io/v1alpha5',
      kind: 'ClusterConfig',
      metadata: { map: { name, region, ...creation?.metadata } },
      ...creation?.sections,
      // eksctl takes no serviceAccounts without it.
      iam: { map: { withOIDC: true } },
    },
  });
  const entries = accounts.map(({ comments, config }) => indent(`${hashComment(comments)}\n${printYaml([config])}`));
  return entries.length === 0 ? head : `${head}  serviceAccounts:\n${entries.join('')}`;
}

const indent = (text: string): string => text.replace(/^(?=.)/gm, '    ');
