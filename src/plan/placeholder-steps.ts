/** Files that hold a placeholder for the account are of use only to those who fill it in. */
import type { HelmValuesFile, ManifestFile, NextStep } from './plan.ts';
import { holdsPlaceholder, PLACEHOLDER } from './role-arn.ts';

export function placeholderSteps(manifests: readonly ManifestFile[], values: readonly HelmValuesFile[]): NextStep[] {
  const folders = [
    ...(manifests.some(({ documents }) => holdsPlaceholder(documents.map(({ value }) => value))) ? ['irsa/kubernetes'] : []),
    ...(values.some((file) => holdsPlaceholder(file.values)) ? ['irsa/helm'] : []),
  ];
  return folders.length === 0
    ? []
    : [
        {
          text: `${PLACEHOLDER} stands for the account in ${folders.join(' and ')}: Flux fills it in (postBuild), and so do the commands in the files (envsubst). Argo CD, Helm and kubectl apply -k do not, and pods would get no role: for them give accountId, and leave helm.roleArn out.`,
        },
      ];
}
