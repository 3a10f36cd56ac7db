/** Which release line of terraform-aws-modules/iam: the plan's solver decides what fits, the user what is taken. */
import type { Plan } from '../../plan/plan.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import type { Choice } from '../asker.ts';
import { answerAt, withAnswer } from '../draft.ts';
import type { Step, Wizard } from '../wizard.ts';

const PATH = ['terraform', 'modules', 'iam'] as const;
const LINES = [5, 6] as const;

const ABOUT: Readonly<Record<number, string>> = {
  5: 'iam-role-for-service-accounts-eks, the line most repositories hold',
  6: 'iam-role-for-service-accounts, its renamed successor; needs AWS provider 6.28 or newer',
};

export const askModules: Step = async (draft, wizard) => {
  const { asker } = wizard;
  const said = answerAt(draft, PATH);
  // One release, perhaps of one's own registry: nothing to ask.
  if (typeof said === 'object') return draft;
  const proposed = roleModule(wizard.propose(said === undefined ? draft : withAnswer(draft, PATH, undefined)).value);
  const lines = LINES.map((line) => ({ line, ...outcomeOf(draft, line, wizard) }));
  const fitting = lines.filter(({ module }) => module !== undefined);
  // Without any role of that module, or with trouble elsewhere, there is nothing to choose.
  if (fitting.length === 0) return draft;
  for (const { line, why } of lines) if (why !== undefined) asker.say(`terraform-aws-modules/iam ${line}.x does not fit: ${why}`);
  if (fitting.length === 1 && fitting[0] !== undefined) {
    asker.say(`Roles are made by terraform-aws-modules/iam ${fitting[0].module?.version ?? `${fitting[0].line}.x`}.`);
    return withAnswer(draft, PATH, fitting[0].line);
  }
  const line = await asker.select<number>({
    message: 'Which release line of terraform-aws-modules/iam makes the roles?',
    choices: fitting.map(({ line: value, module }): Choice<number> => ({
      value,
      name: module?.version ?? `${value}.x`,
      description: ABOUT[value] ?? '',
    })),
    default: typeof said === 'number' ? said : (proposed?.line ?? 5),
  });
  return withAnswer(draft, PATH, line);
};

interface RoleModule {
  readonly line: number;
  readonly version?: string;
}

function outcomeOf(draft: SpecInput, line: number, { propose }: Wizard): { module?: RoleModule | undefined; why?: string | undefined } {
  const { value, problems } = propose(withAnswer(draft, PATH, line));
  const why = problems.find(({ code }) => code === 'versions-unsatisfiable')?.message;
  return { module: roleModule(value), why };
}

/** The module that makes the plan's roles; nothing where none is made by it. */
function roleModule(plan: Plan | undefined): RoleModule | undefined {
  for (const block of plan?.terraform?.files.flatMap(({ blocks }) => blocks) ?? []) {
    if (block.kind !== 'role-iam-5' && block.kind !== 'role-iam-6') continue;
    return { line: block.kind === 'role-iam-5' ? 5 : 6, ...(block.version === undefined ? {} : { version: block.version }) };
  }
  return undefined;
}
