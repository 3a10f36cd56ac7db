/** No release is ever handed an input that it does not know: every call is held against its contract. */
import { checkModuleCall } from '../../catalog/modules/check-call.ts';
import { error, type Problem } from '../../problem.ts';
import type { ResolvedModules } from '../modules.ts';
import type { Block, ModuleBlock, TerraformPlan } from './blocks.ts';
import {
  eks20Inputs,
  eks21Inputs,
  iam5RoleInputs,
  iam6RoleInputs,
  karpenter20Inputs,
  karpenter21Inputs,
  podIdentityRoleInputs,
  vpcInputs,
  type Inputs,
} from './module-inputs.ts';

/** What the call hands over, by its release line's names. */
function inputsOf(block: ModuleBlock): Inputs {
  switch (block.kind) {
    case 'role-iam-5':
      return iam5RoleInputs(block);
    case 'role-iam-6':
      return iam6RoleInputs(block);
    case 'role-pod-identity':
      return podIdentityRoleInputs(block);
    case 'karpenter-eks-20':
      return karpenter20Inputs(block);
    case 'karpenter-eks-21':
      return karpenter21Inputs(block);
    case 'module-eks-20':
      return eks20Inputs(block);
    case 'module-eks-21':
      return eks21Inputs(block);
    case 'module-vpc':
      return vpcInputs(block);
  }
}

const isModule = (block: Block): block is ModuleBlock => /^(role-iam|role-pod|karpenter|module)-/.test(block.kind);

export const checkCalls = (plan: TerraformPlan, { contracts }: Pick<ResolvedModules, 'contracts'>): Problem[] =>
  plan.files
    .flatMap((file) => file.blocks)
    .filter(isModule)
    .flatMap((block) => {
      const contract = contracts[block.kind];
      return contract ? checkModuleCall(contract, inputsOf(block)).map((wrong) => refused(block, wrong)) : [];
    });

const refused = (block: ModuleBlock, wrong: string): Problem =>
  error(
    'module-unknown-input',
    ['terraform', 'modules'],
    `module "${block.label}": ${wrong}`,
    'Pin a newer release, or write the line alone for the newest of it: terraform: { modules: { iam: 5 } }.',
  );
