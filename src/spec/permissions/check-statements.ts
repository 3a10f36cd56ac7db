/** Raw statements, held against the list of IAM's actions. Loaded only where a spec has statements. */
import type { Placed } from '../explain-issue.ts';
import { confusedDeputies, escalations } from './dangers.ts';
import { misfits } from './fitting-resources.ts';
import type { RawStatement } from './raw-permissions.ts';
import { unknownActions, unknownConditionKeys } from './unknown-names.ts';
import { wildcards } from './wildcards.ts';

const checks = [unknownActions, unknownConditionKeys, misfits, wildcards, escalations, confusedDeputies];

/** All that is wrong or doubtful, but for what a workload accepts; never throws, whatever the statements. */
export const checkStatements = (statements: readonly RawStatement[]): readonly Placed[] =>
  statements.flatMap((statement) =>
    checks.flatMap((check) => check(statement)).filter(({ problem }) => !statement.accept.includes(problem.code)),
  );
