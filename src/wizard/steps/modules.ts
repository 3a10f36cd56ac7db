/** Which release line of terraform-aws-modules/iam: the plan's solver decides what fits, the user what is taken. */
import type { Plan } from '../../plan/plan.ts';
import { registryAddress } from '../../catalog/modules/registry-address.ts';
import type { SpecInput } from '../../spec/spec-input.ts';
import { answerAt, withAnswer } from '../draft.ts';
import type { Step, Wizard } from '../wizard.ts';

export const PATH = ['terraform', 'modules', 'iam'] as const;
const LINES = [5, 6] as const;

const ABOUT: Readonly<Record<number, string>> = {
  5: 'iam-role-for-service-accounts-eks, the line most repositories hold',
  6: 'iam-role-for-service-accounts, its renamed successor; needs AWS provider 6.28 or newer',
};

interface Line {
  readonly line: number;
  readonly version: string;
}

interface Lines {
  /** Those that fit; none where no role is made by the module, or something else is wrong. */
  readonly lines: readonly Line[];
  readonly proposed?: number | undefined;
  /** Why that one. */
  readonly why: string;
}

export function linesOf(draft: SpecInput, wizard: Wizard): Lines {
  const outcomes = LINES.map((line) => ({ line, ...outcomeOf(draft, line, wizard) }));
  const lines = outcomes.flatMap(({ module }) => module ?? []);
  const proposed = roleModule(wizard.propose(withAnswer(draft, PATH, undefined)).value)?.line;
  const misfit = outcomes.find(({ line, why }) => line !== proposed && why !== undefined);
  const held = wizard.facts.modules.find(({ source }) => registryAddress(source).startsWith('terraform-aws-modules/iam/'));
  if (misfit !== undefined) return { lines, proposed, why: `${misfit.line}.x does not fit. ${misfit.why}` };
  if (held !== undefined) return { lines, proposed, why: `as module "${held.label}" here (${held.at.file}:${held.at.line})` };
  return { lines, proposed, why: ABOUT[proposed ?? 5] ?? '' };
}

export const askModules: Step = async (draft, wizard) => {
  const said = answerAt(draft, PATH);
  const { lines, proposed, why } = linesOf(draft, wizard);
  const line = await wizard.asker.select<number>({
    message: 'Which release line of terraform-aws-modules/iam makes the roles?',
    ...(lines.length === 1 ? { hint: why } : {}),
    choices: lines.map(({ line: value, version }) => ({ value, name: version, description: ABOUT[value] ?? '' })),
    default: typeof said === 'number' ? said : (proposed ?? 5),
  });
  return withAnswer(draft, PATH, line);
};

function outcomeOf(draft: SpecInput, line: number, { propose }: Wizard): { module?: Line | undefined; why?: string | undefined } {
  const { value, problems } = propose(withAnswer(draft, PATH, line));
  const why = problems.find(({ code }) => code === 'versions-unsatisfiable')?.message;
  return { module: roleModule(value), why };
}

/** The module that makes the plan's roles; nothing where none is made by it. */
function roleModule(plan: Plan | undefined): Line | undefined {
  for (const block of plan?.terraform?.files.flatMap(({ blocks }) => blocks) ?? []) {
    if (block.kind !== 'role-iam-5' && block.kind !== 'role-iam-6') continue;
    const line = block.kind === 'role-iam-5' ? 5 : 6;
    return { line, version: block.version ?? `${line}.x` };
  }
  return undefined;
}
