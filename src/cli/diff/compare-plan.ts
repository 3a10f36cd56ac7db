/** A plan of Terraform: what it says of roles before and after, also of those that are not ours. */
import { differences } from '../../access/difference.ts';
import { accessOfTerraformPlan } from '../../access/of-terraform-plan.ts';
import { error, type Outcome, type Problem } from '../../problem.ts';
import { readJson } from '../explain/read-data.ts';
import type { Compared } from './compared.ts';

export function comparePlan(file: string): Outcome<Compared> {
  const read = readJson(file, 'what `terraform show -json plan.out` prints');
  if ('code' in read) return { problems: [read] };
  const called = file === '-' ? 'standard input' : file;
  const access = accessOfTerraformPlan(read.json);
  if (access === undefined) return { problems: [notAPlan(called)] };
  const { before, after, home } = access;
  return { value: { base: 'what is applied', sources: [{ file: called, roles: differences(before, after, home) }] }, problems: [] };
}

const notAPlan = (file: string): Problem => ({
  ...error(
    'plan-not-read',
    [],
    'This is no plan as `terraform show -json` prints it, so what was before and what will be is not in it.',
    'Run `terraform plan -out plan.out` and `terraform show -json plan.out > plan.json`.',
  ),
  file,
});
