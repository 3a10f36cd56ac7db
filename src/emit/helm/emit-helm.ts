/** Helm values files. Helm knows no references, so all that stands in them is literal. */
import { stringify } from 'yaml';
import { isText, render, type Value } from '../../iam/text.ts';
import type { Plan } from '../../plan/plan.ts';
import { hashComment } from '../comment.ts';
import type { FileSet } from '../file-set.ts';

export const emitHelm = (plan: Plan): FileSet =>
  plan.helm.map(({ path, comments, values }) => ({
    path,
    content: `${comments.length === 0 ? '' : `${hashComment(comments)}\n`}${printYaml(values)}`,
    comments: 'hash',
  }));

/** Quotes whatever YAML 1.1, which Helm reads, would take for something other than a string: `on`, `012`, `1_000`. */
const printYaml = (values: Value): string => stringify(plain(values), { compat: 'yaml-1.1', lineWidth: 0, aliasDuplicateObjects: false });

function plain(value: Value): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (isText(value)) {
    return render(value, (hole) => {
      throw new Error(`a Helm values file cannot hold ${JSON.stringify(hole)}: the Plan must leave it out`);
    });
  }
  return 'length' in value ? value.map(plain) : new Map(Object.entries(value.map).map(([key, item]) => [key, plain(item)]));
}
