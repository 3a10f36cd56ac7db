/** `format: cdktf`: the root modules of a plan as stacks of one app. */
import type { Plan } from '../plan.ts';
import type { Block, TerraformPlan } from './blocks.ts';
import { KUBERNETES_ROOT } from '../own-folders.ts';

/** The app's, beside irsa.yaml. */
export const APP_FOLDER = 'irsa/cdktf';

/** Of each package, the command line that deploys its apps. It is half a gigabyte, so no app depends on it. */
export const COMMAND_LINE = { cdktf: 'npx cdktf-cli@0.21', cdktn: 'npx cdktn-cli@0.24' } as const;

/** Blocks by the stack's id, in the order in which stacks are deployed. */
export type Stacks = Readonly<Record<string, readonly Block[]>>;

export const stacksOf = ({ terraform, kubernetesRoot }: Pick<Plan, 'terraform' | 'kubernetesRoot'>): Stacks => ({
  ...(terraform === undefined ? {} : { irsa: blocksOf(terraform) }),
  ...(kubernetesRoot === undefined ? {} : { [KUBERNETES_ROOT]: blocksOf(kubernetesRoot) }),
});

const blocksOf = (root: TerraformPlan): Block[] => root.files.flatMap((file) => file.blocks);
