/** No release is ever handed an input that it does not know: every call is held against its contract. */
import { checkModuleCall } from '../../catalog/modules/check-call.ts';
import { error, type Problem } from '../../problem.ts';
import type { ResolvedModules } from '../modules.ts';
import type { Block, TerraformPlan } from './blocks.ts';
import { moduleInputs, type ModuleBlock } from './module-inputs.ts';

const isModule = (block: Block): block is ModuleBlock => /^(role-iam|karpenter|module)-/.test(block.kind);

export const checkCalls = (plan: TerraformPlan, { contracts }: Pick<ResolvedModules, 'contracts'>): Problem[] =>
  plan.files
    .flatMap((file) => file.blocks)
    .filter(isModule)
    .flatMap((block) => {
      const contract = contracts[block.kind];
      return contract ? checkModuleCall(contract, moduleInputs(block)).map((wrong) => refused(block, wrong)) : [];
    });

const refused = (block: ModuleBlock, wrong: string): Problem =>
  error(
    'module-unknown-input',
    ['terraform', 'modules'],
    `module "${block.label}": ${wrong}`,
    'Pin a newer release, or write the line alone for the newest of it: terraform: { modules: { iam: 5 } }',
  );
