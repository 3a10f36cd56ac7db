/** Plan → the files of outputs that are made by choice, or while roles move: most runs do without, and without loading this. */
import type { Plan } from '../plan/plan.ts';
import { emitAudit } from './audit/emit-audit.ts';
import { emitEksctl } from './eksctl/emit-eksctl.ts';
import type { FileSet } from './file-set.ts';
import { emitMigration } from './migration/runbook.ts';
import { emitTests } from './tests/emit-tests.ts';

export const emitChosen = (plan: Plan): FileSet => [
  ...emitEksctl(plan),
  ...emitTests(plan),
  ...emitMigration(plan.migration),
  ...emitAudit(plan),
];
